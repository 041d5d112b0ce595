package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.detection.DetectionSettings;
import io.dynafuse.detection.score.ScoreProfile;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.ResultsReport;
import io.dynafuse.evaluation.detection.DetectionRequest;
import io.dynafuse.evaluation.detection.SceneTruths;
import io.dynafuse.evaluation.detection.SceneViews;
import io.dynafuse.evaluation.run.EvaluationRun;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.task.TaskChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  detection/                         what --detector found, as `dynafuse detect` writes it",
            "  run.json                           which run these results are of"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every scene was fused and measured",
            "1:a scene could not be fused or measured, or nothing could be done",
            "2:wrong usage"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final String DETECTION = "detection";

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

    @Mixin
    private MeasuringOptions measuring;

    @Mixin
    private DetectorOptions detector;

    @Option(
            names = "--align",
            description =
                    "List first how far the sources of every scene are off. Nothing is moved, as metrics compare with the"
                            + " files; dynafuse align writes an aligned dataset.")
    private boolean align;

    @Mixin
    private PreparationOptions preparation;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        GivenDataset given = measuring.read(sources.places(dataset, "DATASET"));
        Dataset scenes = given.scenes();
        preparation.requireSense(scenes);
        TaskChoice task = network.choose(scenes, reading.toOptions(), preparation.preparation());
        EvaluationSetup setup = setup(given, task);
        setup.requireApart(command);
        EvaluationRun.requirePlace(output);
        List<Measure> measures = measuring.measures(given);
        Optional<SceneTruths> truths = detector.truths();
        if (truths.isPresent()) {
            truths.get().requireKnown(scenes.scenes());
        }
        DatasetNotes.print(scenes, verbose, error());
        task.note().ifPresent(note -> error().println("note: " + note));
        measuring.note(scenes, measures).ifPresent(note -> error().println("note: " + note));
        if (align) {
            listOffsets(scenes, task);
        }
        network.prepareEngine(error());
        if (detector.isGiven()) {
            // Before hours go into fusing.
            detector.open(network.device()).close();
        }
        try (Fuser fuser = fuser(task)) {
            List<Variant> parsed = VariantWords.parsed(command, variants, fuser.defaults());
            EvaluationRun.Summary summary = setup.run(setup.request(fuser, parsed, measures), fuser, error());
            int measured = report(summary);
            return detector.isGiven() ? Math.max(measured, detect(setup, fuser, parsed, summary)) : measured;
        }
    }

    private void listOffsets(Dataset scenes, TaskChoice task) throws InterruptedException {
        try (TerminalProgress progress = new TerminalProgress(error(), "comparing", "scenes")) {
            DatasetAlignment alignment = new DatasetAlignment(
                    scenes,
                    SourceAligner.AUTOMATIC.task(task.task()),
                    network.reading(reading.toOptions(), preparation.preparation()),
                    WriteOptions.DEFAULT,
                    progress);
            alignment.estimate();
            progress.close();
            alignment.report().forEach(command.commandLine().getOut()::println);
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
                OutputRule.of(measuring.profile()),
                output,
                network.reading(reading.toOptions(), preparation.preparation().task(task.task())),
                network.threads(),
                measuring.gallery(),
                measuring.restart());
    }

    private Fuser fuser(TaskChoice task) throws IOException {
        Fuser.Builder builder = prompts.configure(network.fuser(task))
                .space(network.usualSpace())
                .keepWeightMaps();
        return OutputRule.of(measuring.profile()).configure(builder).open();
    }

    /** Looks for objects in the sources and in the fused images that were written. */
    private int detect(EvaluationSetup setup, Fuser fuser, List<Variant> parsed, EvaluationRun.Summary summary)
            throws IOException, InterruptedException {
        try (DetectorOptions.Opened opened = detector.open(network.device())) {
            List<DetectionRequest.Fact> facts = new ArrayList<>(opened.facts());
            facts.addAll(DetectionResults.facts(setup.identity(List.of(), fuser), parsed));
            DetectionRequest request = new DetectionRequest(
                    setup.dataset().scenes(),
                    setup.dataset().folder(),
                    SceneViews.ofResults(setup.reading(), summary.results(), output),
                    opened.finder(),
                    detector.truths(),
                    facts,
                    List.of(ScoreProfile.values()),
                    DetectionSettings.SHOWN,
                    measuring.gallery(),
                    measuring.restart());
            command.commandLine().getOut().println();
            return new DetectionResults(
                                    output.resolve(DETECTION),
                                    false,
                                    verbose,
                                    command.commandLine().getOut(),
                                    error())
                            .run(request)
                    ? 0
                    : 1;
        }
    }

    private int report(EvaluationRun.Summary summary) throws IOException {
        boolean complete = FailureLines.print(summary.results(), verbose, error());
        PrintWriter out = command.commandLine().getOut();
        out.print(new ResultsReport(summary.results()).write(ReportFormat.TABLE));
        out.println();
        out.println("report: " + summary.report());
        out.println(summary.measured() + " of " + summary.total() + " fused images measured"
                + (complete ? "" : "; the same command tries the others again"));
        return complete ? 0 : 1;
    }

    private void requireSense() throws IOException {
        network.requireSense();
        detector.requireSense(network.isTrusted());
        require(
                detector.isGiven() || detector.truth().isEmpty(),
                "--truth: is what a detector should find; expected --detector beside it");
        prompts.requireSense();
        require(
                Stream.concat(dataset.stream(), Stream.of(output))
                        .noneMatch(path -> path.toString().isEmpty()),
                "expected the name of a file or folder, found an empty one");
        measuring.requireSense();
        reading.requireSense();
        // Checked before any work, as it does not depend on the network.
        VariantWords.requireSense(command, variants);
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
