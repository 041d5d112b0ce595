package io.dynafuse.scenes;

/**
 * The outline of an object around the origin. Distances must be correct only near the edge, where pixels are partly covered.
 */
interface Outline {
    /** The distance of a point from the outline in pixels; negative inside. */
    double distance(double x, double y);

    /** The outer radius in pixels: no point inside is further from the origin. */
    double outerRadius();

    /** A circle. */
    record Disc(double radius) implements Outline {
        @Override
        public double distance(double x, double y) {
            return Math.sqrt(x * x + y * y) - radius;
        }

        @Override
        public double outerRadius() {
            return radius;
        }
    }

    /** Half axes along x and y. */
    record Ellipse(double a, double b) implements Outline {
        /** The first-order distance of an implicit curve, f / |∇f|. */
        @Override
        public double distance(double x, double y) {
            double u = x / a;
            double v = y / b;
            double slope = Math.sqrt(u * u / (a * a) + v * v / (b * b));
            return slope < 1e-9 ? -Math.min(a, b) : (u * u + v * v - 1) / (2 * slope);
        }

        @Override
        public double outerRadius() {
            return Math.max(a, b);
        }
    }

    /** A rectangle of half sizes, with rounded corners. */
    record Bar(double a, double b, double corner) implements Outline {
        @Override
        public double distance(double x, double y) {
            double dx = Math.abs(x) - a + corner;
            double dy = Math.abs(y) - b + corner;
            double outX = Math.max(dx, 0);
            double outY = Math.max(dy, 0);
            return Math.sqrt(outX * outX + outY * outY) + Math.min(Math.max(dx, dy), 0) - corner;
        }

        @Override
        public double outerRadius() {
            return Math.sqrt(a * a + b * b);
        }
    }

    /** Convex: the intersection of its half planes {@code nx·x + ny·y <= offset}. */
    record Polygon(double[] nx, double[] ny, double[] offset, double outerRadius) implements Outline {
        @Override
        public double distance(double x, double y) {
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < nx.length; i++) {
                most = Math.max(most, nx[i] * x + ny[i] * y - offset[i]);
            }
            return Math.max(most, Math.sqrt(x * x + y * y) - outerRadius);
        }
    }

    /** A shape whose radius varies with the angle, as a sum of waves with 2, 3, … periods, like stones, leaves and clouds. */
    record Blob(double radius, double[] cosines, double[] sines) implements Outline {
        @Override
        public double distance(double x, double y) {
            double far = Math.sqrt(x * x + y * y);
            if (far < 1e-6) {
                return -radius;
            }
            double cosine = x / far;
            double sine = y / far;
            double multipleCosine = cosine;
            double multipleSine = sine;
            double relative = 1;
            for (int i = 0; i < cosines.length; i++) {
                double next = multipleCosine * cosine - multipleSine * sine;
                multipleSine = multipleSine * cosine + multipleCosine * sine;
                multipleCosine = next;
                relative += cosines[i] * multipleCosine + sines[i] * multipleSine;
            }
            return far - radius * Math.max(relative, 0.1);
        }

        @Override
        public double outerRadius() {
            double most = 1;
            for (int i = 0; i < cosines.length; i++) {
                most += Math.sqrt(cosines[i] * cosines[i] + sines[i] * sines[i]);
            }
            return radius * most;
        }
    }

    /** A bent strand: all within {@code halfWidth} of a line through points, tapering to its end. */
    record Strand(double[] x, double[] y, double halfWidth, double outerRadius) implements Outline {
        @Override
        public double distance(double px, double py) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i + 1 < x.length; i++) {
                double ax = x[i + 1] - x[i];
                double ay = y[i + 1] - y[i];
                double along = ((px - x[i]) * ax + (py - y[i]) * ay) / (ax * ax + ay * ay);
                double part = Math.min(Math.max(along, 0), 1);
                double dx = px - x[i] - part * ax;
                double dy = py - y[i] - part * ay;
                double thin = halfWidth * (1 - 0.7 * (i + part) / (x.length - 1));
                least = Math.min(least, Math.sqrt(dx * dx + dy * dy) - thin);
            }
            return least;
        }
    }
}
