package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.FailedScene;
import io.dynafuse.evaluation.detection.SceneTruths;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.files.OneLine;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.reproduction.CountedExperiment;
import io.dynafuse.reproduction.DetectionExperiment;
import io.dynafuse.reproduction.Experiment;
import io.dynafuse.reproduction.Experiments;
import io.dynafuse.reproduction.Reproduction;
import io.dynafuse.reproduction.ReproductionReport;
import io.dynafuse.reproduction.ReproductionRun;
import io.dynafuse.reproduction.ScanExperiment;
import io.dynafuse.reproduction.StudyExperiment;
import io.dynafuse.reproduction.TimedExperiment;
import io.dynafuse.reproduction.TrainedExperiment;
import io.dynafuse.reproduction.TrainedRun;
import io.dynafuse.reproduction.WeightScan;
import io.dynafuse.study.FindingsReport;
import io.dynafuse.study.Study;
import io.dynafuse.study.StudySubject;
import io.dynafuse.task.TaskChoice;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reproduces a published table. */
@Command(
        name = "reproduce",
        description = {
            "Makes a published table again: fuses and measures as the paper did, and prints for every cell our value, the"
                    + " paper's, and the difference, and which published improvements are reproduced.",
            "",
            "--checkpoint may be given several times: each fills the rows of its network. A checkpoint that was trained here, and a"
                    + " second one of a network, has rows of its own. ttd-table9 needs none.",
            "",
            "refusion-table5 and refusion-table6 train ReFusion anew for each row, much shorter than the paper did, on scenes made"
                    + " from a seed or on DATASET, and measure on scenes that nothing is learned from. tcmoa-table4 and tcmoa-figure8"
                    + " train TC-MoA so, a small one and on made scenes alone.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every scene was fused and measured, whatever the result",
            "1:a scene could not be fused or measured",
            "2:wrong usage"
        })
final class ReproduceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "EXPERIMENT",
            arity = "0..1",
            description = "What to reproduce, such as ttd-table3; --list shows all.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DATASET",
            description =
                    "The images: a folder in any layout that the field uses, or a description in YAML; ttd-weights takes"
                            + " three.")
    private List<Path> data = List.of();

    @Mixin
    private SourcesOption sources;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Take only the first N scenes, for a quick look; means are then not comparable with the paper's.")
    private Optional<Integer> limit = Optional.empty();

    @Mixin
    private CheckpointOptions network;

    @Mixin
    private DetectorOptions detector;

    @Mixin
    private BudgetOptions budget;

    @Mixin
    private ReportOutput output;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--list", description = "List the experiments and what they need, and run none.")
    private boolean list;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        if (list) {
            requireNothingBesideList();
            Experiments.all().stream()
                    .flatMap(experiment -> experiment.lines().stream())
                    .forEach(command.commandLine().getOut()::println);
            return 0;
        }
        Experiment experiment = experiment();
        if (experiment instanceof CountedExperiment counted) {
            requireOnlyOutput(counted);
            output.requireApart(List.of(), ReproductionReport::isReport);
            return report(counted.run());
        }
        if (experiment instanceof TrainedExperiment trained) {
            return train(trained);
        }
        requireSense(experiment);
        output.requireSense();
        if (experiment instanceof ScanExperiment scan) {
            return scan(scan);
        }
        Dataset dataset = GivenDataset.read(places()).scenes();
        List<DatasetScene> scenes = scenes(dataset);
        boolean ofStudy = experiment instanceof StudyExperiment || experiment instanceof DetectionExperiment;
        output.requireApart(filesRead(scenes), ofStudy ? FindingsReport::isReport : ReproductionReport::isReport);
        DatasetNotes.print(dataset, verbose, error());
        experiment.images().warning(dataset.task()).ifPresent(line -> error().println("warning: " + line));
        if (experiment instanceof DetectionExperiment found) {
            return detect(found, dataset, scenes);
        }
        return experiment instanceof StudyExperiment asked
                ? report(asked.study(), run(asked, dataset))
                : report(run(experiment, dataset, scenes));
    }

    private Findings run(StudyExperiment experiment, Dataset dataset) throws IOException, InterruptedException {
        Engine.useThreads(network.threads());
        try (TerminalProgress progress = new TerminalProgress(error(), "reproducing", "scenes");
                Fuser fuser = network.fuser(task(dataset)).keepWeightMaps().open()) {
            return experiment
                    .study()
                    .run(new StudySubject(
                            places().get(0),
                            Optional.of(dataset),
                            fuser,
                            network.noisyNetworks(task(dataset)),
                            List.of(),
                            Optional.empty(),
                            experiment.corruptions(),
                            limit.orElse(Integer.MAX_VALUE),
                            StudySubject.DEFAULT_SEED,
                            Optional.empty(),
                            reading.toOptions(),
                            progress));
        }
    }

    private int detect(DetectionExperiment experiment, Dataset dataset, List<DatasetScene> scenes)
            throws IOException, InterruptedException {
        SceneTruths truths = detector.truths().orElseThrow();
        truths.requireKnown(scenes);
        Engine.useThreads(network.threads());
        Findings findings;
        try (TerminalProgress progress = new TerminalProgress(error(), "reproducing", "scenes");
                DetectorOptions.Opened opened = detector.open(Device.CPU);
                Fuser fuser = network.fuser(task(dataset)).open()) {
            findings = experiment.run(
                    scenes,
                    fuser,
                    opened.detector(),
                    truths,
                    SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT),
                    progress);
        }
        findings.failures().forEach(failed -> error().println("in no score: " + failed));
        output.write(
                FindingsReport.ofDetection(experiment.id(), experiment.title(), findings), FindingsReport::isReport);
        return findings.failures().isEmpty() ? 0 : 1;
    }

    private int scan(ScanExperiment experiment) throws IOException, InterruptedException {
        List<Dataset> datasets = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path place : data) {
            Dataset dataset = Dataset.read(place);
            datasets.add(dataset);
            files.add(place);
            files.addAll(filesRead(dataset.scenes()));
        }
        output.requireApart(files, FindingsReport::isReport);
        Engine.useThreads(network.threads());
        try (TerminalProgress progress = new TerminalProgress(error(), "reproducing", "scenes");
                Fuser fuser = network.fuser(task(datasets.get(0))).open()) {
            Findings findings = scan(experiment, datasets, fuser, progress).run();
            findings.failures().forEach(failed -> error().println("in no mean: " + failed));
            output.write(
                    FindingsReport.ofScan(experiment.id(), experiment.title(), findings), FindingsReport::isReport);
            return findings.failures().isEmpty() ? 0 : 1;
        }
    }

    private WeightScan scan(ScanExperiment experiment, List<Dataset> datasets, Fuser fuser, TerminalProgress progress) {
        try {
            return WeightScan.of(
                    experiment,
                    datasets,
                    fuser,
                    limit.orElse(Integer.MAX_VALUE),
                    new ReproductionRun.Settings(network.threads(), reading.toOptions()),
                    progress);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--data: " + e.getMessage());
        }
    }

    private int train(TrainedExperiment experiment) throws Exception {
        requireTrainable(experiment);
        Optional<Dataset> dataset = !data.isEmpty() || sources.isGiven()
                ? Optional.of(GivenDataset.read(places()).scenes())
                : Optional.empty();
        output.requireApart(
                dataset.isPresent() ? filesRead(dataset.get().scenes()) : checkpointFiles(),
                ReproductionReport::isReport);
        dataset.ifPresent(found -> DatasetNotes.print(found, verbose, error()));
        Engine.useThreads(network.threads());
        try (TerminalProgress progress = new TerminalProgress(error(), "training", "steps")) {
            return report(run(experiment, dataset, progress).run());
        }
    }

    private TrainedRun run(TrainedExperiment experiment, Optional<Dataset> dataset, TerminalProgress progress)
            throws IOException {
        Optional<TrainedRun.Given> given =
                dataset.map(found -> new TrainedRun.Given(places().get(0), found, reading.toOptions()));
        try {
            return new TrainedRun(
                    experiment,
                    budget.budget(network.threads(), experiment.setup().patch()),
                    given,
                    network.checkpoints().stream().findFirst(),
                    progress);
        } catch (IllegalArgumentException e) {
            // The message begins with the name of the option.
            throw Usage.wrong(command, "--" + OneLine.of(e));
        }
    }

    private void requireTrainable(TrainedExperiment experiment) throws IOException {
        String trains = experiment.id() + " trains its networks; expected ";
        Optional<String> foundation = experiment.setup().foundation();
        require(foundation.isPresent() || !network.isCheckpointGiven(), "--checkpoint: " + trains + "none");
        if (foundation.isPresent()) {
            require(
                    network.isCheckpointGiven(),
                    "expected --checkpoint FILE, " + foundation.get() + ", which " + experiment.id() + " builds upon");
            network.requireSense();
        }
        require(network.network().isEmpty(), "--model: " + trains + "none");
        require(
                experiment.setup().takesImages() || data.isEmpty() && !sources.isGiven(),
                "--data: " + experiment.id() + " trains on scenes that are made; expected none");
        require(data.size() < 2, "--data: expected 1 of it, found " + data.size());
        require(limit.isEmpty(), "--limit: " + trains + "--scenes, or a smaller dataset");
        Usage.requireThreads(command, Optional.of(network.threads()));
        reading.requireSense();
        output.requireSense();
    }

    private void requireOnlyOutput(CountedExperiment experiment) throws IOException {
        for (ArgSpec argument : command.commandLine().getParseResult().matchedArgs()) {
            String name = argument instanceof OptionSpec option ? option.longestName() : "";
            require(
                    name.isEmpty()
                            || Set.of("--output", "--format", "--verbose").contains(name),
                    name + ": " + experiment.id()
                            + " counts parameters and needs nothing; expected --output or --format");
        }
        output.requireSense();
    }

    private List<Path> places() {
        return sources.places(data.stream().findFirst(), "--data DATASET");
    }

    /** The task is never guessed, as the paper says what was fused. */
    private static TaskChoice task(Dataset dataset) {
        return dataset.knownTask(Optional.empty());
    }

    private int report(Study study, Findings findings) throws IOException {
        findings.failures().forEach(failed -> error().println("in no mean: " + failed));
        output.write(FindingsReport.of(study, findings), FindingsReport::isReport);
        return findings.failures().isEmpty() ? 0 : 1;
    }

    private Experiment experiment() {
        require(id.isPresent(), "expected the experiment to reproduce, such as ttd-table3; --list shows all");
        try {
            return Experiments.of(id.orElseThrow());
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    private Reproduction run(Experiment experiment, Dataset dataset, List<DatasetScene> scenes)
            throws IOException, InterruptedException {
        int workers = network.threads();
        Engine.useThreads(workers);
        try (TerminalProgress progress = new TerminalProgress(
                error(), "reproducing", experiment instanceof TimedExperiment ? "scenes" : "fusions")) {
            return ReproductionRun.of(
                            experiment,
                            places().get(0),
                            scenes,
                            weights(experiment, dataset),
                            network.network(),
                            new ReproductionRun.Settings(workers, reading.toOptions()))
                    .run(progress);
        }
    }

    /** Networks that are only timed need none. */
    private List<CheckpointSource> weights(Experiment experiment, Dataset dataset) throws IOException {
        return network.isCheckpointGiven() || experiment instanceof TimedExperiment timed && timed.beginsAtRandom()
                ? network.checkpoints()
                : List.of(network.checkpoint(task(dataset)));
    }

    private int report(Reproduction reproduction) throws IOException {
        for (FailedScene failed : reproduction.failed()) {
            error().println("in no mean: " + failed.scene() + ": " + failed.reason());
            if (verbose) {
                failed.cause().ifPresent(cause -> cause.printStackTrace(error()));
            }
        }
        output.write(new ReproductionReport(reproduction), ReproductionReport::isReport);
        return reproduction.failed().isEmpty() ? 0 : 1;
    }

    private List<DatasetScene> scenes(Dataset dataset) {
        List<DatasetScene> scenes = dataset.scenes();
        return scenes.subList(0, Math.min(scenes.size(), limit.orElse(scenes.size())));
    }

    private List<Path> filesRead(List<DatasetScene> scenes) throws IOException {
        List<Path> files = new ArrayList<>(places());
        files.addAll(checkpointFiles());
        scenes.forEach(scene -> files.addAll(scene.files()));
        return files;
    }

    private List<Path> checkpointFiles() throws IOException {
        return network.checkpoints().stream()
                .flatMap(checkpoint -> checkpoint.file().stream())
                .toList();
    }

    private void requireNothingBesideList() {
        for (ArgSpec argument : command.commandLine().getParseResult().matchedArgs()) {
            String name = argument instanceof OptionSpec option ? option.longestName() : "an experiment";
            require(
                    Set.of("--list", "--verbose").contains(name),
                    "--list: runs nothing; expected nothing else, found " + name);
        }
    }

    private void requireSense(Experiment experiment) {
        require(
                !budget.isGiven(),
                "--steps, --scenes, --batch, --patch, --seed: are of experiments that train networks, found "
                        + experiment.id());
        require(
                !data.isEmpty() || sources.isGiven(),
                "expected --data DATASET, " + experiment.images().words());
        require(
                data.stream().noneMatch(place -> place.toString().isEmpty()),
                "--data: expected the name of a file or folder, found an empty one");
        int sets = experiment instanceof ScanExperiment scan ? scan.sets().size() : 1;
        require(
                data.isEmpty() || data.size() == sets,
                "--data: expected " + sets + " of it, " + experiment.images().words() + ", found " + data.size());
        require(
                !sources.isGiven() || sets == 1,
                "--sources: expected --data for each set of " + experiment.id() + " instead");
        detector.requireSense(network.isTrusted());
        boolean ofDetector = experiment instanceof DetectionExperiment;
        require(
                ofDetector || !detector.isGiven() && detector.truth().isEmpty(),
                "--detector, --truth: are of ttd-detection, found " + experiment.id());
        require(
                !ofDetector || detector.isGiven() && detector.truth().isPresent(),
                "expected --detector, and --truth for what it should find");
        if (experiment instanceof StudyExperiment || experiment instanceof ScanExperiment || ofDetector) {
            network.requireSense();
        } else {
            network.requireSenseOfSeveral();
        }
        Usage.requirePositive(command, "--limit", limit);
        reading.requireSense();
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
