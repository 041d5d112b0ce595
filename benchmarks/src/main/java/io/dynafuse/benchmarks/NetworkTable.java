package io.dynafuse.benchmarks;

import io.dynafuse.network.Network;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how long static fusion by networks takes, here and as written in PyTorch, and how far that is from what the processor could do. */
@Command(
        name = "networks",
        description = "Times networks beside the same ones as written in PyTorch, the two taking turns.",
        mixinStandardHelpOptions = true)
final class NetworkTable implements Callable<Integer> {
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

    @Parameters(paramLabel = "ID", description = "refusion, cddfuse, piafusion; all if none is given")
    private List<String> ids = List.of();

    /**
     * A network that is measured.
     *
     * @param products of a pixel besides those with the weights of convolutions
     * @param floatsMoved of a pixel, if all between two features of the size of the image stays in the cache
     */
    private record Measured(
            Network network,
            Function<io.dynafuse.torch.Parameters, AsWritten> written,
            long products,
            long floatsMoved) {
        // Queries, keys and values within each head take part twice. Channels of features: the first layers write 16
        // for each source; a block reads them for its products, then twice reads and writes them, as the fusion module
        // does with 32; the last layers read 32.
        private static final Measured RE_FUSION = new Measured(
                ReFusion.FULL,
                ReFusionAsWritten::new,
                2L * (4 + 2) * 16 * 2 + 2L * 2 * (2 * 16) * 4,
                2 * (1 + 16) + 4 * 5 * 16 + 3 * 5 * 2 * 16 + 2 * 16 + 1);
        // The encoder sees both sources. In each of three base branches, two convolutions are one; queries and keys
        // meet within each head. Channels of features: blocks and base branches as above, with 64; detail branches
        // read and write 64; the last layers read 64 of 2 and of 1.
        private static final Measured CDD_FUSE = new Measured(
                CddFuse.PUBLISHED,
                CddFuseAsWritten::new,
                convolutionWeights(CddFuse.PUBLISHED, "encoder.")
                        - 3L * (64 * 192 + 9 * 192 * 192 - 9 * 64 * 192)
                        + (12 + 3) * 8 * 8 * 8,
                2 * (1 + 64) + (12 + 3) * 5 * 64 + 3 * 2 * 64 + 3 * 64 + 64 + 1);
        // Both images are read before each of three exchanges and to be decoded.
        private static final Measured PIA_FUSION =
                new Measured(PiaFusion.NETWORK, PiaFusionAsWritten::new, 0, 4 * 2 + 1);

        /** Every weight of a convolution takes part once a pixel, with a product and a sum. */
        long operationsOfAPixel() {
            return 2 * (convolutionWeights(network, "") + products);
        }

        private static long convolutionWeights(Network network, String module) {
            return network.parameters().shapes().entrySet().stream()
                    .filter(parameter -> parameter.getKey().startsWith(module))
                    .map(Map.Entry::getValue)
                    .filter(shape -> shape.size() == 4)
                    .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                    .sum();
        }
    }

    @Override
    public Integer call() throws Exception {
        Engine.useThreads(threads);
        try (EngineThread thread = new EngineThread()) {
            List<Measured> asked = Stream.of(Measured.RE_FUSION, Measured.CDD_FUSE, Measured.PIA_FUSION)
                    .filter(each -> ids.isEmpty() || ids.contains(each.network.id()))
                    .toList();
            if (asked.isEmpty()) {
                throw new IllegalArgumentException("no network of these is measured: " + ids);
            }
            return thread.call(() -> {
                asked.forEach(this::compare);
                return 0;
            });
        }
    }

    private void compare(Measured measured) {
        TakingTurns turns = TakingTurns.of(measured.network, measured.written, width, height, rounds);
        print(
                "%n%s, static, %dx%d, fp32, %d threads, medians of %d rounds; results differ by %.1e%n%n",
                measured.network.id(), width, height, threads, rounds, turns.difference());
        print("| | ms | peak of the process |%n|---|---:|---:|%n");
        print("| as written in PyTorch | %.0f | %s |%n", turns.theirs(), turns.peak());
        print("| Dynafuse | %.0f | %s |%n", turns.ours(), turns.peakOfOurs());
        print("%n%.2f times as fast%n", turns.theirs() / turns.ours());
        printRoofline(measured, turns.ours());
    }

    private void printRoofline(Measured measured, double milliseconds) {
        long pixels = (long) width * height;
        double operations = (double) measured.operationsOfAPixel() * pixels;
        double bytes = (double) Float.BYTES * measured.floatsMoved * pixels;
        double product = 2.0 * MATRIX * MATRIX * MATRIX / best(NetworkTable::multiply) / 1e-3;
        double copy = 2.0 * COPIED / best(NetworkTable::copy) / 1e-3;
        double bound = Math.max(operations / product, bytes / copy) * 1e3;
        print(
                "%.1f GFLOP (%.0f a pixel) at %.0f GFLOP/s of a product of %d x %d matrices: %.0f ms%n",
                operations / 1e9, operations / pixels, product / 1e9, MATRIX, MATRIX, operations / product * 1e3);
        print(
                "%.2f GB moved (%.0f bytes a pixel) at %.1f GB/s of a copy: %.0f ms%n",
                bytes / 1e9, bytes / pixels, copy / 1e9, bytes / copy * 1e3);
        print("roofline %.0f ms; Dynafuse takes %.1f times that%n", bound, milliseconds / bound);
    }

    private static double multiply() {
        try (Scope scope = Scope.open()) {
            Tensor matrix = Tensor.of(new float[MATRIX * MATRIX], MATRIX, MATRIX);
            return TakingTurns.milliseconds(() -> matrix.matmul(matrix));
        }
    }

    private static double copy() {
        try (Scope scope = Scope.open()) {
            Tensor from = Tensor.of(new float[Math.toIntExact(COPIED / Float.BYTES)], COPIED / Float.BYTES);
            Tensor to = from.copy();
            return TakingTurns.milliseconds(() -> to.copyInPlace(from));
        }
    }

    private static double best(Supplier<Double> measurement) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 10; i++) {
            best = Math.min(best, measurement.get());
        }
        return best;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
