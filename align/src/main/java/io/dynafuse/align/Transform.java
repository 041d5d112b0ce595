package io.dynafuse.align;

import java.util.Arrays;

/**
 * A projective map of the plane: where a pixel of the reference is found in another source. Coordinates are those of pixel centres; the
 * centre of the top left pixel is (0, 0), x goes to the right and y down. Immutable.
 *
 * <p>A point (x, y) becomes (X / Z, Y / Z), where (X, Y, Z) is the matrix times (x, y, 1) (Hartley and Zisserman, "Multiple View Geometry in
 * Computer Vision", 2.3).
 */
public final class Transform {
    /** Nothing moves. */
    public static final Transform IDENTITY = new Transform(1, 0, 0, 0, 1, 0, 0, 0, 1);

    private static final int ENTRIES = 9;
    // Of a matrix whose last entry is 1, in units of its scale.
    private static final double SINGULAR = 1e-9;
    // In pixels: nobody sees such a shift.
    private static final double WHOLE = 0.05;

    private final double[] matrix;

    private Transform(double... matrix) {
        this.matrix = matrix;
    }

    /**
     * The map of a matrix.
     *
     * @param rows the nine entries, row by row; divided by the last
     * @throws IllegalArgumentException if there are not nine numbers, one is not finite, the last is zero, or the matrix cannot be inverted
     */
    public static Transform of(double... rows) {
        if (rows.length != ENTRIES || !Arrays.stream(rows).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("expected 9 finite numbers, found " + Arrays.toString(rows));
        }
        if (Math.abs(rows[8])
                < SINGULAR * Arrays.stream(rows).map(Math::abs).max().orElseThrow()) {
            throw new IllegalArgumentException("expected a last entry other than 0, found " + Arrays.toString(rows));
        }
        Transform transform =
                new Transform(Arrays.stream(rows).map(entry -> entry / rows[8]).toArray());
        double size = Math.max(
                Math.hypot(transform.matrix[0], transform.matrix[1]),
                Math.hypot(transform.matrix[3], transform.matrix[4]));
        if (!(Math.abs(transform.determinant()) > SINGULAR * size * size)) {
            throw new IllegalArgumentException(
                    "expected a matrix that can be inverted, found " + Arrays.toString(rows) + ", which is singular");
        }
        return transform;
    }

    /** Moves by (x, y) pixels. */
    public static Transform translation(double x, double y) {
        return new Transform(1, 0, x, 0, 1, y, 0, 0, 1);
    }

    /**
     * Turns and scales about a point, which stays where it is.
     *
     * @param degrees clockwise as seen on the screen
     * @param scale positive
     */
    public static Transform similarity(double degrees, double scale, double x, double y) {
        double cos = scale * Math.cos(Math.toRadians(degrees));
        double sin = scale * Math.sin(Math.toRadians(degrees));
        return new Transform(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y, 0, 0, 1);
    }

    /** The nine entries, row by row; the last is 1. */
    public double[] rows() {
        return matrix.clone();
    }

    double entry(int row, int column) {
        return matrix[3 * row + column];
    }

    /** The third coordinate Z of a point's image: where it is not positive, the point is behind a camera at the reference's first pixel. */
    double depth(double x, double y) {
        return matrix[6] * x + matrix[7] * y + matrix[8];
    }

    /**
     * How many pixels one coordinate changes by, at most, for one pixel at a point: the length of a row of the Jacobian.
     *
     * @param row 0 for the coordinate x, 1 for y
     */
    double speed(int row, double x, double y) {
        double z = depth(x, y);
        double place = (entry(row, 0) * x + entry(row, 1) * y + entry(row, 2)) / z;
        return Math.hypot(entry(row, 0) - place * matrix[6], entry(row, 1) - place * matrix[7]) / Math.abs(z);
    }

    /** Where a point goes; not finite if that is infinitely far away. */
    public Point of(double x, double y) {
        double z = depth(x, y);
        return new Point(
                (matrix[0] * x + matrix[1] * y + matrix[2]) / z, (matrix[3] * x + matrix[4] * y + matrix[5]) / z);
    }

    /** Where a point goes. */
    public Point of(Point point) {
        return of(point.x(), point.y());
    }

    /** The map that undoes this one. */
    public Transform inverse() {
        double[] m = matrix;
        return Transform.of(
                m[4] * m[8] - m[5] * m[7],
                m[2] * m[7] - m[1] * m[8],
                m[1] * m[5] - m[2] * m[4],
                m[5] * m[6] - m[3] * m[8],
                m[0] * m[8] - m[2] * m[6],
                m[2] * m[3] - m[0] * m[5],
                m[3] * m[7] - m[4] * m[6],
                m[1] * m[6] - m[0] * m[7],
                m[0] * m[4] - m[1] * m[3]);
    }

    /** Another map first, then this one. */
    public Transform after(Transform first) {
        double[] product = new double[ENTRIES];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                for (int i = 0; i < 3; i++) {
                    product[3 * row + column] += entry(row, i) * first.entry(i, column);
                }
            }
        }
        return Transform.of(product);
    }

    /**
     * The same map between images of other sizes.
     *
     * @param reference how many times larger the reference became
     * @param source how many times larger the source became
     */
    Transform between(double reference, double source) {
        return resizing(source).after(this).after(resizing(reference).inverse());
    }

    /** From the pixels of an image to those of a larger or smaller copy: pixels are areas, so that corners lie on corners. */
    private static Transform resizing(double factor) {
        return new Transform(factor, 0, factor / 2 - 0.5, 0, factor, factor / 2 - 0.5, 0, 0, 1);
    }

    /** Frames of two sizes on each other, as if both cameras had the same field of view along the longer side. */
    static Transform sameField(Size reference, Size source) {
        return IDENTITY.between(
                1,
                (double) Math.max(source.width(), source.height()) / Math.max(reference.width(), reference.height()));
    }

    /** By how many degrees a small area around a point is turned clockwise, from -180 to 180. */
    double turnAt(double x, double y) {
        double z = depth(x, y);
        Point place = of(x, y);
        double xx = entry(0, 0) - place.x() * matrix[6];
        double xy = entry(0, 1) - place.x() * matrix[7];
        double yx = entry(1, 0) - place.y() * matrix[6];
        double yy = entry(1, 1) - place.y() * matrix[7];
        return Math.toDegrees(Math.atan2((yx - xy) / z, (xx + yy) / z));
    }

    /** The shift by whole pixels that is nearest, if this is a shift that differs by little: it is exact, and a fraction would only blur. */
    Transform settled() {
        double x = Math.rint(matrix[2]);
        double y = Math.rint(matrix[5]);
        boolean isShift =
                Transform.of(1, 0, matrix[2], 0, 1, matrix[5], 0, 0, 1).equals(this);
        return isShift && Math.abs(matrix[2] - x) < WHOLE && Math.abs(matrix[5] - y) < WHOLE ? translation(x, y) : this;
    }

    /** How many times larger a small area around a point becomes in length: the root of the Jacobian's determinant; 0 if mirrored. */
    double scaleAt(double x, double y) {
        double z = depth(x, y);
        return Math.sqrt(Math.max(0, determinant() / (z * z * z)));
    }

    private double determinant() {
        double[] m = matrix;
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    /** The mean distance between where this and another map move the four corners of an image of a size, in pixels. */
    public double cornerDistance(Transform other, int width, int height) {
        double sum = 0;
        for (Point corner : Point.corners(width, height)) {
            sum += of(corner).distance(other.of(corner));
        }
        return sum / 4;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Transform transform && Arrays.equals(matrix, transform.matrix);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(matrix);
    }

    @Override
    public String toString() {
        return Arrays.toString(matrix);
    }
}
