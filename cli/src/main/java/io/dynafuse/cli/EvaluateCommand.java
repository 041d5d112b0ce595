package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.dominability.DefaultDominability;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.ResultsReport;
import io.dynafuse.evaluation.run.DefaultMeasures;
import io.dynafuse.evaluation.run.EvaluationRequest;
import io.dynafuse.evaluation.run.EvaluationRun;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.task.TaskChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** Fuses a dataset by several variants and measures the results. */
@Command(
        name = "evaluate",
        description = {
            "Fuses every scene of a dataset by several variants of a network, measures what comes out, and writes tables,"
                    + " a report and all images into a folder.",
            "",
            "Killed at any moment and started again, it does only what is missing. More variants or scenes may be asked"
                    + " for later; with another checkpoint, metrics or versions it takes another folder, or --restart.",
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
            "  weights/VARIANT/SCENE/SOURCE.png   fusion weights of a source, 65535 for a weight of 1",
            "  scores/VARIANT/SCENE.json          scores of a fused image, and of which files they are",
            "  run.json                           which run these results are of"
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
            arity = "0..1",
            description = "A folder of scenes in a layout that the field uses, or a description of one (.yaml).")
    private Optional<Path> dataset = Optional.empty();

    @Mixin
    private SourcesOption sources;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for all results: new, empty, or that of an earlier run.")
    private Path output;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private PromptOptions prompts;

    @Option(
            names = "--variant",
            paramLabel = "WORDS",
            description =
                    "A variant of fusion, once for each: static, default, or how it differs from the default, such as"
                            + " image,no-judge or features,component,l2,k=50. Weights act on the images themselves, with"
                            + " --checkpoint on features, unless it says image or features. The first is what the others are"
                            + " compared with. static and default if not given.")
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
            description = "Which conventions to follow; canonical if not given (see `dynafuse metrics --help`).")
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
            description = "Do everything again: removes the results of the run in DIR, and no other file.")
    private boolean restart;

    @Mixin
    private PreparationOptions preparation;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        GivenDataset whole = GivenDataset.read(sources.places(dataset, "DATASET"));
        GivenDataset given = limit.map(whole::first).orElse(whole);
        Dataset scenes = given.scenes();
        preparation.requireSense(scenes);
        TaskChoice task = network.said(scenes.knownTask(network.task()))
                .orElseGet(() -> scenes.chooseTask(
                        network.task(), network.reading(reading.toOptions(), preparation.preparation())));
        EvaluationSetup setup = setup(given, task);
        setup.requireApart(command);
        EvaluationRun.requirePlace(output);
        List<Measure> measures = measures(given);
        DatasetNotes.print(scenes, verbose, error());
        task.note().ifPresent(note -> error().println("note: " + note));
        if (isTruthKnown(scenes)) {
            TruthNote.of(measures).ifPresent(note -> error().println("note: " + note));
        }
        network.prepareEngine(error());
        try (Fuser fuser = fuser(task)) {
            List<Variant> parsed = parsed(fuser.defaults());
            return report(run(setup.request(fuser, parsed, measures), fuser));
        }
    }

    private EvaluationRun.Summary run(EvaluationRequest request, Fuser fuser) throws IOException, InterruptedException {
        try (EvaluationProgressLines progress = new EvaluationProgressLines(error())) {
            return EvaluationRun.run(request, output, fuser::fuse, progress);
        }
    }

    /** The guess depends on the first scene alone; another guess would be another variant, which a run does not mix. */
    private EvaluationSetup setup(GivenDataset given, TaskChoice task) throws IOException {
        return new EvaluationSetup(
                given,
                network.checkpoint(task),
                task.task(),
                network.precision(),
                network.device(),
                OutputRule.of(profile),
                output,
                network.reading(reading.toOptions(), preparation.preparation().task(task.task())),
                network.threads(),
                gallery,
                restart);
    }

    private Fuser fuser(TaskChoice task) throws IOException {
        Fuser.Builder builder = prompts.configure(network.fuser(task))
                .space(network.usualSpace())
                .keepWeightMaps();
        return OutputRule.of(profile).configure(builder).open();
    }

    private int report(EvaluationRun.Summary summary) throws IOException {
        summary.notes().forEach(note -> error().println("note: " + note));
        boolean complete = FailureLines.print(summary.results(), verbose, error());
        PrintWriter out = command.commandLine().getOut();
        out.print(new ResultsReport(summary.results()).write(ReportFormat.TABLE));
        out.println();
        out.println("report: " + summary.report());
        out.println(summary.measured() + " of " + summary.total() + " fused images measured"
                + (complete ? "" : "; the same command tries the others again"));
        return complete ? 0 : 1;
    }

    private List<Variant> parsed(DefaultDominability defaults) {
        try {
            List<Variant> parsed = variants.stream()
                    .map(words -> Variant.parse(words, defaults))
                    .toList();
            EvaluationRequest.requireApart(parsed);
            return parsed;
        } catch (IllegalArgumentException e) {
            throw usage("--variant: " + e.getMessage());
        }
    }

    private List<Measure> measures(GivenDataset given) {
        boolean truth = isTruthKnown(given.scenes());
        if (metrics.isEmpty()) {
            return DefaultMeasures.of(profile, truth);
        }
        List<Measure> measures = namedMeasures();
        measures.stream()
                .filter(measure -> measure.metric().kind() == Kind.GROUND_TRUTH && !truth)
                .findFirst()
                .ifPresent(measure -> require(
                        false,
                        "--metric: " + measure.metric().id() + " compares with the ground truth, which " + given.words()
                                + " has none of; expected a folder called truth or gt beside the sources, or truth: in"
                                + " its dataset.yaml"));
        return measures;
    }

    private static boolean isTruthKnown(Dataset scenes) {
        return scenes.scenes().stream().anyMatch(scene -> scene.truth().isPresent());
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
        prompts.requireSense();
        require(
                Stream.concat(dataset.stream(), Stream.of(output))
                        .noneMatch(path -> path.toString().isEmpty()),
                "expected the name of a file or folder, found an empty one");
        Usage.requirePositive(command, "--limit", limit);
        require(gallery >= 0, "--gallery: expected 0 or more, found " + gallery);
        reading.requireSense();
        // Checked before any work, as it does not depend on the network.
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
