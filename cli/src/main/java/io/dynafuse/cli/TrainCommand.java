package io.dynafuse.cli;

import io.dynafuse.evaluation.validation.HeldOutScenes;
import io.dynafuse.files.OneLine;
import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.model.Network;
import io.dynafuse.model.Networks;
import io.dynafuse.model.Task;
import io.dynafuse.model.TrainableNetwork;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.training.Adam;
import io.dynafuse.training.BatchSource;
import io.dynafuse.training.LearningRate;
import io.dynafuse.training.Lesson;
import io.dynafuse.training.PlannedScenes;
import io.dynafuse.training.Training;
import io.dynafuse.training.TrainingFolder;
import io.dynafuse.training.TrainingListener;
import io.dynafuse.training.TrainingPlan;
import io.dynafuse.training.Validation;
import io.dynafuse.training.scene.MedicalPair;
import io.dynafuse.training.scene.SceneMaker;
import io.dynafuse.training.scene.SceneMakers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(
        name = "train",
        description = {
            "Trains a network on scenes that are made from a seed, or of photographs.",
            "",
            "The best parameters so far are DIR/weights.safetensors, for `dynafuse fuse --weights`. A training that was stopped goes on with"
                    + " --resume and ends with the same parameters, bit for bit, as one that was not.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final int VALIDATION_SCENES = 8;
    private static final int VALIDATION_SIDE = 192;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NETWORK", description = "ifcnn-sum, ifcnn-mean or ifcnn-max; ifcnn stands for ifcnn-sum.")
    private String network;

    @Option(names = "--synthetic", description = "Learn from scenes made from the seed alone.")
    private boolean synthetic;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder of this training; NETWORK-seed-N if not given.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            split = ",",
            description =
                    "What to learn, in turns: visible-infrared, medical, multi-exposure, multi-focus; multi-focus if not given.")
    private List<Task> tasks = List.of(Task.MULTI_FOCUS);

    @Option(
            names = "--sources",
            paramLabel = "N",
            split = ",",
            description = "How many images a scene has; 2 if not given.")
    private List<Integer> sources = List.of(2);

    @Option(
            names = "--loss",
            paramLabel = "TASK=LOSS",
            description = "What is made small, such as multi-focus=l2+0.5*gradient; again for each task.")
    private Map<Task, TrainingLoss> losses = new LinkedHashMap<>();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "How many batches to learn from; ${DEFAULT-VALUE} if not given.")
    private int steps = 6000;

    @Option(names = "--seed", paramLabel = "N", description = "Of all that is random; 1 if not given.")
    private long seed = 1;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Parts of scenes in a batch; ${DEFAULT-VALUE} if not given.")
    private int batch = 8;

    @Option(
            names = "--patch",
            paramLabel = "PIXELS",
            description = "Side of what is fused of each; ${DEFAULT-VALUE} if not given.")
    private int patch = 64;

    @Option(names = "--scenes", paramLabel = "N", description = "Scenes of each kind; ${DEFAULT-VALUE} if not given.")
    private int scenes = 400;

    @Option(
            names = "--scene-side",
            paramLabel = "PIXELS",
            description = "Their width and height; ${DEFAULT-VALUE} if not given.")
    private int sceneSide = 160;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "The largest learning rate; ${DEFAULT-VALUE} if not given.")
    private double rate = 2e-3;

    @Option(
            names = "--course",
            paramLabel = "constant|cosine|linear",
            description = "What becomes of the rate; ${DEFAULT-VALUE} if not given.")
    private LearningRate.Course course = LearningRate.Course.COSINE;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Steps in which the rate rises; ${DEFAULT-VALUE} if not given.")
    private int warmUp = 100;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "Makes AdamW of Adam; ${DEFAULT-VALUE} if not given.")
    private double weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Scale gradients down to this norm; never if not given.")
    private double clip = Double.POSITIVE_INFINITY;

    @Option(
            names = "--average-decay",
            paramLabel = "D",
            description =
                    "Keep the running mean of the parameters, which forgets 1 - D of itself in a step; 0 for none; ${DEFAULT-VALUE} if not given.")
    private double averageDecay = 0.999;

    @Option(
            names = "--validate-every",
            paramLabel = "N",
            description = "Steps between validations; ${DEFAULT-VALUE} if not given.")
    private int validateEvery = 500;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            description = "Steps between checkpoints; ${DEFAULT-VALUE} if not given.")
    private int checkpointEvery = 100;

    @Option(names = "--resume", description = "Go on with the training in DIR.")
    private boolean resume;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work on; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--device", paramLabel = "cpu|cuda", description = "Where to train; cpu if not given.")
    private Device device = Device.CPU;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        TrainingPlan plan = plan();
        Path folder = output.orElseGet(() -> Path.of(plan.network().id() + "-seed-" + seed));
        TrainingFolder files = new TrainingFolder(folder);
        requireSense(files, folder);
        Engine.useThreads(threads.orElseGet(() -> Runtime.getRuntime().availableProcessors()));
        PlannedScenes planned = new PlannedScenes(plan, TrainCommand::makers);
        error().println("training: making " + plan.scenes() * plan.lessons().size() + " scenes");
        error().flush();
        Validation validation = new HeldOutScenes(planned.heldOut(VALIDATION_SCENES, VALIDATION_SIDE));
        BatchSource batches = planned.batches(device);
        try (EngineThread engine = new EngineThread();
                TerminalProgress progress = new TerminalProgress(error(), "training", "steps")) {
            Training training = new Training(plan, batches, validation, files, device, listener(progress));
            engine.call(() -> {
                training.run(checkpointEvery);
                return null;
            });
        }
        files.best()
                .ifPresent(best -> command.commandLine()
                        .getOut()
                        .println(files.weights() + ": "
                                + plan.network().id() + ", step " + best.getKey() + " of " + plan.steps() + ", "
                                + words(best.getValue())));
        return 0;
    }

    private static List<SceneMaker> makers(Lesson lesson) {
        return lesson.task() == Task.MEDICAL
                ? Arrays.stream(MedicalPair.values()).map(SceneMakers::medical).toList()
                : List.of(SceneMakers.of(lesson.task(), lesson.sources()));
    }

    private TrainingListener listener(TerminalProgress progress) {
        return new TrainingListener() {
            @Override
            public void stepped(long done, long total, double loss, double rate) {
                progress.advanced(
                        (int) done, (int) total, String.format(Locale.ROOT, ", loss %.5f, rate %.2g", loss, rate));
            }

            @Override
            public void validated(long done, Validation.Result result, boolean best) {
                progress.say("step " + done + ": " + words(result) + (best ? ", the best so far" : ""));
            }
        };
    }

    private static String words(Validation.Result result) {
        return result.measures().entrySet().stream()
                .map(measure -> String.format(Locale.ROOT, "%s %.4f", measure.getKey(), measure.getValue()))
                .collect(Collectors.joining(", "));
    }

    private TrainingPlan plan() {
        try {
            return new TrainingPlan(
                    network(),
                    lessons(),
                    "synthetic",
                    scenes,
                    sceneSide,
                    seed,
                    steps,
                    batch,
                    patch,
                    Adam.STANDARD.withWeightDecay(weightDecay),
                    new LearningRate(rate, course, warmUp),
                    clip,
                    averageDecay,
                    validateEvery);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, OneLine.of(e));
        }
    }

    private List<Lesson> lessons() {
        List<Lesson> lessons = new ArrayList<>();
        for (Task task : tasks) {
            for (int count : sources) {
                lessons.add(
                        losses.containsKey(task) ? new Lesson(task, count, losses.get(task)) : Lesson.of(task, count));
            }
        }
        return lessons;
    }

    private TrainableNetwork network() {
        Optional<Network> found = Networks.find(network)
                .or(() -> Networks.all().stream()
                        .filter(candidate -> candidate.id().startsWith(network + "-"))
                        .findFirst());
        return found.filter(TrainableNetwork.class::isInstance)
                .map(TrainableNetwork.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("expected a network that can be trained, one of "
                        + Networks.all().stream().map(Network::id).collect(Collectors.joining(", ")) + ", found "
                        + network));
    }

    private void requireSense(TrainingFolder files, Path folder) {
        Usage.require(command, synthetic, "expected --synthetic");
        Usage.requireThreads(command, threads);
        Usage.require(command, checkpointEvery > 0, "--checkpoint-every: expected 1 or more, found " + checkpointEvery);
        Usage.require(
                command,
                resume || !files.holdsTraining(),
                folder + ": holds a training already; expected --resume to go on with it, or another folder");
        Usage.require(
                command,
                !resume || files.holdsTraining(),
                folder + ": holds no training to resume; expected one that was begun, or no --resume");
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
