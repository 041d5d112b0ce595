package io.dynafuse.reproduction;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Score;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.training.Adam;
import io.dynafuse.training.BatchSource;
import io.dynafuse.training.GivenScenes;
import io.dynafuse.training.Learner;
import io.dynafuse.training.LearningRate;
import io.dynafuse.training.Objective;
import io.dynafuse.training.PlannedScenes;
import io.dynafuse.training.Training;
import io.dynafuse.training.TrainingFolder;
import io.dynafuse.training.TrainingListener;
import io.dynafuse.training.TrainingPlan;
import io.dynafuse.training.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run of a {@link TrainedExperiment}: every row trained alike and measured on the same scenes, none of which is learned from. */
public final class TrainedRun {
    private static final int SCENE_SIDE = 160;
    private static final double RATE = 1e-3;
    private static final double EMA_DECAY = 0.99;

    private final TrainedExperiment experiment;
    private final Budget budget;
    private final Optional<Given> given;
    private final Optional<CheckpointSource> foundation;
    private final EvaluationProgress progress;
    private final ProgressCounter counter;

    /**
     * How much a row is trained.
     *
     * @param steps of each task that a row is trained for
     * @param scenes how many are made, if none are given
     * @param batch parts of scenes in a batch
     * @param patch width and height of a part, in pixels
     * @param seed from which all that is random follows
     * @param threads that make scenes
     */
    public record Budget(int steps, int scenes, int batch, int patch, long seed, int threads) {}

    private record Scenes(List<SyntheticScene> heldOut, BatchSource batches) {}

    /** What a held-out scene scores, column by column. */
    private record Scored(Task task, List<Score> scores) {}

    /** A dataset to learn from and to measure on, and what messages call it. */
    public record Given(Path place, Dataset dataset, ReadOptions reading) {}

    /**
     * Readies a run.
     *
     * @param foundation the checkpoint that all rows build upon, if they do
     * @throws IOException if it cannot be read or is of something else
     * @throws IllegalArgumentException if a number of the budget is out of range; the message begins with its name
     */
    public TrainedRun(
            TrainedExperiment experiment,
            Budget budget,
            Optional<Given> given,
            Optional<CheckpointSource> foundation,
            EvaluationProgress progress)
            throws IOException {
        this.experiment = experiment;
        this.budget = budget;
        this.given = given;
        this.foundation = foundation;
        this.progress = progress;
        this.counter = new ProgressCounter(
                experiment.ways().stream().mapToInt(this::steps).sum(), progress);
        for (TrainingWay way : experiment.ways()) {
            plan(way);
        }
    }

    /**
     * Trains and measures.
     *
     * @throws IOException if a dataset cannot be learned from, or nothing can be written to the system's folder for temporary files
     * @throws io.dynafuse.training.DivergedException if a loss is infinite or no number
     * @throws InterruptedException if the calling thread is interrupted
     * @throws Exception nothing else that is checked
     */
    public Reproduction run() throws Exception {
        TrainingPlan first = plan(experiment.ways().get(0));
        Optional<GivenScenes> scenes = givenScenes(first);
        Map<TrainingWay, List<Scored>> scores = new LinkedHashMap<>();
        Map<List<Objective>, Scenes> made = new HashMap<>();
        Path folder = Files.createTempDirectory("dynafuse-");
        try (EngineThread engine = new EngineThread()) {
            for (TrainingWay way : experiment.ways()) {
                TrainingPlan plan = plan(way);
                List<Objective> objectives = plan.learner().objectives();
                if (!made.containsKey(objectives)) {
                    made.put(objectives, scenes(plan, scenes));
                }
                Path place = folder.resolve(Integer.toString(scores.size()));
                scores.put(way, engine.call(() -> trained(way, plan, made.get(objectives), place)));
            }
        } finally {
            remove(folder);
        }
        return reproduction(scores, scenes, first.optimiser());
    }

    private Scenes scenes(TrainingPlan plan, Optional<GivenScenes> scenes) throws InterruptedException {
        PlannedScenes planned = new PlannedScenes(plan, this::makers, scenes, budget.threads(), (made, all) -> {});
        return new Scenes(planned.heldOut(), planned.batches(Device.CPU));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<SceneMaker> makers(Objective objective) {
        return given.isPresent() ? List.of() : List.of(SceneMakers.of(objective.task(), objective.sources()));
    }

    private Optional<GivenScenes> givenScenes(TrainingPlan plan) throws IOException {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        GivenScenes.Wanted wanted = new GivenScenes.Wanted(
                plan.learner(),
                plan.seed(),
                plan.seenSide(),
                0,
                Runtime.getRuntime().maxMemory() / 2);
        GivenScenes scenes = GivenScenes.read(
                given.get().place().toString(),
                given.get().dataset(),
                wanted,
                SourceReading.of(given.get().reading(), SourcePreparation.DEFAULT));
        scenes.notes().forEach(progress::noted);
        return Optional.of(scenes);
    }

    private int steps(TrainingWay way) {
        return Math.multiplyExact(budget.steps(), way.tasks().size());
    }

    private TrainingPlan plan(TrainingWay way) throws IOException {
        int steps = steps(way);
        Learner learner = way.learner(steps, foundation);
        return new TrainingPlan(
                learner,
                experiment.id(),
                budget.scenes(),
                Math.max(SCENE_SIDE, budget.patch()),
                budget.seed(),
                steps,
                budget.batch(),
                budget.patch(),
                learner.usual().optimiser(),
                new LearningRate(RATE, LearningRate.Course.COSINE, steps / 10),
                experiment.setup().clip(),
                EMA_DECAY,
                steps);
    }

    /** The scores of all held-out scenes after the last step. */
    private List<Scored> trained(TrainingWay way, TrainingPlan plan, Scenes scenes, Path place)
            throws IOException, InterruptedException {
        List<Scored> found = new ArrayList<>();
        Validation measuring = parameters -> {
            for (SyntheticScene scene : scenes.heldOut()) {
                found.add(new Scored(scene.task(), scores(way.fused(plan.learner(), scene, parameters))));
            }
            return new Validation.Result(0, Map.of());
        };
        TrainingListener counting = new TrainingListener() {
            @Override
            public void stepped(long done, long steps, double loss, double rate) {
                counter.advance();
            }
        };
        try (TrainingFolder folder = TrainingFolder.open(place)) {
            new Training(plan, scenes.batches(), measuring, folder, Device.CPU, counting).run(plan.steps());
        }
        return found;
    }

    private List<Score> scores(FusedScene fused) {
        Evaluation evaluation = new Evaluation(fused);
        return experiment.measures().stream()
                .map(measure -> evaluation.score(measure.metric(), measure.profile()))
                .toList();
    }

    private Reproduction reproduction(Map<TrainingWay, List<Scored>> scores, Optional<GivenScenes> scenes, Adam usual) {
        List<Reproduction.Row> rows =
                experiment.rows().stream().map(row -> row(row, scores)).toList();
        int heldOut = rows.get(0).cells().get(0).scores().size();
        return new Reproduction(
                experiment,
                given.map(Given::place).orElse(Path.of("synthetic scenes")),
                experiment.setup().family().id(),
                foundation
                        .map(built -> "trained here for each row, upon " + built.name())
                        .orElse("trained here for each row"),
                List.of(
                        experiment.setup().convention(),
                        "profile "
                                + experiment
                                        .rows()
                                        .get(0)
                                        .published()
                                        .table()
                                        .paper()
                                        .profile()
                                        .id()),
                experiment.columns().stream()
                        .map(column -> new Reproduction.Column(
                                column.label(), column.measure().direction()))
                        .toList(),
                rows,
                IntStream.rangeClosed(1, heldOut)
                        .mapToObj(number -> "held out " + number)
                        .toList(),
                List.of(),
                remarks(scenes, usual));
    }

    private String eachTask() {
        return experiment.ways().stream().anyMatch(way -> way.tasks().size() > 1) ? " of each task" : "";
    }

    private List<String> remarks(Optional<GivenScenes> scenes, Adam usual) {
        List<String> remarks = new ArrayList<>(List.of(
                "A shortened budget: each row is trained for " + budget.steps() + " steps" + eachTask()
                        + " on batches of "
                        + budget.batch()
                        + " parts of " + budget.patch() + "x" + budget.patch() + " pixels, of "
                        + scenes.map(GivenScenes::words).orElse(budget.scenes() + " synthetic scenes")
                        + ", with " + (usual.weightDecay() > 0 ? "AdamW" : "Adam") + " at "
                        + RATE
                        + "; the paper trained " + experiment.setup().published() + ".",
                "Scenes and budget are others than the paper's: numbers are not comparable, directions may be.",
                "All is of the one seed " + budget.seed()
                        + "; another can change a number by more than a row differs from" + " another."));
        remarks.addAll(1, experiment.remarks());
        return remarks;
    }

    private Reproduction.Row row(TrainedExperiment.Row row, Map<TrainingWay, List<Scored>> scores) {
        TrainedExperiment.Row baseline = experiment.baseline(row);
        List<Reproduction.Cell> cells = new ArrayList<>();
        for (int column = 0; column < experiment.columns().size(); column++) {
            String head = experiment.columns().get(column).head();
            List<Score> own = scores(row, column, scores);
            Optional<PublishedTable.Cell> printed = row.published().cell(head);
            cells.add(new Reproduction.Cell(
                    own,
                    MeasuredRun.mean(own),
                    printed,
                    row == baseline
                            ? Optional.empty()
                            : Optional.of(movement(
                                    own,
                                    scores(baseline, column, scores),
                                    printed,
                                    baseline.published().cell(head)))));
        }
        return new Reproduction.Row(
                row.label(),
                "",
                Optional.of(row.published().method()).filter(method -> !method.equals(row.label())),
                row == baseline ? Optional.empty() : Optional.of(baseline.label()),
                false,
                cells,
                Optional.empty());
    }

    private static List<Score> scores(TrainedExperiment.Row row, int column, Map<TrainingWay, List<Scored>> scores) {
        return scores.get(row.way()).stream()
                .filter(scene -> scene.task() == row.task())
                .map(scene -> scene.scores().get(column))
                .toList();
    }

    private static Movement movement(
            List<Score> own,
            List<Score> first,
            Optional<PublishedTable.Cell> printed,
            Optional<PublishedTable.Cell> before) {
        OptionalDouble change = printed.flatMap(cell -> before.map(other -> MeasuredRun.rounded(
                        cell.value().orElseThrow() - other.value().orElseThrow())))
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
        return Movement.of(own, first, change, (int) Math.signum(change.orElse(0)), false, Optional.empty());
    }
}
