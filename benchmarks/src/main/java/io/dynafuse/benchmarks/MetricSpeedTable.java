package io.dynafuse.benchmarks;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.ParallelEvaluation;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long metrics take, beside what the reference implementations took. */
@Command(
        name = "metrics",
        description =
                "Prints the time of each metric on one 640x480 scene, beside that of its reference implementation, and of the"
                        + " whole suite, both on one thread, and of a folder on all cores.",
        mixinStandardHelpOptions = true)
final class MetricSpeedTable implements Callable<Integer> {
    private static final int WARM_UP = 8;
    private static final int FOLDER = 12;

    @Option(
            names = "--rounds",
            defaultValue = "15",
            description = "measured runs of each metric (default: ${DEFAULT-VALUE})")
    private int rounds;

    private final FusedScene scene = DiscScene.of(640, 480, 1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        printEachBesideItsReference();
        printSuite();
        printFolder();
        return 0;
    }

    private void printEachBesideItsReference() throws IOException {
        System.out.println("| metric | profile | milliseconds | reference | reference, milliseconds | times faster |");
        System.out.println("|---|---|---:|---|---:|---:|");
        for (ReferenceTime reference : ReferenceTime.all()) {
            double time = median(() -> new Evaluation(scene).score(reference.metric, reference.profile));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %s | %.1f | %.0f |%n",
                    reference.metric.id(),
                    reference.profile.id(),
                    time,
                    reference.program,
                    1000 * reference.seconds,
                    1000 * reference.seconds / time);
        }
    }

    private void printSuite() {
        List<Metric> suite = Metrics.of(MetricProfile.CANONICAL);
        FusedScene withTruth = scene.withTruth(scene.sources().get(0));
        double time = median(() -> {
            Evaluation evaluation = new Evaluation(withTruth);
            suite.forEach(metric -> evaluation.score(metric, MetricProfile.CANONICAL));
        });
        System.out.printf(
                Locale.ROOT,
                "%nthe whole suite, %d metrics of profile canonical on one scene: %.0f ms%n",
                suite.size(),
                time);
        double alone = suite.stream()
                .mapToDouble(metric -> median(() -> new Evaluation(withTruth).score(metric, MetricProfile.CANONICAL)))
                .sum();
        System.out.printf(Locale.ROOT, "the same metrics one by one, nothing shared: %.0f ms%n", alone);
    }

    private void printFolder() throws IOException, InterruptedException {
        List<Measure> suite = MeasureSelection.all(MetricProfile.CANONICAL, true, false);
        SceneEvaluation evaluation = new SceneEvaluation(suite, ReadLimits.DEFAULT);
        try (SceneFolder folder = SceneFolder.of(FOLDER)) {
            double alone = 0;
            int cores = Runtime.getRuntime().availableProcessors();
            for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
                long start = System.nanoTime();
                ParallelEvaluation.evaluate(List.of(folder.method()), evaluation, threads, (done, total) -> {});
                double seconds = (System.nanoTime() - start) / 1e9;
                alone = threads == 1 ? seconds : alone;
                System.out.printf(
                        Locale.ROOT,
                        "a folder of %d such scenes as PNG, %d metrics, %d threads: %.1f s, %.2f times as fast as one%n",
                        FOLDER,
                        suite.size(),
                        threads,
                        seconds,
                        alone / seconds);
            }
        }
    }

    /** Milliseconds. */
    private double median(Runnable work) {
        IntStream.range(0, WARM_UP).forEach(i -> work.run());
        double[] times =
                DoubleStream.generate(() -> time(work)).limit(rounds).sorted().toArray();
        return times[times.length / 2];
    }

    private static double time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private record ReferenceTime(Metric metric, MetricProfile profile, double seconds, String program) {
        static List<ReferenceTime> all() throws IOException {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    MetricSpeedTable.class.getResourceAsStream("reference-times.csv"), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> of(Arrays.asList(line.split(","))))
                        .toList();
            }
        }

        private static ReferenceTime of(List<String> cells) {
            return new ReferenceTime(
                    Metrics.find(cells.get(0)).orElseThrow(),
                    MetricProfile.find(cells.get(1)).orElseThrow(),
                    Double.parseDouble(cells.get(2)),
                    cells.get(3));
        }
    }
}
