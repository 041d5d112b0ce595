package io.dynafuse.benchmarks;

import io.dynafuse.evaluation.Statistics;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Static fusion of two gray images by a network here and as written in PyTorch, the two taking turns.
 *
 * @param ours the median time in milliseconds
 * @param theirs the same as written
 * @param difference the largest of the results
 * @param peakOfOurs of the process, before the network as written has run
 * @param peak of the process in the end
 */
record TakingTurns(double ours, double theirs, double difference, String peakOfOurs, String peak) {
    private static final double CLOSE = 1e-4;
    private static final int WARM_UP = 2;

    /**
     * Measures, with random parameters; to be called on the engine's thread.
     *
     * @throws IllegalStateException if the results differ
     */
    static TakingTurns of(Network network, Function<Parameters, AsWritten> written, int width, int height, int rounds) {
        try (Scope scope = Scope.open();
                Parameters parameters = network.parameters().initialise(1);
                FusionModel model = network.create(parameters, Device.CPU, Precision.FP32);
                AsWritten other = written.apply(parameters)) {
            return of(model, other, width, height, rounds);
        }
    }

    private static TakingTurns of(FusionModel model, AsWritten written, int width, int height, int rounds) {
        float[] first = noise(1, width * height);
        float[] second = noise(2, width * height);
        Supplier<float[]> here = () -> {
            try (Scope scope = Scope.open()) {
                Tensor one = Tensor.of(first, 1, 1, height, width);
                Tensor other = Tensor.of(second, 1, 1, height, width);
                return model.fuse(SourceTensors.of(List.of(one, other))).toFloats();
            }
        };
        Supplier<float[]> there = () -> written.fuse(first, second, width, height);
        here.get();
        // The peak only grows: ours first.
        String peakOfOurs = peakOfProcess();
        double difference = difference(here.get(), there.get());
        if (difference > CLOSE) {
            throw new IllegalStateException("the two differ by " + difference + ", expected at most " + CLOSE);
        }
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            double one = milliseconds(here);
            double other = milliseconds(there);
            if (round >= 0) {
                ours[round] = one;
                theirs[round] = other;
            }
        }
        return new TakingTurns(
                Statistics.median(ours), Statistics.median(theirs), difference, peakOfOurs, peakOfProcess());
    }

    private static float[] noise(long seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    static double milliseconds(Supplier<?> work) {
        long start = System.nanoTime();
        work.get();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double difference(float[] first, float[] second) {
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs(first[i] - second[i]));
        }
        return largest;
    }

    private static String peakOfProcess() {
        return Engine.peakResidentBytes().isPresent()
                ? (Engine.peakResidentBytes().getAsLong() >> 20) + " MB"
                : "not known";
    }
}
