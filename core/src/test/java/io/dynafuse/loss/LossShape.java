package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;
import java.util.function.DoubleBinaryOperator;

/** Images {@code [count,channels,height,width]} and plain loops over them. */
record LossShape(int count, int channels, int height, int width) {
    int size() {
        return count * channels * height * width;
    }

    Tensor tensor(float[] values) {
        return Tensor.of(values, count, channels, height, width);
    }

    /** 0, step, 2·step, … in row-major order, each modulo {@code modulus} and divided by it. */
    float[] sawtooth(int step, int modulus) {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (i * step % modulus) / modulus;
        }
        return values;
    }

    /** The value of the pixel {@code dx} to the right and {@code dy} below of {@code pixel}, the border repeated. */
    double at(float[] image, int pixel, int dx, int dy) {
        int x = Math.min(Math.max(pixel % width + dx, 0), width - 1);
        int y = Math.min(Math.max(pixel / width % height + dy, 0), height - 1);
        int plane = width * height;
        return image[pixel / plane * plane + y * width + x];
    }

    /** The horizontal and the vertical Sobel derivative at a pixel, in differences of neighbouring pixels. */
    double[] sobel(float[] image, int pixel) {
        double[] derivatives = new double[2];
        for (int along = -1; along <= 1; along += 2) {
            for (int across = -1; across <= 1; across++) {
                double weight = along * (across == 0 ? 0.25 : 0.125);
                derivatives[0] += weight * at(image, pixel, along, across);
                derivatives[1] += weight * at(image, pixel, across, along);
            }
        }
        return derivatives;
    }

    double magnitude(float[] image, int pixel) {
        double[] derivatives = sobel(image, pixel);
        return Math.abs(derivatives[0]) + Math.abs(derivatives[1]);
    }

    static float[] combine(float[] first, float[] second, DoubleBinaryOperator operator) {
        float[] values = new float[first.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) operator.applyAsDouble(first[i], second[i]);
        }
        return values;
    }
}
