package io.dynafuse.reproduction;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.evaluation.Pictures;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Score;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.Adam;
import io.dynafuse.training.BatchSource;
import io.dynafuse.training.GivenScenes;
import io.dynafuse.training.LearningRate;
import io.dynafuse.training.MetaLearning;
import io.dynafuse.training.Objective;
import io.dynafuse.training.PlannedScenes;
import io.dynafuse.training.ReFusionLearner;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run of a {@link TrainedExperiment}: every row trained alike and measured on the same scenes, none of which is learned from. */
public final class TrainedRun {
    private static final Objective OBJECTIVE = Objective.of(Task.VISIBLE_INFRARED, 2);
    private static final int SCENE_SIDE = 160;
    private static final double RATE = 1e-3;
    private static final double CLIP = 10;
    private static final double EMA_DECAY = 0.99;
    // An epoch of the paper has 600 and 1600 steps.
    private static final int META_STEPS = 30;
    private static final int FUSION_STEPS = 80;

    private final TrainedExperiment experiment;
    private final Budget budget;
    private final Optional<Given> given;
    private final EvaluationProgress progress;
    private final ProgressCounter counter;

    /**
     * How much a row is trained.
     *
     * @param steps of each row
     * @param scenes how many are made, if none are given
     * @param batch parts of scenes in a batch
     * @param patch width and height of a part, in pixels
     * @param seed from which all that is random follows
     * @param threads that make scenes
     */
    public record Budget(int steps, int scenes, int batch, int patch, long seed, int threads) {}

    /** A dataset to learn from and to measure on, and what messages call it. */
    public record Given(Path place, Dataset dataset, ReadOptions reading) {}

    /**
     * Readies a run.
     *
     * @throws IllegalArgumentException if a number of the budget is out of range; the message begins with its name
     */
    public TrainedRun(TrainedExperiment experiment, Budget budget, Optional<Given> given, EvaluationProgress progress) {
        this.experiment = experiment;
        this.budget = budget;
        this.given = given;
        this.progress = progress;
        this.counter = new ProgressCounter(budget.steps() * experiment.rows().size(), progress);
        experiment.rows().forEach(this::plan);
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
        TrainingPlan plan = plan(experiment.rows().get(0));
        Optional<GivenScenes> scenes = givenScenes(plan);
        PlannedScenes planned = new PlannedScenes(plan, this::makers, scenes, budget.threads(), (made, all) -> {});
        List<SyntheticScene> heldOut = planned.heldOut();
        BatchSource batches = planned.batches(Device.CPU);
        List<List<List<Score>>> scores = new ArrayList<>();
        Path folder = Files.createTempDirectory("dynafuse-");
        try (EngineThread engine = new EngineThread()) {
            for (TrainedExperiment.Row row : experiment.rows()) {
                Path place = folder.resolve(Integer.toString(scores.size()));
                scores.add(engine.call(() -> trained(row, batches, heldOut, place)));
            }
        } finally {
            remove(folder);
        }
        return reproduction(scores, heldOut.size(), scenes);
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

    private static ReFusionLearner learner(TrainedExperiment.Row row, int steps) {
        MetaLearning settings = row.settings();
        int epoch = Math.max(2, Math.min(steps, META_STEPS + FUSION_STEPS));
        int meta = Math.max(1, epoch * META_STEPS / (META_STEPS + FUSION_STEPS));
        return new ReFusionLearner(
                new MetaLearning(
                        settings.fusionGradientShare(),
                        settings.reconstructionGradientShare(),
                        settings.innerSteps(),
                        settings.innerRate(),
                        meta,
                        epoch - meta,
                        settings.ablation()),
                List.of(OBJECTIVE));
    }

    private TrainingPlan plan(TrainedExperiment.Row row) {
        return new TrainingPlan(
                learner(row, budget.steps()),
                experiment.id(),
                budget.scenes(),
                Math.max(SCENE_SIDE, budget.patch()),
                budget.seed(),
                budget.steps(),
                budget.batch(),
                budget.patch(),
                Adam.STANDARD,
                new LearningRate(RATE, LearningRate.Course.COSINE, budget.steps() / 10),
                CLIP,
                EMA_DECAY,
                budget.steps());
    }

    /** The scores of all held-out scenes after the last step, by column. */
    private List<List<Score>> trained(
            TrainedExperiment.Row row, BatchSource batches, List<SyntheticScene> heldOut, Path place)
            throws IOException, InterruptedException {
        ReFusionLearner learner = learner(row, budget.steps());
        List<List<Score>> found = new ArrayList<>();
        Validation measuring = parameters -> {
            heldOut.forEach(scene -> found.add(scores(learner, scene, parameters)));
            return new Validation.Result(0, Map.of());
        };
        TrainingListener counting = new TrainingListener() {
            @Override
            public void stepped(long done, long steps, double loss, double rate) {
                counter.advance();
            }
        };
        try (TrainingFolder folder = TrainingFolder.open(place)) {
            new Training(plan(row), batches, measuring, folder, Device.CPU, counting).run(budget.steps());
        }
        return IntStream.range(0, experiment.columns().size())
                .mapToObj(
                        column -> found.stream().map(scene -> scene.get(column)).toList())
                .toList();
    }

    private List<Score> scores(ReFusionLearner learner, SyntheticScene scene, Parameters parameters) {
        List<Image> sources =
                inOrder(learner, scene).stream().map(TrainedRun::luma).toList();
        Evaluation evaluation = new Evaluation(new FusedScene(
                Pictures.of(fused(learner, sources, parameters)),
                sources.stream().map(Pictures::of).toList(),
                Optional.empty()));
        return experiment.measures().stream()
                .map(measure -> evaluation.score(measure.metric(), measure.profile()))
                .toList();
    }

    private static List<Image> inOrder(ReFusionLearner learner, SyntheticScene scene) {
        List<Role> roles = scene.knownRoles();
        return learner.inputs().places(roles).orElseThrow().stream()
                .map(scene.sources()::get)
                .toList();
    }

    private static Image luma(Image image) {
        return gray(image, image.isGray() ? image.values() : Bt601.luma(image.values()));
    }

    private static Image gray(Image like, float[] values) {
        return Image.of(like.width(), like.height(), 1, values, SampleDepth.BITS_8);
    }

    /** By the fusion module, or by the weights of ablation V. */
    private static Image fused(ReFusionLearner learner, List<Image> sources, Parameters parameters) {
        try (Scope scope = Scope.open()) {
            float[] values = learner.fused(
                            sources.stream()
                                    .map(source -> Tensor.of(source.values(), 1, 1, source.height(), source.width()))
                                    .toList(),
                            parameters)
                    .toFloats();
            return gray(sources.get(0), stretched(values));
        }
    }

    /** From the least to the greatest value, as the authors' program writes all that it fuses. */
    private static float[] stretched(float[] values) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        float range = greatest > least ? greatest - least : 1;
        float[] stretched = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            stretched[i] = (values[i] - least) / range;
        }
        return stretched;
    }

    private Reproduction reproduction(List<List<List<Score>>> scores, int heldOut, Optional<GivenScenes> scenes) {
        List<Reproduction.Row> rows = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            rows.add(row(i, scores.get(i), scores.get(0)));
        }
        return new Reproduction(
                experiment,
                given.map(Given::place).orElse(Path.of("synthetic scenes")),
                ReFusion.FULL.id(),
                "trained here for each row",
                List.of(
                        "luma of sources and fused image in 8 bits, what is fused stretched to its least and greatest value",
                        "profile " + Paper.REFUSION.profile().id()),
                experiment.columns().stream()
                        .map(column -> new Reproduction.Column(
                                column.label(), column.measure().direction()))
                        .toList(),
                rows,
                IntStream.rangeClosed(1, heldOut)
                        .mapToObj(number -> "held out " + number)
                        .toList(),
                List.of(),
                remarks(scenes));
    }

    private List<String> remarks(Optional<GivenScenes> scenes) {
        return List.of(
                "A shortened budget: each row is trained for " + budget.steps() + " steps on batches of "
                        + budget.batch()
                        + " parts of " + budget.patch() + "x" + budget.patch() + " pixels, of "
                        + scenes.map(GivenScenes::words).orElse(budget.scenes() + " synthetic scenes")
                        + ", with Adam at "
                        + RATE
                        + "; the paper trained 50 epochs of 600 and 1600 steps on batches of 4 parts of 128x128 at"
                        + " 0.0001.",
                "Where an ablation leaves out the steps of a module, others have more of them: all rows have as many in all.",
                "Scenes and budget are others than the paper's: numbers are not comparable, directions may be.",
                "All is of the one seed " + budget.seed()
                        + "; another can change a number by more than a row differs from" + " another.");
    }

    private Reproduction.Row row(int index, List<List<Score>> own, List<List<Score>> first) {
        TrainedExperiment.Row row = experiment.rows().get(index);
        TrainedExperiment.Row baseline = experiment.rows().get(0);
        List<Reproduction.Cell> cells = new ArrayList<>();
        for (int column = 0; column < own.size(); column++) {
            Optional<PublishedTable.Cell> printed =
                    row.published().cell(experiment.columns().get(column).head());
            Optional<PublishedTable.Cell> before =
                    baseline.published().cell(experiment.columns().get(column).head());
            cells.add(new Reproduction.Cell(
                    own.get(column),
                    MeasuredRun.mean(own.get(column)),
                    printed,
                    index == 0
                            ? Optional.empty()
                            : Optional.of(movement(own.get(column), first.get(column), printed, before))));
        }
        return new Reproduction.Row(
                row.label(),
                "",
                Optional.of(row.published().method()).filter(method -> !method.equals(row.label())),
                index == 0 ? Optional.empty() : Optional.of(baseline.label()),
                false,
                cells,
                Optional.empty());
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
