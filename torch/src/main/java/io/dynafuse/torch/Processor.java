package io.dynafuse.torch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The abilities of this machine's processor. */
public final class Processor {
    private static final int CHANNELS = 64;
    private static final int SIDE = 64;
    private static final int ROUNDS = 7;
    private static final Duration LONGEST = Duration.ofMillis(500);

    /** A smaller difference may be chance. */
    private static final double SLOWER = 0.95;

    private Processor() {}

    /**
     * A line that says that convolutions in bfloat16 are slower here than in {@link Precision#FP32}; empty if they are not. Measured in a
     * fraction of
     * a second, because some processors that list AVX512_BF16 compute slower with it.
     *
     * @throws EngineException if the engine cannot be loaded
     */
    public static Optional<String> noteOnBfloat16() {
        List<Long> fine = new ArrayList<>();
        List<Long> coarse = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            float[] ones = new float[CHANNELS * SIDE * SIDE];
            Arrays.fill(ones, 1);
            Tensor image = Tensor.of(ones, 1, CHANNELS, SIDE, SIDE).channelsLast();
            Tensor kernels = Tensor.of(Arrays.copyOf(ones, CHANNELS * CHANNELS * 9), CHANNELS, CHANNELS, 3, 3);
            Tensor coarseImage = image.to(Precision.BF16);
            Tensor coarseKernels = kernels.to(Precision.BF16);
            long start = System.nanoTime();
            while (fine.size() < ROUNDS && System.nanoTime() - start < LONGEST.toNanos()) {
                fine.add(nanoseconds(image, kernels));
                coarse.add(nanoseconds(coarseImage, coarseKernels));
            }
        }
        return noteOnBfloat16(fine, coarse);
    }

    /**
     * The same from times that were measured alternately.
     *
     * @param fp32 one or more, in any unit; the first of several is a warm-up
     * @param bf16 as many
     */
    static Optional<String> noteOnBfloat16(List<Long> fp32, List<Long> bf16) {
        double speed = (double) median(fp32) / median(bf16);
        return speed >= SLOWER
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "bfloat16 is slower than fp32 on this processor (%.2g times as fast, measured just now);"
                                + " --precision fp32 would take less time",
                        speed));
    }

    private static long nanoseconds(Tensor image, Tensor kernels) {
        long start = System.nanoTime();
        try (Scope scope = Scope.open()) {
            image.convolve(kernels, Optional.empty(), 1);
            return System.nanoTime() - start;
        }
    }

    private static long median(List<Long> times) {
        List<Long> counted = times.size() == 1 ? times : times.subList(1, times.size());
        return counted.stream().sorted().toList().get(counted.size() / 2);
    }
}
