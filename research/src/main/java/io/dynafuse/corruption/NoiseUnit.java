package io.dynafuse.corruption;

/**
 * What the level of parameter noise is a multiple of. TTD does not say; what it prints (Table 8, LLVIP) can be compared with IFCNN-SUM's
 * static fusion of six visible-infrared pairs, means and standard deviations over eight seeds, all as parts of the value without noise:
 *
 * <pre>
 * level                     0.1                       0.3                       0.5
 *                   EN     SD     AG          EN     SD     AG          EN     SD     AG
 * printed          0.99   0.98   0.97        0.85   0.85   0.86        0.65   0.80   0.72
 * TENSOR_DEVIATION 0.98   0.99   1.00        0.90   0.92   0.94        0.86   0.83   0.90
 *                 ±0.02  ±0.08  ±0.08       ±0.03  ±0.20  ±0.18       ±0.07  ±0.25  ±0.27
 * ABSOLUTE         0.90   1.02   1.19        0.30   1.24   1.30        0.12   1.13   1.08
 *                 ±0.17  ±0.25  ±0.32       ±0.21  ±0.64  ±0.94       ±0.09  ±0.70  ±0.98
 * </pre>
 *
 * What is printed lies within one standard deviation of the first but for EN from 0.3 on, which it keeps higher; the second leaves next
 * to nothing of the image from 0.3 on.
 */
public enum NoiseUnit {
    /** The standard deviation (divisor n) of the tensor's own values; 0 for a tensor of one value. */
    TENSOR_DEVIATION,
    /** 1: the level itself is the noise's standard deviation, whatever the size of the parameters. */
    ABSOLUTE;

    /** The number that stands for level 1. */
    double of(float[] values) {
        return switch (this) {
            case TENSOR_DEVIATION -> deviation(values);
            case ABSOLUTE -> 1;
        };
    }

    private static double deviation(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value;
        }
        mean /= values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}
