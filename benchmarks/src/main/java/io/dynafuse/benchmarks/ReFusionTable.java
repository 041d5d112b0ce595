package io.dynafuse.benchmarks;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints how long static fusion by ReFusion takes, here and as written in PyTorch, and how far that is from what the processor could do. */
@Command(
        name = "refusion",
        description = "Times ReFusion beside the same network as written in PyTorch, the two taking turns.",
        mixinStandardHelpOptions = true)
final class ReFusionTable implements Callable<Integer> {
    private static final double CLOSE = 1e-4;
    private static final int WARM_UP = 2;
    private static final int CHANNELS = 16;
    // Of a pixel, if all between two features of the size of the image stays in the cache. Channels of features: the
    // first layers write 16 for each source; a block reads them for its products, then twice reads and writes them,
    // as the fusion module does with 32; the last layers read 32.
    private static final int PASSES = 5;
    private static final long FLOATS_MOVED =
            2 * (1 + CHANNELS) + 4 * PASSES * CHANNELS + 3 * PASSES * 2 * CHANNELS + 2 * CHANNELS + 1;
    private static final int MATRIX = 1024;
    private static final long COPIED = 64L << 20;

    @Option(names = "--width", defaultValue = "640", description = "${DEFAULT-VALUE} if not given")
    private int width;

    @Option(names = "--height", defaultValue = "480", description = "${DEFAULT-VALUE} if not given")
    private int height;

    @Option(names = "--rounds", defaultValue = "7", description = "measured rounds; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "threads of the engine; ${DEFAULT-VALUE} if not given")
    private int threads;

    @Override
    public Integer call() throws Exception {
        Engine.useThreads(threads);
        try (EngineThread thread = new EngineThread()) {
            return thread.call(() -> {
                try (Scope scope = Scope.open();
                        Parameters parameters = ReFusion.FULL.parameters().initialise(1);
                        FusionModel model = ReFusion.FULL.create(parameters, Device.CPU, Precision.FP32);
                        ReFusionAsWritten written = new ReFusionAsWritten(parameters)) {
                    return compare(model, written);
                }
            });
        }
    }

    private int compare(FusionModel model, ReFusionAsWritten written) {
        float[] first = noise(1);
        float[] second = noise(2);
        Supplier<float[]> here = () -> {
            try (Scope scope = Scope.open()) {
                return model.fuse(SourceTensors.of(List.of(image(first), image(second))))
                        .toFloats();
            }
        };
        Supplier<float[]> there = () -> written.fuse(first, second, width, height);
        here.get();
        // The peak only grows: ours first.
        String peak = peak();
        double difference = difference(here.get(), there.get());
        if (difference > CLOSE) {
            System.err.println("the two differ by " + difference + ", expected at most " + CLOSE);
            return 1;
        }
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            double one = milliseconds(here);
            double other = milliseconds(there);
            if (round >= 0) {
                ours.add(one);
                theirs.add(other);
            }
        }
        print(
                "%nReFusion, static, %dx%d, fp32, %d threads, medians of %d rounds; results differ by %.1e%n%n",
                width, height, threads, rounds, difference);
        print("| | ms | peak of the process |%n|---|---:|---:|%n");
        print("| as written in PyTorch | %.0f | %s |%n", median(theirs), peak());
        print("| Dynafuse | %.0f | %s |%n", median(ours), peak);
        print("%n%.2f times as fast%n", median(theirs) / median(ours));
        printRoofline(median(ours));
        return 0;
    }

    private void printRoofline(double milliseconds) {
        long pixels = (long) width * height;
        double operations = (double) operationsOfAPixel() * pixels;
        double bytes = (double) Float.BYTES * FLOATS_MOVED * pixels;
        double product = 2.0 * MATRIX * MATRIX * MATRIX / best(ReFusionTable::multiply) / 1e-3;
        double copy = 2.0 * COPIED / best(ReFusionTable::copy) / 1e-3;
        double bound = Math.max(operations / product, bytes / copy) * 1e3;
        print(
                "%.1f GFLOP (%.0f a pixel) at %.0f GFLOP/s of a product of %d x %d matrices: %.0f ms%n",
                operations / 1e9, operations / pixels, product / 1e9, MATRIX, MATRIX, operations / product * 1e3);
        print(
                "%.2f GB moved (%.0f bytes a pixel) at %.1f GB/s of a copy: %.0f ms%n",
                bytes / 1e9, bytes / pixels, copy / 1e9, bytes / copy * 1e3);
        print("roofline %.0f ms; Dynafuse takes %.1f times that%n", bound, milliseconds / bound);
    }

    /** Every weight of a convolution takes part once a pixel, with a product and a sum; so do queries, keys and values within each head. */
    private static long operationsOfAPixel() {
        long weights = ReFusion.FULL.parameters().shapes().values().stream()
                .filter(shape -> shape.size() == 4)
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
        long attention = 2L * (4 + 2) * CHANNELS * 2 + 2L * 2 * (2 * CHANNELS) * 4;
        return 2 * (weights + attention);
    }

    private Tensor image(float[] values) {
        return Tensor.of(values, 1, 1, height, width);
    }

    private float[] noise(long seed) {
        Random random = new Random(seed);
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static double multiply() {
        try (Scope scope = Scope.open()) {
            Tensor matrix = Tensor.of(new float[MATRIX * MATRIX], MATRIX, MATRIX);
            return milliseconds(() -> matrix.matmul(matrix));
        }
    }

    private static double copy() {
        try (Scope scope = Scope.open()) {
            Tensor from = Tensor.of(new float[Math.toIntExact(COPIED / Float.BYTES)], COPIED / Float.BYTES);
            Tensor to = from.copy();
            return milliseconds(() -> to.copyInPlace(from));
        }
    }

    private static double best(Supplier<Double> measurement) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 10; i++) {
            best = Math.min(best, measurement.get());
        }
        return best;
    }

    private static double milliseconds(Supplier<?> work) {
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

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String peak() {
        return Engine.peakResidentBytes().isPresent()
                ? (Engine.peakResidentBytes().getAsLong() >> 20) + " MB"
                : "not known";
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
