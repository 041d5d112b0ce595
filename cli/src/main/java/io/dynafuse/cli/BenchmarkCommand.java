package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.Words;
import io.dynafuse.dominability.DefaultDominability;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.benchmark.Benchmark;
import io.dynafuse.evaluation.benchmark.BenchmarkReport;
import io.dynafuse.evaluation.benchmark.Entry;
import io.dynafuse.evaluation.report.HtmlReport;
import io.dynafuse.evaluation.run.EvaluationRequest;
import io.dynafuse.evaluation.run.EvaluationRun;
import io.dynafuse.evaluation.run.FusionCost;
import io.dynafuse.evaluation.run.RunCosts;
import io.dynafuse.files.FolderLock;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.ConstantName;
import io.dynafuse.report.Versions;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fuses a dataset by every method there is, and ranks them. */
@Command(
        name = "benchmark",
        description = {
            "Fuses every scene of a dataset with each checkpoint that suits it, by several variants, and prints one table: the"
                    + " mean of each metric with its rank, the mean of all ranks, and what time and memory a fusion takes. A"
                    + " second table tells by how many metrics each variant is better than the static fusion of the same network.",
            "",
            "Killed at any moment and started again, it does only what is missing. More methods, variants or scenes may be"
                    + " asked for later.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footerHeading = "%nThe folder:%n",
        footer = {
            "  benchmark-folder.json                says that this is the folder of a benchmark",
            "  benchmark.html                       the tables, in one file",
            "  benchmark.txt, .csv, .json           the same, with every number in full in the last two",
            "  NAME/                                what `dynafuse evaluate` writes: fused images, scores, a report",
            "  NAME/costs.json                      time and memory of a fusion"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every scene was fused and measured by each method that suits the dataset",
            "1:a method or scene could not be fused or measured, or nothing could be done",
            "2:wrong usage"
        })
final class BenchmarkCommand implements Callable<Integer> {
    private static final String JUDGED_BY_NOBODY = "image,no-judge";

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "DATASET",
            arity = "0..1",
            description = "A folder of scenes in a layout that the field uses, or a description of one (.yaml).")
    private Optional<Path> dataset = Optional.empty();

    @Mixin
    private SourcesOption sources;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for all results: new, empty, or that of an earlier benchmark.")
    private Path output;

    @Option(
            names = "--methods",
            paramLabel = "all|[NAME=]CHECKPOINT",
            split = ",",
            description =
                    "Names of installed or embedded checkpoints (see `dynafuse models`) or checkpoint files. all if not given:"
                            + " every installed and embedded checkpoint. Those that do not suit the task, the number or the"
                            + " roles of the sources are left out, with the reason.")
    private List<String> methods = List.of(BenchmarkMethods.ALL);

    @Option(
            names = "--variant",
            paramLabel = "WORDS",
            description =
                    "A variant of fusion, once for each, as `dynafuse evaluate` takes them; static, features and image if not"
                            + " given, and image,exp in place of image for visible and infrared images, which a network judges"
                            + " only if asked. Where weights act on features, networks without a place for them are left out.")
    private List<String> variants = List.of();

    @Mixin
    private MeasuringOptions measuring;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description =
                    "visible-infrared, medical, multi-exposure or multi-focus; guessed from the first images if neither this nor"
                            + " the names of the sources tell it.")
    private Optional<Task> task = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work on; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    /** What is the same for all methods. */
    private record Given(GivenDataset dataset, TaskChoice task, List<String> variants, List<Measure> measures) {}

    /** A row or several of the table, and of what they are. */
    private record Finished(BenchmarkReport.Method method, List<Entry> entries, boolean isComplete) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        GivenDataset read = measuring.read(sources.places(dataset, "DATASET"));
        read.requireOutside(command, "-o ", output);
        Dataset scenes = read.scenes();
        TaskChoice chosen = scenes.chooseTask(task, SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT));
        Given given = new Given(
                read, chosen, variants.isEmpty() ? usualVariants(chosen.task()) : variants, measuring.measures(read));
        BenchmarkFolder folder = new BenchmarkFolder(output);
        folder.requirePlace();
        DatasetNotes.print(scenes, verbose, error());
        given.task().note().ifPresent(this::note);
        measuring.note(scenes, given.measures()).ifPresent(this::note);
        BenchmarkMethods found = BenchmarkMethods.of(Dynafuse.library(command), methods, scenes, given.task());
        found.leftOut().forEach(line -> note("left out: " + line));
        found.failures().forEach(line -> error().println("failed: " + line));
        requireSome(found, given);
        for (BenchmarkMethods.Method method : found.methods()) {
            setup(given, method.folder(), method.checkpoint()).requireApart(command);
        }
        Engine.useThreads(threads());
        try (FolderLock lock = folder.hold()) {
            return report(folder, given, found);
        }
    }

    private void requireSense() {
        Usage.require(command, !output.toString().isEmpty(), "-o: expected the name of a folder, found an empty one");
        Usage.requireThreads(command, threads);
        BenchmarkMethods.requireSense(command, methods);
        VariantWords.requireSense(command, variants);
        measuring.requireSense();
        reading.requireSense();
    }

    private static void requireSome(BenchmarkMethods found, Given given) throws IOException {
        if (found.methods().isEmpty()) {
            throw new IOException(given.dataset().words() + ": no method suits it"
                    + Stream.concat(found.leftOut().stream(), found.failures().stream())
                            .findFirst()
                            .map(line -> " (" + line + ")")
                            .orElse("")
                    + "; expected one that `dynafuse models` lists, or --methods FILE");
        }
    }

    private int report(BenchmarkFolder folder, Given given, BenchmarkMethods found)
            throws IOException, InterruptedException {
        List<String> leftOut = new ArrayList<>(found.leftOut());
        List<String> failures = new ArrayList<>(found.failures());
        List<Finished> finished = new ArrayList<>();
        for (BenchmarkMethods.Method method : found.methods()) {
            List<String> suiting = suiting(method, given, leftOut);
            if (!suiting.isEmpty()) {
                finished(given, method, suiting, failures).ifPresent(finished::add);
            }
        }
        usual(given, failures).ifPresent(finished::add);
        List<Entry> entries =
                finished.stream().flatMap(one -> one.entries().stream()).toList();
        if (entries.stream()
                .allMatch(entry -> entry.result().measured().findAny().isEmpty())) {
            throw new IOException(
                    given.dataset().words() + ": no scene of it could be fused and measured by any method");
        }
        BenchmarkReport report = new BenchmarkReport(
                given.dataset().scenes().name(),
                facts(given),
                finished.stream().map(Finished::method).toList(),
                new Benchmark(given.measures(), entries),
                leftOut,
                failures);
        Path page = folder.write(report, out());
        out().println();
        out().println("report: " + page);
        return failures.isEmpty() && finished.stream().allMatch(Finished::isComplete) ? 0 : 1;
    }

    /** Of visible and infrared images, a network judges by a form of losses, of which there is none by default. */
    private static List<String> usualVariants(Optional<Task> task) {
        String judged = task.equals(Optional.of(Task.VISIBLE_INFRARED)) ? "image,exp" : "image";
        return List.of(Variant.STATIC.label(), "features", judged);
    }

    /** The variants that a network can do; of the others it is said why. */
    private List<String> suiting(BenchmarkMethods.Method method, Given given, List<String> leftOut) {
        if (method.network().facts().weighting().isPresent()) {
            return given.variants();
        }
        DefaultDominability defaults = DefaultDominability.ofFeatures(
                method.network().defaultDominability(given.task().task()));
        List<String> suiting = new ArrayList<>();
        for (String words : given.variants()) {
            boolean onFeatures = Variant.parse(words, defaults)
                    .dominability()
                    .filter(dominability -> dominability.imageSpace().isEmpty())
                    .isPresent();
            if (onFeatures) {
                String line = method.name() + ", " + words + ": "
                        + method.network().id() + " has no place in its features for fusion weights";
                leftOut.add(line);
                note("left out: " + line);
            } else {
                suiting.add(words);
            }
        }
        return suiting;
    }

    /** The fusion that needs no network, to compare with; the checkpoint that it is opened with has no part in it. */
    private Optional<Finished> usual(Given given, List<String> failures) throws IOException, InterruptedException {
        Optional<EmbeddedCheckpoint> any = EmbeddedCheckpoint.best(
                Dynafuse.library(command).embedded(),
                given.task().task(),
                given.task().sources());
        if (any.isEmpty()) {
            return Optional.empty();
        }
        Network network = Networks.find(any.get().card().network()).orElseThrow();
        return finished(
                given,
                new BenchmarkMethods.Method(BenchmarkMethods.USUAL, BenchmarkMethods.USUAL, any.get(), network),
                List.of(JUDGED_BY_NOBODY),
                failures);
    }

    private Optional<Finished> finished(
            Given given, BenchmarkMethods.Method method, List<String> words, List<String> failures)
            throws UnwritableFileException, InterruptedException {
        note(method.name() + " on " + given.dataset().scenes().name());
        try {
            return Optional.of(run(given, method, words));
        } catch (UnwritableFileException | ParameterException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            String line = OneLine.of(method.name() + ": " + OneLine.of(e));
            failures.add(line);
            error().println("failed: " + line);
            if (verbose) {
                e.printStackTrace(error());
            }
            return Optional.empty();
        }
    }

    private Finished run(Given given, BenchmarkMethods.Method method, List<String> words)
            throws IOException, InterruptedException {
        EvaluationSetup setup = setup(given, method.folder(), method.checkpoint());
        try (Fuser fuser = setup.fuser().keepWeightMaps().open()) {
            EvaluationRequest request =
                    setup.request(fuser, VariantWords.parsed(command, words, fuser.defaults()), given.measures());
            EvaluationRun.Summary summary = setup.run(request, fuser, error());
            boolean complete = FailureLines.print(summary.results(), verbose, error());
            RunCosts costs = RunCosts.of(request, setup.output(), summary.results());
            boolean timed = costs.missing().isEmpty() || measure(costs, setup, method.name());
            Map<String, FusionCost> known = costs.known();
            return new Finished(
                    new BenchmarkReport.Method(
                            method.name(),
                            method.folder(),
                            fuser.network().id(),
                            request.identity().weights()),
                    summary.results().methods().stream()
                            .map(result -> entry(method.name(), result, known))
                            .toList(),
                    complete & timed);
        }
    }

    private static Entry entry(String method, MethodResult result, Map<String, FusionCost> costs) {
        return new Entry(method, result, Optional.ofNullable(costs.get(result.method())));
    }

    /** With a fuser that keeps no weights, as images of them take time too; returns whether everything could be measured. */
    private boolean measure(RunCosts costs, EvaluationSetup setup, String name)
            throws IOException, InterruptedException {
        try (Fuser fuser = setup.fuser().open();
                TerminalProgress progress = new TerminalProgress(error(), "time and memory of " + name, "variants")) {
            List<String> failures = costs.measure(fuser::fuse, progress);
            failures.forEach(line -> error().println("not measured: " + OneLine.of(name + ", " + line)));
            return failures.isEmpty();
        }
    }

    private EvaluationSetup setup(Given given, String folder, CheckpointSource checkpoint) {
        Optional<Task> known = given.task().task();
        return new EvaluationSetup(
                given.dataset(),
                checkpoint,
                known,
                Precision.FP32,
                Device.CPU,
                OutputRule.of(measuring.profile()),
                output.resolve(folder),
                SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT.task(known)),
                threads(),
                measuring.gallery(),
                measuring.restart());
    }

    private List<HtmlReport.Fact> facts(Given given) {
        List<HtmlReport.Fact> facts = new ArrayList<>();
        facts.add(new HtmlReport.Fact(
                "dataset",
                given.dataset().scenes().name() + ", "
                        + Words.counted(given.dataset().scenes().scenes().size(), "scene")));
        given.task().task().ifPresent(known -> facts.add(new HtmlReport.Fact("task", ConstantName.of(known))));
        facts.add(new HtmlReport.Fact("computed in", "fp32 on cpu, by " + Words.counted(threads(), "thread")));
        facts.add(new HtmlReport.Fact("profile of metrics", measuring.profile().id()));
        facts.add(new HtmlReport.Fact("Dynafuse", Versions.dynafuse()));
        facts.add(new HtmlReport.Fact("engine", Engine.version()));
        facts.add(new HtmlReport.Fact("Java", Integer.toString(Runtime.version().feature())));
        return facts;
    }

    private int threads() {
        return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    private void note(String line) {
        error().println("note: " + OneLine.of(line));
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
