package io.dynafuse.benchmarks;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.ParallelEvaluation;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.image.ReadOptions;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints how long metrics take, beside the times of the reference implementations. */
@Command(
        name = "metrics",
        description =
                "Prints the time of each metric on one 640x480 scene, beside that of its reference implementation, and of the"
                        + " whole suite, both on one thread, and of a folder on all cores.",
        mixinStandardHelpOptions = true)
final class MetricSpeedTable implements Callable<Integer> {
    private static final int WARM_UP_RUNS = 8;
    private static final long WARM_UP_NANOSECONDS = 400_000_000;
    private static final int FOLDER = 12;
    private static final int FOLDER_ROUNDS = 3;

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
        SceneEvaluation evaluation = new SceneEvaluation(suite, ReadOptions.DEFAULT);
        int cores = Runtime.getRuntime().availableProcessors();
        double[] onOne = new double[FOLDER_ROUNDS];
        double[] onAll = new double[FOLDER_ROUNDS];
        try (SceneFolder folder = SceneFolder.of(FOLDER)) {
            folderTime(folder, evaluation, cores);
            for (int round = 0; round < FOLDER_ROUNDS; round++) {
                onOne[round] = folderTime(folder, evaluation, 1);
                onAll[round] = folderTime(folder, evaluation, cores);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "a folder of %d such scenes as PNG, %d metrics: %.1f s on one thread, %.1f s on %d, %.2f times as fast%n",
                FOLDER,
                suite.size(),
                median(onOne),
                median(onAll),
                cores,
                median(onOne) / median(onAll));
    }

    /** Seconds. */
    private static double folderTime(SceneFolder folder, SceneEvaluation evaluation, int threads)
            throws InterruptedException {
        long start = System.nanoTime();
        ParallelEvaluation.evaluate(List.of(folder.method()), evaluation, threads, (done, total) -> {});
        return (System.nanoTime() - start) / 1e9;
    }

    /** Milliseconds. */
    private double median(Runnable work) {
        warmUp(work);
        return median(DoubleStream.generate(() -> time(work)).limit(rounds).toArray());
    }

    /** Several times, and for as long as the compiler needs to optimise the fastest metrics. */
    private static void warmUp(Runnable work) {
        long start = System.nanoTime();
        for (int run = 0; run < WARM_UP_RUNS || System.nanoTime() - start < WARM_UP_NANOSECONDS; run++) {
            work.run();
        }
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return sorted[sorted.length / 2];
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
