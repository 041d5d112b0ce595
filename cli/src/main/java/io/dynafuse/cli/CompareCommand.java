package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.comparison.CheckpointComparison;
import io.dynafuse.evaluation.comparison.ComparedDataset;
import io.dynafuse.evaluation.comparison.ComparedRun;
import io.dynafuse.evaluation.comparison.SideBySide;
import io.dynafuse.evaluation.run.EvaluationRequest;
import io.dynafuse.evaluation.run.EvaluationRun;
import io.dynafuse.evaluation.run.SafeNames;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskChoice;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fuses datasets with several checkpoints, and compares each with a baseline. */
@Command(
        name = "compare",
        description = {
            "Fuses every scene of datasets, static and by the network's default for the task (weights on features),"
                    + " with each checkpoint, and prints the mean of each metric and its share of the baseline's, for each task and over all images.",
            "",
            "Where the truth of all scenes of a dataset is known, images are measured against it (PSNR_GT, SSIM_GT);"
                    + " otherwise by Qabf, VIF, SSIM, MEF-SSIM, SCD, EN, SF and Qcv. Killed at any moment and started"
                    + " again, it does only what is missing.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footerHeading = "%nThe folder:%n",
        footer = {
            "  comparison.json                     says that this is the folder of a comparison",
            "  compare-weights.txt, .csv, .json    the tables, with every number in full in the last two",
            "  side-by-side/DATASET/SCENE.png      sources, below them what each checkpoint made of them",
            "  NAME/DATASET/                       what `dynafuse evaluate` writes: fused images, scores, a report"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every scene was fused and measured, whichever is better",
            "1:a scene could not be fused, measured or shown, or nothing could be done",
            "2:wrong usage"
        })
final class CompareCommand implements Callable<Integer> {
    private static final String EMBEDDED = "embedded";
    private static final int GALLERY = 12;
    private static final int LONGEST_NAME = 80;
    private static final List<String> VARIANTS = List.of("static", "default");

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "[NAME=]CHECKPOINT",
            arity = "1..*",
            description =
                    "Two or more: checkpoint files, names of installed or embedded checkpoints (see `dynafuse models`), or "
                            + EMBEDDED
                            + " for those that are embedded for each task; each has its own name or the one before the equals sign.")
    private List<String> checkpoints = List.of();

    @Option(
            names = "--data",
            paramLabel = "[TASK=]DATASET",
            description = "A folder of scenes or a description of one (.yaml), again for each; with its task,"
                    + " visible-infrared, medical, multi-exposure or multi-focus, where that is not known from the names of"
                    + " its sources.")
    private List<String> data = List.of();

    @Option(
            names = "--sources",
            paramLabel = "[TASK=]DIR",
            arity = "2..*",
            parameterConsumer = OneDataset.class,
            description =
                    "The folders of the sources of a dataset, or quoted patterns, where names leave them open; again for"
                            + " each dataset.")
    private List<List<String>> sources = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for all results: new, empty, or that of an earlier comparison.")
    private Path output;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "The checkpoint that the others are compared with; the last if not given.")
    private Optional<String> baseline = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N scenes of each dataset.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--gallery",
            paramLabel = "N",
            description =
                    "For how many scenes of each dataset to make side-by-side pictures; " + GALLERY + " if not given.")
    private int gallery = GALLERY;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work on; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--restart", description = "Do everything again, as `dynafuse evaluate --restart` does.")
    private boolean restart;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    /** Takes the values of each occurrence of an option as one dataset. */
    private static final class OneDataset implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            List<String> folders = new ArrayList<>();
            while (!arguments.isEmpty() && !arguments.peek().startsWith("-")) {
                folders.add(arguments.pop());
            }
            Usage.require(
                    command, folders.size() > 1, "--sources: expected 2 or more folders, found " + folders.size());
            List<List<String>> datasets = new ArrayList<>(option.<List<List<String>>>getValue());
            datasets.add(folders);
            option.setValue(datasets);
        }
    }

    /** A checkpoint with its name on the command line and its folder in the output. */
    private record Contender(String name, String folder, String given) {}

    /** A dataset and the name of its folder. */
    private record Scenes(ComparedDataset compared, String folder, TaskData asked, GivenDataset given) {
        Optional<Task> task() {
            return asked.task().or(compared.scenes()::task);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contender> contenders = contenders();
        int compared = baseline(contenders);
        requireSense();
        List<Scenes> datasets = datasets();
        for (Scenes scenes : datasets) {
            for (Contender contender : contenders) {
                EvaluationSetup setup = setup(contender, scenes);
                setup.requireApart(command);
                EvaluationRun.requirePlace(setup.output());
            }
        }
        ComparisonFolder folder = new ComparisonFolder(output);
        folder.requirePlace();
        Engine.useThreads(threads());
        requireNetworks(contenders, datasets);
        folder.mark();
        List<ComparedRun> runs = new ArrayList<>();
        boolean complete = true;
        for (Scenes scenes : datasets) {
            DatasetNotes.print(scenes.compared().scenes(), verbose, error());
            scenes.compared().note().ifPresent(note -> error().println("note: " + note));
            for (Contender contender : contenders) {
                ComparedRun run = run(contender, scenes);
                complete &= FailureLines.print(run.results(), verbose, error());
                runs.add(run);
            }
        }
        CheckpointComparison comparison = new CheckpointComparison(
                contenders.stream().map(Contender::name).toList(), compared, VARIANTS, runs);
        folder.write(comparison.findings(), out());
        return complete & isSomethingCompared(comparison) & areShown(datasets, runs) ? 0 : 1;
    }

    private boolean isSomethingCompared(CheckpointComparison comparison) {
        if (comparison.isEmpty()) {
            error().println("nothing could be compared: there is no image for which all checkpoints have a number");
        }
        return !comparison.isEmpty();
    }

    private List<Contender> contenders() {
        List<MethodArgument> given =
                checkpoints.stream().map(MethodArgument::of).toList();
        Usage.require(
                command,
                given.size() > 1,
                "expected two or more checkpoints, such as OURS=FILE THEIRS=FILE, found "
                        + String.join(" ", checkpoints));
        given.forEach(one -> Usage.require(
                command, !one.place().text().isEmpty(), one.name() + ": expected a file or a name, found nothing"));
        List<String> names = given.stream().map(MethodArgument::name).toList();
        Usage.require(
                command,
                names.stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        == names.size(),
                "expected checkpoints of different names, as NAME=FILE gives them, found "
                        + String.join(" and ", names));
        List<String> folders = SafeNames.of(names, LONGEST_NAME);
        requireNamesOfFolders(names, folders);
        return IntStream.range(0, given.size())
                .mapToObj(i -> new Contender(
                        names.get(i), folders.get(i), given.get(i).place().text()))
                .toList();
    }

    /** Checks names, which become folders: these must neither lie elsewhere nor be the comparison's own. */
    private void requireNamesOfFolders(List<String> names, List<String> folders) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Usage.require(
                    command,
                    !name.matches("\\.*") && !ComparisonFolder.isOwn(name) && !ComparisonFolder.isOwn(folders.get(i)),
                    "expected checkpoints of names that folders in DIR can have, beside what the comparison writes there,"
                            + " as NAME=FILE gives them, found " + OneLine.brief(name));
        }
    }

    private int baseline(List<Contender> contenders) {
        List<String> names = contenders.stream().map(Contender::name).toList();
        int place = baseline.map(names::indexOf).orElse(names.size() - 1);
        Usage.require(
                command,
                place >= 0,
                "--baseline: expected one of " + String.join(", ", names) + ", found " + baseline.orElse(""));
        return place;
    }

    private void requireSense() {
        Usage.require(
                command,
                !data.isEmpty() || !sources.isEmpty(),
                "expected --data DATASET, or the folders of its sources by --sources, found neither");
        Usage.require(command, !output.toString().isEmpty(), "-o: expected the name of a folder, found an empty one");
        Usage.requirePositive(command, "--limit", limit);
        Usage.require(command, gallery >= 0, "--gallery: expected 0 or more, found " + gallery);
        Usage.requireThreads(command, threads);
        reading.requireSense();
    }

    private List<Scenes> datasets() throws IOException {
        List<TaskData> given = Stream.concat(data.stream().map(List::of), sources.stream())
                .map(this::taskData)
                .toList();
        requireDifferent(given);
        List<GivenDataset> read = new ArrayList<>();
        for (TaskData one : given) {
            GivenDataset whole = GivenDataset.read(one.places());
            read.add(limit.map(whole::first).orElse(whole));
        }
        List<Dataset> found = read.stream().map(GivenDataset::scenes).toList();
        List<String> folders = SafeNames.of(found.stream().map(Dataset::name).toList(), LONGEST_NAME);
        return IntStream.range(0, given.size())
                .mapToObj(i -> {
                    Optional<String> task =
                            given.get(i).task().or(found.get(i)::task).map(ConstantName::of);
                    return new Scenes(
                            new ComparedDataset(folders.get(i), found.get(i), task),
                            folders.get(i),
                            given.get(i),
                            read.get(i));
                })
                .toList();
    }

    private void requireDifferent(List<TaskData> given) {
        for (int i = 0; i < given.size(); i++) {
            TaskData one = given.get(i);
            Usage.require(
                    command,
                    given.stream().limit(i).noneMatch(one::isSame),
                    (one.places().size() > 1 ? "--sources" : "--data") + ": expected each dataset once, found "
                            + String.join(
                                    " ",
                                    one.places().stream().map(Path::toString).toList()) + " again");
        }
    }

    private TaskData taskData(List<String> texts) {
        try {
            return TaskData.of(texts);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, (texts.size() > 1 ? "--sources: " : "--data: ") + e.getMessage());
        }
    }

    private CheckpointSource checkpoint(Contender contender, Scenes scenes) throws IOException {
        TaskChoice task = scenes.compared().scenes().knownTask(scenes.task());
        return contender.given().equals(EMBEDDED)
                ? Dynafuse.library(command).forTask(task.task(), task.sources())
                : Dynafuse.library(command).find(contender.given());
    }

    private EvaluationSetup setup(Contender contender, Scenes scenes) throws IOException {
        return new EvaluationSetup(
                scenes.given(),
                checkpoint(contender, scenes),
                scenes.task(),
                Precision.FP32,
                Device.CPU,
                OutputRule.of(MetricProfile.CANONICAL),
                output.resolve(contender.folder()).resolve(scenes.folder()),
                SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT.task(scenes.task())),
                threads(),
                gallery,
                restart);
    }

    /** Checks that every checkpoint is of a network, before hours go into the first. */
    private void requireNetworks(List<Contender> contenders, List<Scenes> datasets) throws IOException {
        for (Contender contender : contenders) {
            for (Scenes scenes : datasets) {
                Fuser.with(checkpoint(contender, scenes)).open().close();
            }
        }
    }

    private ComparedRun run(Contender contender, Scenes scenes) throws IOException, InterruptedException {
        EvaluationSetup setup = setup(contender, scenes);
        error().println(OneLine.of(
                "note: " + contender.name() + " on " + scenes.compared().name()));
        try (Fuser fuser = setup.fuser().keepWeightMaps().open()) {
            List<Variant> variants = VARIANTS.stream()
                    .map(words -> Variant.parse(words, fuser.defaults()))
                    .toList();
            EvaluationRequest request =
                    setup.request(fuser, variants, scenes.compared().measures());
            EvaluationRun.Summary summary = setup.run(request, fuser, error());
            return new ComparedRun(contender.name(), scenes.compared(), setup.output(), summary.results());
        }
    }

    /** Returns whether every picture could be made; a failure is reported and does not stop the others. */
    private boolean areShown(List<Scenes> datasets, List<ComparedRun> runs) throws IOException {
        boolean complete = true;
        for (Scenes scenes : datasets) {
            complete &= isShown(
                    scenes,
                    runs.stream()
                            .filter(run -> run.dataset().equals(scenes.compared()))
                            .toList());
        }
        return complete;
    }

    private boolean isShown(Scenes scenes, List<ComparedRun> runs) throws IOException {
        boolean complete = true;
        SideBySide sideBySide = new SideBySide(VARIANTS, runs, reading.toOptions());
        Path folder = output.resolve(ComparisonFolder.PICTURES).resolve(scenes.folder());
        for (DatasetScene scene :
                scenes.compared().scenes().scenes().stream().limit(gallery).toList()) {
            try {
                Optional<Image> picture = sideBySide.of(scene);
                if (picture.isPresent()) {
                    AtomicFile.makeFolder(folder);
                    ImageFiles.write(picture.get(), folder.resolve(scene.name() + ".png"));
                }
            } catch (UnwritableFileException e) {
                throw e;
            } catch (IOException e) {
                error().println("not shown: " + OneLine.of(scene.name()) + ": " + OneLine.of(e));
                complete = false;
            }
        }
        return complete;
    }

    private int threads() {
        return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
