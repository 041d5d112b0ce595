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
import io.dynafuse.network.Network;
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

/** One run of a {@link MeasuredExperiment}: every row on every scene, and what comes of it. */
final class MeasuredRun {
    private static final String DISAGREES = "the printed improvement is not the difference of the two rows";

    private final MeasuredExperiment experiment;
    private final List<DatasetScene> scenes;
    private final ReproductionRun.Settings settings;
    private final EvaluationProgress progress;
    private final ReadingNotes reading;
    private final Failures failures;
    private final Map<Place, List<Score>> scores = new ConcurrentHashMap<>();
    private final Set<String> notes = new ConcurrentSkipListSet<>();

    private MeasuredRun(
            MeasuredExperiment experiment,
            List<DatasetScene> scenes,
            ReproductionRun.Settings settings,
            EvaluationProgress progress) {
        this.experiment = experiment;
        this.scenes = scenes;
        this.settings = settings;
        this.progress = progress;
        this.reading = new ReadingNotes(progress::noted);
        this.failures = new Failures(scenes);
    }

    /** Where a score belongs. */
    private record Place(String row, int scene) {}

    static Outcome run(
            MeasuredExperiment experiment,
            List<DatasetScene> scenes,
            NetworkSource source,
            ReproductionRun.Settings settings,
            EvaluationProgress progress)
            throws IOException, InterruptedException {
        return new MeasuredRun(experiment, scenes, settings, progress).run(source);
    }

    private Outcome run(NetworkSource source) throws IOException, InterruptedException {
        Network network;
        ProgressCounter steps;
        try (NetworkSource.Loaded loaded = source.open(0)) {
            network = loaded.network();
            ReproductionRun.requireNetwork(experiment, network, source.weights());
            List<MeasuredExperiment.Row> fitting = fitting(network);
            steps = new ProgressCounter(fitting.size() * scenes.size(), progress);
            runRows(loaded, withNoise(fitting, 0), steps);
        }
        for (double level : experiment.rows().stream()
                .mapToDouble(MeasuredExperiment.Row::parameterNoise)
                .filter(noise -> noise > 0)
                .distinct()
                .toArray()) {
            try (NetworkSource.Loaded loaded = source.open(level)) {
                runRows(loaded, withNoise(fitting(network), level), steps);
            }
        }
        return new Outcome(network, columns(), rows(network), failures, List.copyOf(notes));
    }

    private List<MeasuredExperiment.Row> fitting(Network network) {
        return experiment.rows().stream()
                .filter(row -> row.family().includes(network))
                .toList();
    }

    private static List<MeasuredExperiment.Row> withNoise(List<MeasuredExperiment.Row> rows, double level) {
        return rows.stream().filter(row -> row.parameterNoise() == level).toList();
    }

    private void runRows(NetworkSource.Loaded loaded, List<MeasuredExperiment.Row> rows, ProgressCounter steps)
            throws InterruptedException {
        if (rows.isEmpty()) {
            return;
        }
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

    private static List<Role> roles(DatasetScene scene) {
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

    private List<Reproduction.Row> rows(Network network) {
        return experiment.rows().stream().map(row -> row(row, network)).toList();
    }

    private Reproduction.Row row(MeasuredExperiment.Row row, Network network) {
        List<Reproduction.Cell> cells = new ArrayList<>();
        for (int column = 0; column < experiment.columns().size(); column++) {
            cells.add(cell(row, column, row.family().includes(network)));
        }
        return new Reproduction.Row(
                row.label(),
                row.variant(),
                row.published().map(PublishedTable.Row::method),
                row.claim().map(MeasuredExperiment.Claim::baseline),
                row.claim().map(MeasuredExperiment.Claim::contrast).orElse(false),
                cells,
                absence(row.family(), network));
    }

    /** Why a row of a family was not run with a network, if it was not. */
    static Optional<String> absence(NetworkFamily family, Network network) {
        if (family.includes(network)) {
            return Optional.empty();
        }
        return Optional.of(
                family.isThere() ? "needs a checkpoint of " + family.id() : "waits for the network " + family.id());
    }

    private Reproduction.Cell cell(MeasuredExperiment.Row row, int column, boolean ran) {
        MeasuredExperiment.Column head = experiment.columns().get(column);
        List<Score> own = ran ? scores(row, column) : List.of();
        return new Reproduction.Cell(
                own,
                mean(own),
                row.published().flatMap(published -> published.cell(head.head())),
                row.claim().map(claim -> movement(row, claim, column, own)));
    }

    private List<Score> scores(MeasuredExperiment.Row row, int column) {
        return Arrays.stream(failures.others())
                .mapToObj(scene -> scores.get(new Place(row.label(), scene)).get(column))
                .toList();
    }

    private Movement movement(MeasuredExperiment.Row row, MeasuredExperiment.Claim claim, int column, List<Score> own) {
        MeasuredExperiment.Row baseline = experiment.baseline(row).orElseThrow();
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
            Network network,
            List<Reproduction.Column> columns,
            List<Reproduction.Row> rows,
            Failures failures,
            List<String> notes) {}
}
