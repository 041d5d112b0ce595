package io.dynafuse.cli;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.files.OneLine;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.scenes.Photographs;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.training.BatchSource;
import io.dynafuse.training.Beginning;
import io.dynafuse.training.CddFuseLearner;
import io.dynafuse.training.FusionLearner;
import io.dynafuse.training.GivenScenes;
import io.dynafuse.training.Learner;
import io.dynafuse.training.Objective;
import io.dynafuse.training.PlannedScenes;
import io.dynafuse.training.ReFusionLearner;
import io.dynafuse.training.StreetDetectorLearner;
import io.dynafuse.training.Training;
import io.dynafuse.training.TrainingFolder;
import io.dynafuse.training.TrainingListener;
import io.dynafuse.training.TrainingPlan;
import io.dynafuse.training.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(
        name = "train",
        description = {
            "Trains a network on scenes that are made from a seed or of photographs, on those of a dataset, or on both.",
            "",
            "The best parameters so far are DIR/weights.safetensors, for `dynafuse fuse --checkpoint`. A training that was stopped goes on where"
                    + " its last checkpoint is if --resume is added to the same options, and ends with the same files, bit for bit, as one"
                    + " that was not, on the same machine with as many threads.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final String SHORT_NAME = "ifcnn";
    private static final String MEANT_BY_IT = "ifcnn-sum";

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "NETWORK",
            description =
                    "ifcnn-sum, ifcnn-mean, ifcnn-max, refusion, cddfuse, cddfuse-32, cddfuse-16, cddfuse-medical,"
                            + " piafusion, tc-moa-small, tc-moa-base, tc-moa-large, or tc-moa-small followed by -1-expert, -2-experts,"
                            + " -8-experts, -every-2 or -every-8, which has as many adapters, or its layers after so many blocks; or"
                            + " another that `dynafuse models` lists, which learns as ifcnn-sum does; ifcnn stands for ifcnn-sum; or street-detector,"
                            + " which finds people and cars for `dynafuse detect`.")
    private String network;

    @Option(
            names = "--width",
            paramLabel = "64|32|16",
            description = "Base features of cddfuse: of 32, it is cddfuse-32, and of 16 cddfuse-16; 64 if not given.")
    private Optional<Integer> width = Optional.empty();

    @Mixin
    private ObjectiveOptions objectives;

    @Mixin
    private ReadingOptions reading;

    @Mixin
    private LearningOptions learning;

    @ArgGroup(exclusive = false, heading = "%nHow refusion learns its loss:%n")
    private MetaLearningOptions meta = new MetaLearningOptions();

    @ArgGroup(exclusive = false, heading = "%nHow piafusion tells day from night:%n")
    private IlluminationOptions illumination = new IlluminationOptions();

    @ArgGroup(exclusive = false, heading = "%nWhat of tc-moa learns:%n")
    private TcMoaOptions tcMoa = new TcMoaOptions();

    @Option(
            names = "--from",
            paramLabel = "FILE|NAME",
            description =
                    "Begin with the parameters of this checkpoint: a file, or the name of an installed or embedded one"
                            + " (see `dynafuse models`). What the seed gives if not given.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description =
                    "The folder of this training, new or empty unless it is resumed; NETWORK-seed-N if not given.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--resume", description = "Go on with the training in DIR, which must have had the same options.")
    private boolean resume;

    @Option(
            names = "--validate-every",
            paramLabel = "N",
            description = "Steps between validations, of which the best decides what is kept; 500 if not given.")
    private int validateEvery = 500;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            description = "Steps between checkpoints; 100 if not given.")
    private int checkpointEvery = 100;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to work on; one per core if not given, or as many as before if resumed.")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--device", paramLabel = "cpu|cuda", description = "Where to train; cpu if not given.")
    private Device device = Device.CPU;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        Learner learner = network.equals(StreetDetectorLearner.ID) ? detectorLearner() : networkLearner();
        if (objectives.makes()) {
            plan(learner, "synthetic", Optional.empty());
        }
        Path place = output.orElseGet(() -> Path.of(learner.id() + "-seed-" + learning.seed()));
        requirePlace(place);
        NetworkOptions.requireDevice(device);
        Optional<Photographs> photographs = objectives.photographs(reading.toOptions(), error());
        Optional<GivenScenes> given = given(learner, place);
        TrainingPlan plan = plan(learner, objectives.data(photographs, given), given);
        if (objectives.makes()) {
            requireRoom(plan, photographs.isPresent() || given.isPresent());
        }
        try (TrainingFolder folder = TrainingFolder.open(place)) {
            folder.requirePlan(plan);
            int workers = chosenThreads(folder);
            Engine.useThreads(workers);
            train(learner, plan, folder, place, new Sources(photographs, given), workers);
            report(plan, folder);
            return 0;
        } catch (UncheckedIOException e) {
            // A photograph that cannot be read any more.
            throw e.getCause();
        }
    }

    private void train(
            Learner learner, TrainingPlan plan, TrainingFolder folder, Path place, Sources sources, int workers)
            throws Exception {
        if (objectives.makes()) {
            error().println("training: making "
                    + plan.scenes() * plan.learner().objectives().size() + " scenes");
            error().flush();
        }
        List<SyntheticScene> heldOut = scenes(plan, sources, workers, PlannedScenes::heldOut);
        Validation validation = learner.validation(heldOut, device);
        BatchSource batches = scenes(plan, sources, workers, scenes -> scenes.batches(device));
        try (EngineThread engine = new EngineThread();
                TrainingLines lines = new TrainingLines(error(), folder.steps())) {
            Training training = new Training(
                    plan, batches, validation, folder, device, lines.and(lossMaps(learner, heldOut, place)));
            engine.call(() -> {
                training.run(checkpointEvery);
                return null;
            });
        }
    }

    /** What writes pictures of a learned loss, if any are asked for. */
    private TrainingListener lossMaps(Learner learner, List<SyntheticScene> heldOut, Path place) {
        return meta.lossMapsEvery().isPresent() && learner instanceof ReFusionLearner refusion
                ? refusion.lossMaps(
                        heldOut,
                        place.resolve("loss-maps"),
                        meta.lossMapsEvery().get(),
                        device)
                : new TrainingListener() {};
    }

    /** What scenes are made of, and those that are there. */
    private record Sources(Optional<Photographs> photographs, Optional<GivenScenes> given) {}

    private Optional<GivenScenes> given(Learner learner, Path place) throws IOException {
        Optional<GivenDataset> dataset = objectives.dataset();
        if (dataset.isEmpty()) {
            return Optional.empty();
        }
        dataset.get().requireOutside(command, "", place);
        DatasetNotes.print(dataset.get().scenes(), verbose, error());
        GivenScenes.Wanted wanted = new GivenScenes.Wanted(
                learner,
                learning.seed(),
                learning.patch(learner.usual()) + 2 * learner.margin(),
                objectives.makes() ? objectives.scenes(Optional.empty()) : 0,
                Runtime.getRuntime().maxMemory() / (objectives.makes() ? 4 : 2));
        GivenScenes given = GivenScenes.read(
                dataset.get().words(),
                dataset.get().scenes(),
                wanted,
                SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT));
        given.notes().forEach(note -> error().println("note: " + note));
        return Optional.of(given);
    }

    private interface Making<T> {
        T of(PlannedScenes scenes) throws InterruptedException;
    }

    private <T> T scenes(TrainingPlan plan, Sources sources, int workers, Making<T> making)
            throws InterruptedException {
        long room = Runtime.getRuntime().maxMemory() / 8;
        int makers = sources.photographs()
                .map(all -> (int) Math.max(1, Math.min(workers, room / all.heapBytesOfLargest())))
                .orElse(workers);
        try (TerminalProgress progress = new TerminalProgress(error(), "making", "scenes")) {
            return making.of(new PlannedScenes(
                    plan,
                    objective -> makers(plan.learner(), objective, sources.photographs()),
                    sources.given(),
                    makers,
                    progress::advanced));
        }
    }

    private void report(TrainingPlan plan, TrainingFolder folder) {
        PrintWriter out = command.commandLine().getOut();
        folder.best()
                .ifPresent(best ->
                        out.println(folder.checkpoint() + ": " + plan.learner().id() + ", step " + best.getKey()
                                + " of " + plan.steps() + ", " + TrainingLines.words(best.getValue())));
    }

    /** The number of threads: as many as before, as the last bits depend on it. */
    private int chosenThreads(TrainingFolder folder) {
        int cores = Runtime.getRuntime().availableProcessors();
        Optional<Integer> before = folder.threads();
        int now = threads.or(() -> before.map(count -> Math.min(count, cores))).orElse(cores);
        if (before.isPresent() && before.get() != now) {
            error().println("note: trained on " + before.get() + (before.get() == 1 ? " thread" : " threads")
                    + " before and on " + now + " now; the last digits of the result depend on that");
        }
        return now;
    }

    private static List<Task> usualTasks(Network network) {
        if (network == CddFuse.MEDICAL) {
            return List.of(Task.MEDICAL);
        }
        if (network instanceof TcMoa) {
            return List.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);
        }
        boolean ofInfrared = network instanceof CddFuse || network == PiaFusion.NETWORK;
        return List.of(ofInfrared ? Task.VISIBLE_INFRARED : Task.MULTI_FOCUS);
    }

    private Learner networkLearner() throws IOException {
        Network trained = network();
        objectives.tasksUnlessGiven(usualTasks(trained));
        requireSense();
        return learner(trained);
    }

    private Learner detectorLearner() {
        objectives.tasksUnlessGiven(List.of(Task.VISIBLE_INFRARED));
        requireSense();
        meta.requireUnused(command, StreetDetectorLearner.ID);
        illumination.requireUnused(command, StreetDetectorLearner.ID);
        tcMoa.requireUnused(command, StreetDetectorLearner.ID);
        Usage.require(
                command, width.isEmpty(), "--width: is for cddfuse; expected none for " + StreetDetectorLearner.ID);
        Usage.require(
                command,
                from.isEmpty(),
                "--from: " + StreetDetectorLearner.ID + " begins with the seed; expected none");
        objectives.requireStreets(command);
        return new StreetDetectorLearner();
    }

    private List<SceneMaker> makers(Learner learner, Objective objective, Optional<Photographs> photographs) {
        return learner instanceof StreetDetectorLearner
                ? List.of(StreetDetectorLearner.scenes())
                : objectives.makers(objective, photographs);
    }

    private Learner learner(Network trained) throws IOException {
        if (trained != ReFusion.FULL) {
            meta.requireUnused(command, trained.id());
        }
        if (trained != PiaFusion.NETWORK) {
            illumination.requireUnused(command, trained.id());
        }
        if (!(trained instanceof TcMoa)) {
            tcMoa.requireUnused(command, trained.id());
        }
        if (trained instanceof TcMoa moa) {
            return tcMoa.learner(command, objectives, moa, from);
        }
        if (trained == ReFusion.FULL || trained == PiaFusion.NETWORK) {
            Usage.require(
                    command,
                    from.isEmpty(),
                    "--from: " + trained.id()
                            + " begins with the seed, as its checkpoints need not hold all that is trained; expected none");
            return trained == ReFusion.FULL
                    ? meta.learner(command, objectives)
                    : illumination.learner(command, objectives, learning.steps());
        }
        return trained instanceof CddFuse cddFuse
                ? learner(cddFuse)
                : new FusionLearner(trained, objectives.objectives(), beginning(trained));
    }

    private Learner learner(CddFuse trained) throws IOException {
        objectives.requireNoLosses(command, "cddfuse has losses of its own; expected none");
        try {
            return new CddFuseLearner(trained, objectives.objectives(), beginning(trained));
        } catch (IllegalArgumentException e) {
            // The message begins with the name of the option.
            throw Usage.wrong(command, "--" + OneLine.of(e));
        }
    }

    private Beginning beginning(Network trained) throws IOException {
        if (from.isEmpty()) {
            return Beginning.SEEDED;
        }
        try (Checkpoint checkpoint = Dynafuse.library(command).find(from.get()).open()) {
            return Beginning.of(trained, checkpoint);
        }
    }

    private TrainingPlan plan(Learner learner, String data, Optional<GivenScenes> given) {
        try {
            return new TrainingPlan(
                    learner,
                    data,
                    objectives.scenes(given),
                    objectives.sceneSide(given),
                    learning.seed(),
                    learning.steps(),
                    learning.batch(),
                    learning.patch(learner.usual()),
                    learning.optimiser(learner.usual()),
                    learning.rate(learner.usual()),
                    learning.clip(learner.usual()),
                    learning.emaDecay(),
                    validateEvery);
        } catch (IllegalArgumentException e) {
            // The message begins with the name of the option.
            throw Usage.wrong(command, "--" + OneLine.of(e));
        }
    }

    private Network network() {
        Network named = named();
        if (width.isEmpty()) {
            return named;
        }
        Usage.require(command, named == CddFuse.PUBLISHED, "--width: is for cddfuse; expected none for " + named.id());
        return CddFuse.ofWidth(width.get())
                .orElseThrow(() -> Usage.wrong(command, "--width: expected 64, 32 or 16, found " + width.get()));
    }

    private Network named() {
        return Networks.find(network.equals(SHORT_NAME) ? MEANT_BY_IT : network)
                .flatMap(TrainCommand::trainable)
                .orElseThrow(() -> Usage.wrong(
                        command,
                        "NETWORK: expected one that can be trained, "
                                + Networks.all().stream()
                                        .flatMap(each -> trainable(each).stream())
                                        .map(Network::id)
                                        .collect(Collectors.joining(", "))
                                + ", found " + OneLine.of(network)));
    }

    private static Optional<Network> trainable(Network network) {
        return network.parameters().trained().isEmpty() ? Optional.empty() : Optional.of(network);
    }

    private void requireSense() {
        objectives.requireSense(command);
        learning.requireSense(command);
        reading.requireSense();
        Usage.requireThreads(command, threads);
        Usage.requirePositive(command, "--validate-every", Optional.of(validateEvery));
        Usage.requirePositive(command, "--checkpoint-every", Optional.of(checkpointEvery));
        Usage.require(
                command,
                output.isEmpty() || !output.get().toString().isEmpty(),
                "-o: expected the name of a folder, found an empty one");
        Usage.require(
                command,
                from.isEmpty() || !from.get().isEmpty(),
                "--from: expected the name of a checkpoint, found an empty one");
    }

    private void requirePlace(Path place) throws IOException {
        boolean begun = TrainingFolder.holdsTraining(place);
        Usage.require(
                command,
                resume || !begun,
                place + ": holds a training already; expected --resume to go on with it, or another folder");
        TrainingFolder.requirePlace(place);
        Usage.require(
                command,
                !resume || begun,
                place + ": holds no training to resume; expected one that was begun, or no --resume");
    }

    /** Checks that the scenes fit into their part of the heap; the rest is for making scenes, for validation and for images that are read. */
    private static void requireRoom(TrainingPlan plan, boolean readsImages) {
        long room = Runtime.getRuntime().maxMemory() / 4 * (readsImages ? 2 : 3);
        long needed = PlannedScenes.heapBytes(plan, Runtime.getRuntime().availableProcessors());
        if (needed > room) {
            throw new IllegalStateException("--scenes, --scene-side: the scenes take about " + megabytes(needed)
                    + " of the Java heap, of which " + megabytes(room)
                    + " are there for them; expected fewer or smaller ones, or a larger heap by JAVA_OPTS=-Xmx…");
        }
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
