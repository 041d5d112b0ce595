package io.dynafuse.reproduction;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.data.ReadingNotes;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.Pictures;
import io.dynafuse.image.Image;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Score;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;

/** One run of a {@link MeasuredExperiment}: every row on every scene, and what comes of it. */
final class MeasuredRun {
    private static final String DISAGREES = "the printed improvement is not the difference of the two rows";

    private final MeasuredExperiment experiment;
    private final List<DatasetScene> scenes;
    private final List<Line> lines;
    private final ReproductionRun.Settings settings;
    private final EvaluationProgress progress;
    private final ReadingNotes reading;
    private final Failures failures;
    private final Map<Place, List<Score>> scores = new ConcurrentHashMap<>();
    private final Set<String> notes = new ConcurrentSkipListSet<>();

    private MeasuredRun(
            MeasuredExperiment experiment,
            List<DatasetScene> scenes,
            List<Line> lines,
            ReproductionRun.Settings settings,
            EvaluationProgress progress) {
        this.experiment = experiment;
        this.scenes = scenes;
        this.lines = lines;
        this.settings = settings;
        this.progress = progress;
        this.reading = new ReadingNotes(progress::noted);
        this.failures = new Failures(scenes);
    }

    /** Where a score belongs. */
    private record Place(String row, int scene) {}

    /**
     * A row of the result.
     *
     * @param subject the network that makes it; empty if there is none for it
     * @param row called as in the result
     */
    private record Line(Optional<Subject> subject, MeasuredExperiment.Row row) {
        static Line of(Subject subject, MeasuredExperiment.Row row) {
            return new Line(
                    Optional.of(subject),
                    new MeasuredExperiment.Row(
                            row.family(),
                            subject.label(row.label()),
                            row.variant(),
                            row.parameterNoise(),
                            row.published(),
                            row.claim()
                                    .map(claim -> new MeasuredExperiment.Claim(
                                            subject.label(claim.baseline()), claim.basis(), claim.contrast()))));
        }

        boolean isPrinted() {
            return subject.map(Subject::printed).orElse(true);
        }
    }

    static Outcome run(
            MeasuredExperiment experiment,
            List<DatasetScene> scenes,
            List<NetworkSource> sources,
            ReproductionRun.Settings settings,
            EvaluationProgress progress)
            throws IOException, InterruptedException {
        List<Subject> subjects = Subject.of(experiment, sources);
        return new MeasuredRun(experiment, scenes, lines(experiment, subjects), settings, progress).run(subjects);
    }

    /** The printed rows in their order, and those of other networks below. */
    private static List<Line> lines(MeasuredExperiment experiment, List<Subject> subjects) {
        List<Line> lines = new ArrayList<>();
        for (MeasuredExperiment.Row row : experiment.rows()) {
            lines.add(subjects.stream()
                    .filter(subject -> subject.printed() && subject.isOf(row.family()))
                    .findFirst()
                    .map(subject -> Line.of(subject, row))
                    .orElseGet(() -> new Line(Optional.empty(), row)));
        }
        subjects.stream()
                .filter(subject -> !subject.printed())
                .forEach(subject -> experiment.rows().stream()
                        .filter(row -> subject.isOf(row.family()))
                        .forEach(row -> lines.add(Line.of(subject, row))));
        return List.copyOf(lines);
    }

    private Outcome run(List<Subject> subjects) throws IOException, InterruptedException {
        int made =
                (int) lines.stream().filter(line -> line.subject().isPresent()).count();
        ProgressCounter steps = new ProgressCounter(made * scenes.size(), progress);
        for (Subject subject : subjects) {
            List<MeasuredExperiment.Row> rows = lines.stream()
                    .filter(line -> line.subject().equals(Optional.of(subject)))
                    .map(Line::row)
                    .toList();
            double[] levels = rows.stream()
                    .mapToDouble(MeasuredExperiment.Row::parameterNoise)
                    .distinct()
                    .toArray();
            for (double level : levels) {
                try (NetworkSource.Loaded loaded = subject.source().open(level)) {
                    runRows(loaded, withNoise(rows, level), steps);
                }
            }
        }
        return new Outcome(subjects, columns(), rows(subjects), failures, List.copyOf(notes));
    }

    private static List<MeasuredExperiment.Row> withNoise(List<MeasuredExperiment.Row> rows, double level) {
        return rows.stream().filter(row -> row.parameterNoise() == level).toList();
    }

    private void runRows(NetworkSource.Loaded loaded, List<MeasuredExperiment.Row> rows, ProgressCounter steps)
            throws InterruptedException {
        steps.advance((scenes.size() - failures.others().length) * rows.size());
        failures.run(settings.threads(), (done, total) -> {}, scene -> {
            int left = rows.size();
            try {
                SceneImages images = new SceneImages(sources(scenes.get(scene)), roles(scenes.get(scene)));
                for (MeasuredExperiment.Row row : rows) {
                    scores.put(new Place(row.label(), scene), scores(images.fused(loaded, row.variant())));
                    steps.advance();
                    left--;
                }
            } finally {
                steps.advance(left);
            }
        });
    }

    private List<Image> sources(DatasetScene scene) throws IOException {
        return reading.read(scene, settings.reading()).stream()
                .map(experiment.colours()::apply)
                .toList();
    }

    static List<Role> roles(DatasetScene scene) {
        return PreparedSource.known(
                scene.sources().stream().map(SourceFile::knownRole).toList());
    }

    /** The sources of a scene, read once for all rows. */
    private final class SceneImages {
        private final List<Image> images;
        private final List<Role> roles;
        private final List<Picture> sources;

        SceneImages(List<Image> images, List<Role> roles) {
            this.images = images;
            this.roles = roles;
            this.sources = images.stream().map(Pictures::of).toList();
        }

        FusedScene fused(NetworkSource.Loaded loaded, String variant) throws InterruptedException {
            NetworkSource.Fused fused = loaded.fuse(images, roles, variant);
            notes.addAll(fused.notes());
            return new FusedScene(Pictures.of(experiment.rule().apply(fused.image())), sources, Optional.empty());
        }
    }

    private List<Score> scores(FusedScene scene) {
        Evaluation evaluation = new Evaluation(scene);
        return experiment.columns().stream()
                .map(column -> evaluation.score(
                        column.measure().metric(), column.measure().profile()))
                .toList();
    }

    private List<Reproduction.Column> columns() {
        return experiment.columns().stream()
                .map(column ->
                        new Reproduction.Column(column.label(), column.measure().direction()))
                .toList();
    }

    private List<Reproduction.Row> rows(List<Subject> subjects) {
        return lines.stream().map(line -> row(line, subjects)).toList();
    }

    private Reproduction.Row row(Line line, List<Subject> subjects) {
        MeasuredExperiment.Row row = line.row();
        List<Reproduction.Cell> cells = IntStream.range(0, experiment.columns().size())
                .mapToObj(column -> cell(line, column))
                .toList();
        return new Reproduction.Row(
                row.label(),
                row.variant(),
                printed(line).map(PublishedTable.Row::method),
                row.claim().map(MeasuredExperiment.Claim::baseline),
                row.claim().map(MeasuredExperiment.Claim::contrast).orElse(false),
                cells,
                line.subject().isPresent() ? Optional.empty() : Subject.absence(row.family(), subjects));
    }

    /** The printed row that a line is held against; others share only the way in which it moves. */
    private static Optional<PublishedTable.Row> printed(Line line) {
        return line.row().published().filter(published -> line.isPrinted());
    }

    private Reproduction.Cell cell(Line line, int column) {
        MeasuredExperiment.Row row = line.row();
        MeasuredExperiment.Column head = experiment.columns().get(column);
        List<Score> own = line.subject().isPresent() ? scores(row, column) : List.of();
        return new Reproduction.Cell(
                own,
                mean(own),
                printed(line).flatMap(published -> published.cell(head.head())),
                row.claim().map(claim -> movement(row, claim, column, own)));
    }

    private List<Score> scores(MeasuredExperiment.Row row, int column) {
        return Arrays.stream(failures.others())
                .mapToObj(scene -> scores.get(new Place(row.label(), scene)).get(column))
                .toList();
    }

    private Movement movement(MeasuredExperiment.Row row, MeasuredExperiment.Claim claim, int column, List<Score> own) {
        MeasuredExperiment.Row baseline = row(claim.baseline());
        MeasuredExperiment.Column head = experiment.columns().get(column);
        OptionalDouble published = publishedChange(row, baseline, head.head());
        int sense = switch (claim.basis()) {
            case NUMBERS -> (int) Math.signum(published.orElse(0));
            case TEXT -> Movement.senseOfBetter(head.measure().direction());
        };
        return Movement.of(
                own,
                own.isEmpty() ? List.of() : scores(baseline, column),
                published,
                sense,
                claim.contrast(),
                improvement(row, baseline, head.head())
                        .filter(printed -> !printed.agrees(
                                published.orElse(0), head.measure().direction()))
                        .map(printed -> printed.doubt().orElse(DISAGREES)));
    }

    private MeasuredExperiment.Row row(String label) {
        return lines.stream()
                .map(Line::row)
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<PublishedTable.Improvement> improvement(
            MeasuredExperiment.Row row, MeasuredExperiment.Row baseline, String head) {
        return row.published()
                .flatMap(improved -> baseline.published()
                        .flatMap(before -> improved.table()
                                .improvement(improved.dataset(), improved.method(), before.method(), head)));
    }

    private static OptionalDouble publishedChange(
            MeasuredExperiment.Row row, MeasuredExperiment.Row baseline, String head) {
        OptionalDouble after = value(row, head);
        OptionalDouble before = value(baseline, head);
        return after.isPresent() && before.isPresent()
                ? OptionalDouble.of(rounded(after.getAsDouble() - before.getAsDouble()))
                : OptionalDouble.empty();
    }

    private static OptionalDouble value(MeasuredExperiment.Row row, String head) {
        return row.published()
                .flatMap(published -> published.cell(head))
                .map(PublishedTable.Cell::value)
                .orElseGet(OptionalDouble::empty);
    }

    // Printed numbers have few digits; what their difference has beyond is noise of floating point.
    static double rounded(double difference) {
        return Math.rint(difference * 1e6) / 1e6;
    }

    static OptionalDouble mean(List<Score> scores) {
        return scores.stream()
                .flatMapToDouble(score -> score.toOptional().stream())
                .average();
    }

    /**
     * What a run found.
     *
     * @param notes what the network had to say about these sources
     */
    record Outcome(
            List<Subject> subjects,
            List<Reproduction.Column> columns,
            List<Reproduction.Row> rows,
            Failures failures,
            List<String> notes) {}
}
