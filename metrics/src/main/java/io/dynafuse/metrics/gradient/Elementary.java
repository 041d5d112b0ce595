package io.dynafuse.metrics.gradient;

/**
 * Elementary functions without branches or tables, so that loops over them become vector instructions.
 */
final class Elementary {
    private Elementary() {}

    /**
     * e to the power of x. The relative error is below 1e-13 for |x| up to 10 and grows to 1e-10 at 25 and 1e-7 at 60, where
     * the result is lost in the sums that this serves; beyond 200 it must not be used.
     */
    static double exp(double x) {
        double y = x / 256;
        double power = 1 / 720.0 + y * (1 / 5040.0);
        power = 1 / 120.0 + y * power;
        power = 1 / 24.0 + y * power;
        power = 1 / 6.0 + y * power;
        power = 1 / 2.0 + y * power;
        power = 1 + y * power;
        power = 1 + y * power;
        // Squared eight times: to the power of 256.
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        return power * power;
    }

    /**
     * The angle of a straight line through the origin and (x, y), in -π/2..π/2: the arc tangent of y / x, but not a number where x
     * is zero.
     *
     * @param length the distance of (x, y) from the origin
     */
    static double inclination(double x, double y, double length) {
        double width = Math.abs(x);
        double half = x * y / (width * (width + length));
        double quarter = half / (1 + Math.sqrt(1 + half * half));
        return 4 * arcTangent(quarter);
    }

    /** The arc tangent of a number between 1 - √2 and √2 - 1: its series, to the last digit. */
    private static double arcTangent(double t) {
        double square = t * t;
        double sum = 1 / 33.0 - square * (1 / 35.0);
        sum = 1 / 31.0 - square * sum;
        sum = 1 / 29.0 - square * sum;
        sum = 1 / 27.0 - square * sum;
        sum = 1 / 25.0 - square * sum;
        sum = 1 / 23.0 - square * sum;
        sum = 1 / 21.0 - square * sum;
        sum = 1 / 19.0 - square * sum;
        sum = 1 / 17.0 - square * sum;
        sum = 1 / 15.0 - square * sum;
        sum = 1 / 13.0 - square * sum;
        sum = 1 / 11.0 - square * sum;
        sum = 1 / 9.0 - square * sum;
        sum = 1 / 7.0 - square * sum;
        sum = 1 / 5.0 - square * sum;
        sum = 1 / 3.0 - square * sum;
        return t - t * square * sum;
    }
}
