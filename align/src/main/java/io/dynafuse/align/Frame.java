package io.dynafuse.align;

import java.util.ArrayList;
import java.util.List;

/**
 * The reference's frame in units of half its longer side, the origin in its centre, so that all parameters of a motion are of one size.
 * They are, in the order of {@link MotionModel}: shift to the right and down, growth, turn, two shears, and two of perspective.
 */
record Frame(int width, int height) {
    /** Along a side; the blocks of the frame have votes of their own. */
    static final int BLOCKS = 8;

    /** In pixels. */
    double unit() {
        return Math.max(width, height) / 2.0;
    }

    double centreX() {
        return (width - 1) / 2.0;
    }

    double centreY() {
        return (height - 1) / 2.0;
    }

    double u(double x) {
        return (x - centreX()) / unit();
    }

    double v(double y) {
        return (y - centreY()) / unit();
    }

    /** The block of a place, row after row. */
    int block(double u, double v) {
        return along(v * unit() / height) * BLOCKS + along(u * unit() / width);
    }

    private static int along(double share) {
        return Math.min(Math.max((int) ((share + 0.5) * BLOCKS), 0), BLOCKS - 1);
    }

    /**
     * The motion of the reference's plane that parameters stand for, in pixels.
     *
     * @throws IllegalArgumentException if it cannot be undone
     */
    Transform motion(double[] p) {
        Transform inUnits =
                Transform.of(1 + p[2] + p[4], -p[3] + p[5], p[0], p[3] + p[5], 1 + p[2] - p[4], p[1], -p[6], -p[7], 1);
        return toPixels().after(inUnits).after(toPixels().inverse());
    }

    /** The parameters of a motion of the reference's plane; {@link #motion} turned round. */
    double[] parameters(Transform motion) {
        double[] m = toPixels().inverse().after(motion).after(toPixels()).rows();
        return new double[] {
            m[2], m[5], (m[0] + m[4]) / 2 - 1, (m[3] - m[1]) / 2, (m[0] - m[4]) / 2, (m[1] + m[3]) / 2, -m[6], -m[7]
        };
    }

    private Transform toPixels() {
        return Transform.of(unit(), 0, centreX(), 0, unit(), centreY(), 0, 0, 1);
    }

    /**
     * How a value at the place (u, v) changes with each parameter, to first order.
     *
     * @param dx how it changes along u
     * @param dy along v
     * @param derivatives where they are put
     */
    static void derivatives(double u, double v, double dx, double dy, double[] derivatives) {
        double outwards = u * dx + v * dy;
        derivatives[0] = dx;
        derivatives[1] = dy;
        derivatives[2] = outwards;
        derivatives[3] = u * dy - v * dx;
        derivatives[4] = u * dx - v * dy;
        derivatives[5] = v * dx + u * dy;
        derivatives[6] = u * outwards;
        derivatives[7] = v * outwards;
    }

    /** How the corners move with each parameter, to first order, in units: for each corner to the right and down. */
    List<double[]> cornerDerivatives() {
        List<double[]> all = new ArrayList<>();
        for (Point corner : Point.corners(width, height)) {
            for (int direction = 0; direction < 2; direction++) {
                double[] derivatives = new double[Equations.PARAMETERS];
                derivatives(u(corner.x()), v(corner.y()), 1 - direction, direction, derivatives);
                all.add(derivatives);
            }
        }
        return all;
    }

    /** How far a motion of some parameters moves the corners on average, to first order, in pixels. */
    double cornerMotion(double[] parameters) {
        double sum = 0;
        List<double[]> derivatives = cornerDerivatives();
        for (int corner = 0; corner < derivatives.size(); corner += 2) {
            sum += Math.hypot(
                    product(derivatives.get(corner), parameters), product(derivatives.get(corner + 1), parameters));
        }
        return unit() * sum / (derivatives.size() / 2.0);
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
