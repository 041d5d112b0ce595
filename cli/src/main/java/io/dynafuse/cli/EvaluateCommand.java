package io.dynafuse.cli;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.Words;
import io.dynafuse.evaluation.dataset.Dataset;
import io.dynafuse.evaluation.dataset.DatasetScene;
import io.dynafuse.evaluation.report.Fact;
import io.dynafuse.evaluation.run.DefaultMeasures;
import io.dynafuse.evaluation.run.EvaluationRequest;
import io.dynafuse.evaluation.run.EvaluationRun;
import io.dynafuse.evaluation.run.RunIdentity;
import io.dynafuse.evaluation.run.RunSummary;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.model.Network;
import io.dynafuse.torch.Engine;
import io.dynafuse.weights.Checkpoint;
import io.dynafuse.weights.CheckpointSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/** Fuses a dataset in several ways and measures how good they are. */
@Command(
        name = "evaluate",
        description = {
            "Fuses every scene of a dataset by several variants of a network, measures what comes out, and writes tables,"
                    + " a report and all images into a folder.",
            "",
            "Killed at any moment and started again, it does only what is missing. More variants or scenes may be asked"
                    + " for later; with other weights, metrics or versions it takes another folder, or --restart.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footerHeading = "%nThe folder:%n",
        footer = {
            "  report.html                        tables, charts and pictures, in one file",
            "  results.csv, results.json          every score; means and ranks",
            "  fused/VARIANT/SCENE.png            fused images",
            "  weights/VARIANT/SCENE/SOURCE.png   weights of a source, 65535 for a weight of 1",
            "  scores/VARIANT/SCENE.json          scores of a fused image, and of which files they are",
            "  run.json                           whose results these are"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every scene was fused and measured",
            "1:a scene could not be fused or measured, or nothing could be done",
            "2:wrong usage"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int GALLERY = 12;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "DATASET",
            description = "A folder of scenes in a layout that the field uses, or a description of one (.yaml).")
    private Path dataset;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where everything goes: a new folder, an empty one, or that of an earlier run.")
    private Path output;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = "--variant",
            paramLabel = "WORDS",
            description = "A way to fuse, once for each: static, default, or how it differs from the default, such as"
                    + " maximum or fused,contrast or component,l2,k=50. The first is what the others are compared with."
                    + " static and default if not given.")
    private List<String> variants = List.of("static", "default");

    @Option(
            names = "--metric",
            paramLabel = "ID",
            split = ",",
            description = "What to compute, such as EN,SSIM,PSNR@vifb, where @ names a profile. If not given, what"
                    + " publications print most (EN, SD, AG, EI, SF, CE, MI, SCD, VIF, Qabf, SSIM; with a ground truth"
                    + " PSNR_GT and SSIM_GT), or all that another profile than canonical knows.")
    private List<String> metrics = List.of();

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "Whose conventions to follow; canonical if not given (see `dynafuse metrics --help`).")
    private MetricProfile profile = MetricProfile.CANONICAL;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N scenes.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--gallery",
            paramLabel = "N",
            description = "How many scenes the report shows pictures of; " + GALLERY + " if not given.")
    private int gallery = GALLERY;

    @Option(
            names = "--restart",
            description = "Do everything anew: removes the results of the run that DIR is of, and no other file.")
    private boolean restart;

    @Mixin
    private ReadLimitOptions limits;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        Dataset whole = Dataset.read(dataset);
        Dataset scenes = limit.map(whole::first).orElse(whole);
        requireApart(scenes);
        EvaluationRun.requirePlace(output);
        List<Measure> measures = measures(scenes);
        DatasetNotes.print(scenes, verbose, error());
        TaskChoice task = task(scenes);
        network.prepareEngine();
        try (Fuser fuser = fuser(task)) {
            EvaluationRequest request = request(scenes, task, measures, fuser);
            return report(run(request, fuser));
        }
    }

    private RunSummary run(EvaluationRequest request, Fuser fuser) throws IOException, InterruptedException {
        try (EvaluationProgressLines progress = new EvaluationProgressLines(error())) {
            return EvaluationRun.run(request, output, fuser::fuse, progress);
        }
    }

    private EvaluationRequest request(Dataset scenes, TaskChoice task, List<Measure> measures, Fuser fuser)
            throws IOException {
        List<Variant> parsed = parsed(fuser.defaultDominability());
        RunIdentity identity = identity(scenes, network.weights(task), measures, fuser.network());
        return new EvaluationRequest(
                scenes,
                place(),
                parsed,
                measures,
                identity,
                task.task().map(Names::of).orElse(""),
                OutputRule.of(profile),
                facts(scenes, task, identity, fuser.network()),
                limits.toLimits(),
                network.threads(),
                gallery,
                restart);
    }

    /** A guess is the same whenever the first scene is; another one would be another variant, which a run does not mix up. */
    private TaskChoice task(Dataset scenes) {
        TaskChoice choice = TaskChoice.of(network.task(), scenes, limits.toLimits());
        choice.note().ifPresent(note -> error().println("note: " + note));
        return choice;
    }

    private Fuser fuser(TaskChoice task) throws IOException {
        Fuser.Builder builder = network.fuser(task).keepWeightMaps();
        return OutputRule.of(profile).configure(builder).open();
    }

    private RunIdentity identity(Dataset scenes, CheckpointSource weights, List<Measure> measures, Network chosen)
            throws IOException {
        try (Checkpoint checkpoint = weights.open()) {
            return new RunIdentity(
                    scenes.name(),
                    chosen.id(),
                    checkpoint.sha256(),
                    Names.of(network.precision()),
                    Names.of(network.device()),
                    OutputRule.of(profile).words(),
                    RunIdentity.labels(measures),
                    Version.ofDynafuse(),
                    Engine.version(),
                    Integer.toString(Runtime.version().feature()));
        }
    }

    private List<Fact> facts(Dataset scenes, TaskChoice task, RunIdentity identity, Network chosen) throws IOException {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "dataset", scenes.name() + ", " + Words.counted(scenes.scenes().size(), "scene")));
        task.task().ifPresent(known -> facts.add(new Fact("task", Names.of(known))));
        facts.add(new Fact("network", chosen.id() + ": " + chosen.description()));
        facts.add(new Fact("weights", network.weights(task).shortName()));
        facts.add(new Fact("weights, SHA-256", identity.weights()));
        facts.add(new Fact("computed in", identity.precision() + " on " + identity.device()));
        facts.add(new Fact("fused images", identity.output()));
        facts.add(new Fact("Dynafuse", identity.dynafuse()));
        facts.add(new Fact("engine", identity.engine()));
        facts.add(new Fact("Java", identity.java()));
        return facts;
    }

    private int report(RunSummary summary) throws IOException {
        summary.notes().forEach(note -> error().println("note: " + note));
        boolean complete = FailureLines.print(summary.results(), verbose, error());
        PrintWriter out = command.commandLine().getOut();
        out.print(ReportFormat.TABLE.write(summary.results()));
        out.println();
        out.println("report: " + summary.report());
        out.println(summary.measured() + " of " + summary.total() + " fused images measured"
                + (complete ? "" : "; the same command tries the others again"));
        return complete ? 0 : 1;
    }

    private List<Variant> parsed(Dominability networkDefault) {
        try {
            List<Variant> parsed = variants.stream()
                    .map(words -> Variant.parse(words, networkDefault))
                    .toList();
            EvaluationRequest.requireApart(parsed);
            return parsed;
        } catch (IllegalArgumentException e) {
            throw usage("--variant: " + e.getMessage());
        }
    }

    private List<Measure> measures(Dataset scenes) {
        boolean truth = scenes.scenes().stream().anyMatch(scene -> scene.truth().isPresent());
        if (metrics.isEmpty()) {
            return DefaultMeasures.of(profile, truth);
        }
        List<Measure> measures = namedMeasures();
        measures.stream()
                .filter(measure -> measure.metric().kind() == Kind.GROUND_TRUTH && !truth)
                .findFirst()
                .ifPresent(measure -> require(
                        false,
                        "--metric: " + measure.metric().id() + " compares with the ground truth, which " + dataset
                                + " has none of"));
        return measures;
    }

    private List<Measure> namedMeasures() {
        try {
            return MeasureSelection.named(metrics, profile);
        } catch (IllegalArgumentException e) {
            throw usage("--metric: " + e.getMessage());
        }
    }

    private void requireSense() throws IOException {
        network.requireSense();
        require(
                Stream.of(dataset, output).noneMatch(path -> path.toString().isEmpty()),
                "expected the name of a file or folder, found an empty one");
        Usage.requirePositive(command, "--limit", limit);
        require(gallery >= 0, "--gallery: expected 0 or more, found " + gallery);
        limits.requireSense();
        // Before any work: whether the words are some does not depend on the network.
        variants.forEach(this::requireWords);
        require(
                variants.stream()
                                .map(String::strip)
                                .map(words -> words.toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        == variants.size(),
                "--variant: expected variants that differ, found " + String.join(" and ", variants));
        if (!metrics.isEmpty()) {
            namedMeasures();
        }
    }

    private void requireWords(String words) {
        try {
            Variant.requireWords(words);
        } catch (IllegalArgumentException e) {
            throw usage("--variant: " + e.getMessage());
        }
    }

    /** Outputs among the sources would become sources of the next run. */
    private void requireApart(Dataset scenes) throws IOException {
        Path folder = Usage.real(output);
        if (Files.isDirectory(dataset)) {
            require(
                    !folder.startsWith(Usage.real(dataset)),
                    output + ": lies in the dataset " + dataset + "; expected a folder outside of it");
        }
        for (DatasetScene scene : scenes.scenes()) {
            for (Path file : scene.allFiles()) {
                Path real = Usage.real(file);
                require(
                        !real.startsWith(folder) && !folder.equals(real.getParent()),
                        output + ": holds " + file + " of the dataset; expected a folder without sources");
            }
        }
        Optional<Path> weights = network.weightsFile();
        require(
                weights.isEmpty() || !Usage.real(weights.get()).startsWith(folder),
                output + ": holds the weights " + weights.map(Path::toString).orElse("")
                        + "; expected a folder without them");
    }

    private Path place() {
        Path parent = dataset.toAbsolutePath().normalize().getParent();
        return Files.isDirectory(dataset) || parent == null ? dataset : parent;
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }

    private ParameterException usage(String message) {
        return Usage.wrong(command, message);
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
