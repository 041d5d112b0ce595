package io.dynafuse.reproduction;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.ReadingNotes;
import io.dynafuse.image.Image;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Score;
import io.dynafuse.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** One run of a {@link TimedExperiment}: scene by scene, all fusions in turn. */
final class TimedRun {
    static final int ROUNDS = 5;

    private static final String STATIC_SECONDS = "seconds static";
    private static final String DYNAMIC_SECONDS = "seconds dynamic";
    private static final String RATIO = "dynamic / static";
    private static final double NANOSECONDS = 1e9;

    private final TimedExperiment experiment;
    private final List<DatasetScene> scenes;
    private final ReproductionRun.Settings settings;
    private final LongSupplier clock;
    private final EvaluationProgress progress;
    private final ReadingNotes reading;
    private final Failures failures;
    private final TreeSet<String> notes = new TreeSet<>();
    private final Map<Integer, Times> times = new LinkedHashMap<>();

    private TimedRun(
            TimedExperiment experiment,
            List<DatasetScene> scenes,
            ReproductionRun.Settings settings,
            LongSupplier clock,
            EvaluationProgress progress) {
        this.experiment = experiment;
        this.scenes = scenes;
        this.settings = settings;
        this.clock = clock;
        this.progress = progress;
        this.reading = new ReadingNotes(progress::noted);
        this.failures = new Failures(scenes);
    }

    /** The seconds that fusing one scene takes, by variant. */
    private record Times(double fixed, Map<String, Double> dynamic) {
        double ratio(String variant) {
            return dynamic.get(variant) / fixed;
        }
    }

    /** @param clock in nanoseconds */
    static MeasuredRun.Outcome run(
            TimedExperiment experiment,
            List<DatasetScene> scenes,
            NetworkSource source,
            ReproductionRun.Settings settings,
            LongSupplier clock,
            EvaluationProgress progress)
            throws IOException, InterruptedException {
        return new TimedRun(experiment, scenes, settings, clock, progress).run(source);
    }

    private MeasuredRun.Outcome run(NetworkSource source) throws IOException, InterruptedException {
        try (NetworkSource.Loaded loaded = source.open(0)) {
            ReproductionRun.requireNetwork(experiment, loaded.network(), source.weights());
            failures.run(1, progress, scene -> times.put(scene, times(loaded, scene)));
            List<Reproduction.Column> columns = List.of(
                    new Reproduction.Column(STATIC_SECONDS, Direction.LOWER_IS_BETTER),
                    new Reproduction.Column(DYNAMIC_SECONDS, Direction.LOWER_IS_BETTER),
                    new Reproduction.Column(RATIO, Direction.LOWER_IS_BETTER));
            return new MeasuredRun.Outcome(
                    loaded.network(), columns, rows(loaded.network()), failures, List.copyOf(notes));
        }
    }

    private Times times(NetworkSource.Loaded loaded, int scene) throws IOException, InterruptedException {
        List<Image> images = reading.read(scenes.get(scene), settings.reading());
        List<String> variants = new ArrayList<>(List.of("static"));
        variants.addAll(experiment.variants());
        double[][] seconds = new double[variants.size()][ROUNDS];
        // The first round warms up memory and code, and does not count.
        for (int round = -1; round < ROUNDS; round++) {
            for (int variant = 0; variant < variants.size(); variant++) {
                double taken = seconds(loaded, images, variants.get(variant));
                if (round >= 0) {
                    seconds[variant][round] = taken;
                }
            }
        }
        Map<String, Double> dynamic = new LinkedHashMap<>();
        for (int variant = 1; variant < variants.size(); variant++) {
            dynamic.put(variants.get(variant), median(seconds[variant]));
        }
        return new Times(median(seconds[0]), dynamic);
    }

    private double seconds(NetworkSource.Loaded loaded, List<Image> images, String variant)
            throws InterruptedException {
        long start = clock.getAsLong();
        NetworkSource.Fused fused = loaded.fuse(images, List.of(), variant);
        double taken = (clock.getAsLong() - start) / NANOSECONDS;
        notes.addAll(fused.notes());
        return taken;
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private List<Reproduction.Row> rows(Network network) {
        List<Reproduction.Row> rows = new ArrayList<>();
        for (TimedExperiment.Method method : experiment.methods()) {
            Optional<String> absence = MeasuredRun.absence(method.family(), network);
            if (absence.isPresent()) {
                rows.add(row(method, method.row(), "", List.of(), absence));
            } else {
                for (String variant : experiment.variants()) {
                    rows.add(row(method, method.row() + ", " + variant, variant, times.values(), absence));
                }
            }
        }
        return rows;
    }

    private Reproduction.Row row(
            TimedExperiment.Method method,
            String label,
            String variant,
            Collection<Times> ran,
            Optional<String> absence) {
        Optional<PublishedTable.Cell> fixed =
                experiment.table().cell(experiment.dataset(), method.row(), STATIC_SECONDS);
        Optional<PublishedTable.Cell> dynamic =
                experiment.table().cell(experiment.dataset(), method.row(), DYNAMIC_SECONDS);
        return new Reproduction.Row(
                label,
                variant,
                Optional.of(method.row()),
                Optional.empty(),
                false,
                List.of(
                        cell(ran, Times::fixed, fixed),
                        cell(ran, scene -> scene.dynamic().get(variant), dynamic),
                        cell(ran, scene -> scene.ratio(variant), ratio(method, fixed, dynamic))),
                absence);
    }

    private static Reproduction.Cell cell(
            Collection<Times> ran, ToDoubleFunction<Times> quantity, Optional<PublishedTable.Cell> published) {
        List<Score> scores = ran.stream()
                .map(scene -> Score.of(quantity.applyAsDouble(scene)))
                .toList();
        return new Reproduction.Cell(scores, MeasuredRun.mean(scores), published, Optional.empty());
    }

    // The two times have two or three digits.
    private static double rounded(double ratio) {
        return Math.rint(ratio * 1000) / 1000;
    }

    /** The paper prints no ratio; it follows from the two times. */
    private Optional<PublishedTable.Cell> ratio(
            TimedExperiment.Method method, Optional<PublishedTable.Cell> fixed, Optional<PublishedTable.Cell> dynamic) {
        return fixed.flatMap(before -> dynamic.map(after -> new PublishedTable.Cell(
                experiment.dataset(),
                method.row(),
                RATIO,
                OptionalDouble.of(
                        rounded(after.value().orElseThrow() / before.value().orElseThrow())),
                after.doubt().or(before::doubt))));
    }
}
