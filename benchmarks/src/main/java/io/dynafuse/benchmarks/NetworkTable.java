package io.dynafuse.benchmarks;

import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how long static fusion by networks takes, here and as written in PyTorch, and how far that is from what the processor could do. */
@Command(
        name = "networks",
        description = "Times networks beside the same ones as written in PyTorch, the two taking turns.",
        mixinStandardHelpOptions = true)
final class NetworkTable implements Callable<Integer> {
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

    private record Measured(Workload work, Function<io.dynafuse.torch.Parameters, AsWritten> written) {
        String id() {
            return work.network().id();
        }
    }

    private static final List<Measured> MEASURED = List.of(
            new Measured(Workload.RE_FUSION, ReFusionAsWritten::new),
            new Measured(Workload.CDD_FUSE, CddFuseAsWritten::new),
            new Measured(Workload.PIA_FUSION, PiaFusionAsWritten::new));

    @Override
    public Integer call() throws Exception {
        Engine.useThreads(threads);
        try (EngineThread thread = new EngineThread()) {
            List<Measured> asked = MEASURED.stream()
                    .filter(each -> ids.isEmpty() || ids.contains(each.id()))
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
        TakingTurns turns = TakingTurns.of(measured.work.network(), measured.written, width, height, rounds);
        print(
                "%n%s, static, %dx%d, fp32, %d threads, medians of %d rounds; results differ by %.1e%n%n",
                measured.id(), width, height, threads, rounds, turns.difference());
        print("| | ms | peak of the process |%n|---|---:|---:|%n");
        print("| as written in PyTorch | %.0f | %s |%n", turns.theirs(), turns.peak());
        print("| Dynafuse | %.0f | %s |%n", turns.ours(), turns.peakOfOurs());
        print("%n%.2f times as fast%n", turns.theirs() / turns.ours());
        printRoofline(measured.work, turns.ours());
    }

    private void printRoofline(Workload work, double milliseconds) {
        long pixels = (long) width * height;
        double operations = (double) work.operations() * pixels;
        double bytes = (double) Float.BYTES * work.floatsMoved() * pixels;
        Peaks peaks = Peaks.measure();
        double computing = peaks.computing(operations);
        double moving = peaks.moving(bytes);
        print("at best %s%n", peaks);
        print("%.1f GFLOP (%d a pixel): %.0f ms%n", operations / 1e9, work.operations(), computing);
        print("%.2f GB moved (%d bytes a pixel): %.0f ms%n", bytes / 1e9, Float.BYTES * work.floatsMoved(), moving);
        print(
                "roofline %.0f ms; Dynafuse takes %.1f times that%n",
                Math.max(computing, moving), milliseconds / Math.max(computing, moving));
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
