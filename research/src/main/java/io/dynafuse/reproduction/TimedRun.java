package io.dynafuse.reproduction;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.data.ReadingNotes;
import io.dynafuse.evaluation.Statistics;
import io.dynafuse.fusion.PeakMemory;
import io.dynafuse.image.Image;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Score;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/** One run of a {@link TimedExperiment}: network by network and scene by scene, all fusions in turn. */
final class TimedRun {
    static final int ROUNDS = 5;

    private static final String STATIC = "static";
    private static final String STATIC_SECONDS = "seconds static";
    private static final String DYNAMIC_SECONDS = "seconds dynamic";
    private static final String RATIO = "dynamic / static";
    private static final List<Quantity> OF_BOTH = List.of(
            Quantity.small(STATIC_SECONDS, (fixed, chosen) -> fixed.seconds()),
            Quantity.small(DYNAMIC_SECONDS, (fixed, chosen) -> chosen.seconds()),
            Quantity.small(RATIO, (fixed, chosen) -> chosen.seconds() / fixed.seconds()),
            Quantity.small("MB static", (fixed, chosen) -> fixed.megabytes()),
            Quantity.small("MB dynamic", (fixed, chosen) -> chosen.megabytes()));
    private static final double NANOSECONDS = 1e9;

    private final TimedExperiment experiment;
    private final List<Quantity> quantities;
    private final List<DatasetScene> scenes;
    private final ReproductionRun.Settings settings;
    private final LongSupplier clock;
    private final ReadingNotes reading;
    private final Failures failures;
    private final TreeSet<String> notes = new TreeSet<>();
    private final Map<Place, Cost> costs = new HashMap<>();
    private final List<Subject> subjects;
    private final ProgressCounter steps;

    private TimedRun(
            TimedExperiment experiment,
            List<DatasetScene> scenes,
            List<Subject> subjects,
            ReproductionRun.Settings settings,
            LongSupplier clock,
            EvaluationProgress progress) {
        this.experiment = experiment;
        this.quantities = Quantity.of(experiment);
        this.scenes = scenes;
        this.subjects = subjects;
        this.settings = settings;
        this.clock = clock;
        this.reading = new ReadingNotes(progress::noted);
        this.failures = new Failures(scenes);
        this.steps = new ProgressCounter(subjects.size() * scenes.size(), progress);
    }

    /** What a cost is of. */
    private record Place(Subject subject, String variant, int scene) {}

    /**
     * What fusing one scene costs.
     *
     * @param megabytes at the peak, beyond what the process held before
     */
    private record Cost(double seconds, double megabytes) {}

    /**
     * A column.
     *
     * @param value from the costs of static fusion and of the row's own
     */
    private record Quantity(String head, Direction direction, ToDoubleBiFunction<Cost, Cost> value) {
        static Quantity small(String head, ToDoubleBiFunction<Cost, Cost> value) {
            return new Quantity(head, Direction.LOWER_IS_BETTER, value);
        }

        static List<Quantity> of(TimedExperiment experiment) {
            return experiment
                    .rate()
                    .map(head -> List.of(
                            new Quantity(head, Direction.HIGHER_IS_BETTER, (fixed, chosen) -> 1 / chosen.seconds()),
                            small("MB", (fixed, chosen) -> chosen.megabytes())))
                    .orElse(OF_BOTH);
        }
    }

    /** @param clock in nanoseconds */
    static MeasuredRun.Outcome run(
            TimedExperiment experiment,
            List<DatasetScene> scenes,
            List<NetworkSource> sources,
            ReproductionRun.Settings settings,
            LongSupplier clock,
            EvaluationProgress progress)
            throws IOException, InterruptedException {
        List<Subject> subjects = Subject.of(experiment, sources);
        return new TimedRun(experiment, scenes, subjects, settings, clock, progress).run();
    }

    private MeasuredRun.Outcome run() throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            List<String> variants = method(subject).variants();
            steps.advance(scenes.size() - failures.others().length);
            try (NetworkSource.Loaded loaded = subject.source().open(0)) {
                failures.run(1, (done, total) -> steps.advance(), scene -> measure(loaded, subject, variants, scene));
            }
        }
        List<Reproduction.Column> columns = quantities.stream()
                .map(quantity -> new Reproduction.Column(quantity.head(), quantity.direction()))
                .toList();
        return new MeasuredRun.Outcome(subjects, columns, rows(), failures, List.copyOf(notes));
    }

    private TimedExperiment.Method method(Subject subject) {
        return experiment.methods().stream()
                .filter(method -> subject.isOf(method.family()))
                .findFirst()
                .orElseThrow();
    }

    private void measure(NetworkSource.Loaded loaded, Subject subject, List<String> dynamic, int scene)
            throws IOException, InterruptedException {
        List<Image> images = reading.read(scenes.get(scene), settings.reading());
        List<Role> roles = MeasuredRun.roles(scenes.get(scene));
        List<String> variants =
                Stream.concat(Stream.of(STATIC), dynamic.stream()).toList();
        double[] megabytes = new double[variants.size()];
        // This round warms up memory and code, and does not count.
        for (int variant = 0; variant < variants.size(); variant++) {
            String words = variants.get(variant);
            megabytes[variant] = PeakMemory.megabytes(() -> seconds(loaded, images, roles, words));
        }
        double[][] seconds = new double[variants.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int variant = 0; variant < variants.size(); variant++) {
                seconds[variant][round] = seconds(loaded, images, roles, variants.get(variant));
            }
        }
        for (int variant = 0; variant < variants.size(); variant++) {
            costs.put(
                    new Place(subject, variants.get(variant), scene),
                    new Cost(Statistics.median(seconds[variant]), megabytes[variant]));
        }
    }

    private double seconds(NetworkSource.Loaded loaded, List<Image> images, List<Role> roles, String variant)
            throws InterruptedException {
        long start = clock.getAsLong();
        NetworkSource.Fused fused = loaded.fuse(images, roles, variant);
        double taken = (clock.getAsLong() - start) / NANOSECONDS;
        notes.addAll(fused.notes());
        return taken;
    }

    private List<Reproduction.Row> rows() {
        List<Reproduction.Row> rows = new ArrayList<>();
        for (TimedExperiment.Method method : experiment.methods()) {
            List<Subject> timed = subjects.stream()
                    .filter(subject -> subject.isOf(method.family()))
                    .toList();
            if (timed.isEmpty()) {
                rows.add(absent(method));
            }
            for (Subject subject : timed) {
                if (method.variants().isEmpty()) {
                    rows.add(row(method, subject, method.row(), STATIC));
                }
                for (String variant : method.variants()) {
                    rows.add(row(method, subject, method.row() + ", " + variant, variant));
                }
            }
        }
        return rows;
    }

    private Reproduction.Row absent(TimedExperiment.Method method) {
        List<Reproduction.Cell> cells = published(method).stream()
                .map(published -> cell(List.of(), published))
                .toList();
        return row(method, method.row(), "", cells, Subject.absence(method.family(), subjects));
    }

    private Reproduction.Row row(TimedExperiment.Method method, Subject subject, String label, String variant) {
        List<Optional<PublishedTable.Cell>> published = published(method);
        List<Reproduction.Cell> cells = new ArrayList<>();
        for (int column = 0; column < quantities.size(); column++) {
            ToDoubleBiFunction<Cost, Cost> value = quantities.get(column).value();
            cells.add(cell(
                    Arrays.stream(failures.others())
                            .mapToObj(scene -> Score.of(
                                    value.applyAsDouble(cost(subject, STATIC, scene), cost(subject, variant, scene))))
                            .toList(),
                    published.get(column)));
        }
        return row(method, subject.label(label), variant, cells, Optional.empty());
    }

    private Cost cost(Subject subject, String variant, int scene) {
        return costs.get(new Place(subject, variant, scene));
    }

    /** Times do not depend on the values of parameters, so that every row is held against the printed one. */
    private Reproduction.Row row(
            TimedExperiment.Method method,
            String label,
            String variant,
            List<Reproduction.Cell> cells,
            Optional<String> absence) {
        boolean isPrinted = published(method).stream().anyMatch(Optional::isPresent);
        return new Reproduction.Row(
                label,
                variant,
                isPrinted ? Optional.of(method.row()) : Optional.empty(),
                Optional.empty(),
                false,
                cells,
                absence);
    }

    private static Reproduction.Cell cell(List<Score> scores, Optional<PublishedTable.Cell> published) {
        return new Reproduction.Cell(scores, MeasuredRun.mean(scores), published, Optional.empty());
    }

    /** What the paper prints, column by column; it says nothing of memory. */
    private List<Optional<PublishedTable.Cell>> published(TimedExperiment.Method method) {
        return quantities.stream()
                .map(quantity -> quantity.head().equals(RATIO) ? ratio(method) : printed(method, quantity.head()))
                .toList();
    }

    private Optional<PublishedTable.Cell> printed(TimedExperiment.Method method, String head) {
        return experiment.table().cell(experiment.dataset(), method.row(), head);
    }

    // The two times have two or three digits.
    private static double rounded(double ratio) {
        return Math.rint(ratio * 1000) / 1000;
    }

    /** The paper prints no ratio; it follows from the two times. */
    private Optional<PublishedTable.Cell> ratio(TimedExperiment.Method method) {
        Optional<PublishedTable.Cell> dynamic = printed(method, DYNAMIC_SECONDS);
        return printed(method, STATIC_SECONDS)
                .flatMap(before -> dynamic.map(after -> new PublishedTable.Cell(
                        experiment.dataset(),
                        method.row(),
                        RATIO,
                        OptionalDouble.of(rounded(
                                after.value().orElseThrow() / before.value().orElseThrow())),
                        after.doubt().or(before::doubt))));
    }
}
