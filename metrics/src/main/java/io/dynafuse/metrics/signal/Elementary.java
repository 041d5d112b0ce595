package io.dynafuse.metrics.signal;

/**
 * Elementary functions without branches or tables, so that loops over them become vector instructions. The compiler does not vectorise
 * long loops, so a long computation is split into several.
 */
public final class Elementary {
    /** The numbers handled at a time, so that their data stay in the first-level cache. */
    private static final int BLOCK = 512;

    private Elementary() {}

    /**
     * e to the power of x. The relative error is below 1e-13 for |x| up to 10 and grows to 1e-10 at 25 and 1e-7 at 60, where the result is
     * negligible in the sums that use it; it must not be used beyond 200.
     */
    public static double exp(double x) {
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
     * The angles of straight lines through the origin and (x, y), in -π/2..π/2: the arc tangents of y / x, or NaN where x is zero.
     *
     * @param lengths the distances of (x, y) from the origin
     */
    public static double[] inclinations(double[] x, double[] y, double[] lengths) {
        double[] angles = new double[x.length];
        for (int i = 0; i < angles.length; i++) {
            double width = Math.abs(x[i]);
            angles[i] = x[i] * y[i] / (width * (width + lengths[i]));
        }
        double[] tangents = new double[BLOCK];
        double[] squares = new double[BLOCK];
        double[] series = new double[BLOCK];
        for (int start = 0; start < angles.length; start += BLOCK) {
            int count = Math.min(BLOCK, angles.length - start);
            System.arraycopy(angles, start, tangents, 0, count);
            halveAngles(tangents, count);
            square(tangents, count, squares);
            arcTangentSeries(squares, count, series);
            for (int i = 0; i < count; i++) {
                tangents[i] = 4 * tangents[i] * series[i];
            }
            System.arraycopy(tangents, 0, angles, start, count);
        }
        return angles;
    }

    /** Replaces tangents by those of half the angles. */
    private static void halveAngles(double[] tangents, int count) {
        for (int i = 0; i < count; i++) {
            double tangent = tangents[i];
            tangents[i] = tangent / (1 + Math.sqrt(1 + tangent * tangent));
        }
    }

    private static void square(double[] values, int count, double[] squares) {
        for (int i = 0; i < count; i++) {
            squares[i] = values[i] * values[i];
        }
    }

    /** atan(t) / t to the last digit, from t², for |t| up to √2 - 1. */
    private static void arcTangentSeries(double[] squares, int count, double[] series) {
        for (int i = 0; i < count; i++) {
            double square = squares[i];
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
            series[i] = 1 - square * sum;
        }
    }
}
