package io.dynafuse.benchmarks;

import io.dynafuse.nn.Convolution;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * What the processor does at best with the engine, as measured now.
 *
 * @param product floating-point operations a second of a product of large matrices, which the engine's library computes on one thread
 * @param convolution the same of a convolution of 3×3 from 64 to 64 channels, on all threads of the engine
 * @param copy bytes a second that copying reads and writes
 */
record Peaks(double product, double convolution, double copy) {
    private static final int MATRIX = 1024;
    private static final long COPIED = 64L << 20;
    private static final BareConvolution LARGE = new BareConvolution(Convolution.of(64, 64, 3));
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int TRIALS = 10;

    /** Measures, on the engine's thread. */
    static Peaks measure() {
        return new Peaks(
                2.0 * MATRIX * MATRIX * MATRIX / bestSeconds(Peaks::multiply),
                (double) LARGE.operations() * WIDTH * HEIGHT / bestSeconds(() -> LARGE.milliseconds(WIDTH, HEIGHT)),
                2.0 * COPIED / bestSeconds(Peaks::copyOnce));
    }

    /** The least time of that many operations, in milliseconds. */
    double computing(double operations) {
        return operations / Math.max(product, convolution) * 1e3;
    }

    /** The least time of reading and writing that much beyond the cache, in milliseconds. */
    double moving(double bytes) {
        return bytes / copy * 1e3;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f GFLOP/s (a convolution of 3x3, 64 to 64 channels: %.0f; a product of %d x %d matrices, on one thread: %.0f),"
                        + " copying %.1f GB/s",
                Math.max(product, convolution) / 1e9,
                convolution / 1e9,
                MATRIX,
                MATRIX,
                product / 1e9,
                copy / 1e9);
    }

    private static double multiply() {
        try (Scope scope = Scope.open()) {
            Tensor matrix = Tensor.of(new float[MATRIX * MATRIX], MATRIX, MATRIX);
            return TakingTurns.milliseconds(() -> matrix.matmul(matrix));
        }
    }

    private static double copyOnce() {
        try (Scope scope = Scope.open()) {
            Tensor from = Tensor.of(new float[Math.toIntExact(COPIED / Float.BYTES)], COPIED / Float.BYTES);
            Tensor to = from.copy();
            return TakingTurns.milliseconds(() -> to.copyInPlace(from));
        }
    }

    private static double bestSeconds(DoubleSupplier milliseconds) {
        return DoubleStream.generate(milliseconds).limit(TRIALS).min().orElseThrow() / 1e3;
    }
}
