package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.DatasetCollection;
import io.dynafuse.data.DatasetCollection.Member;
import io.dynafuse.dominability.Space;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.peers.Enfuse;
import io.dynafuse.evaluation.peers.FusionMethod;
import io.dynafuse.evaluation.peers.PeerDataset;
import io.dynafuse.evaluation.peers.PeerFusion;
import io.dynafuse.evaluation.peers.PeerImages;
import io.dynafuse.evaluation.peers.PeerMeasuring;
import io.dynafuse.evaluation.peers.PeerScores;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.run.SafeNames;
import io.dynafuse.files.OneLine;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares ways of fusing with other programs and published results. */
@Command(
        name = "peers",
        description = {
            "Fuses datasets by several variants and by the program enfuse, and prints a table of metrics for each task, beside"
                    + " fused images that others published.",
            "",
            "A folder named results in that of a dataset holds such images: a folder for each method, files called as the"
                    + " scenes are. A folder named warm holds masks called alike, white on warm things: it is then measured"
                    + " how much these stand out, and how much of the visible image's detail is kept elsewhere.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footerHeading = "%nThe folder:%n",
        footer = {
            "  peers-folder.json               says that this is the folder of such a comparison",
            "  peers.txt, .csv, .json          the tables, with every number in full in the last two",
            "  TASK/DATASET/METHOD/SCENE.png   the fused images"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every scene was fused and measured",
            "1:something could not be read, fused or measured, or nothing could be done",
            "2:wrong usage"
        })
final class PeersCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 80;
    private static final List<String> VARIANTS = List.of("static", "features", "image");

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "DATASET",
            arity = "1..*",
            description =
                    "Folders of scenes or descriptions of them (.yaml), or folders of such folders, whose names may"
                            + " say the task: multi-focus, multi-exposure, visible-infrared, medical.")
    private List<Path> places = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for tables and fused images: new, empty, or that of an earlier comparison.")
    private Path output;

    @Option(
            names = "--variant",
            paramLabel = "WORDS",
            description =
                    "A variant of fusion, again for each; static, features (weights on features) and image (weights on"
                            + " the images themselves) if not given.")
    private List<String> variants = VARIANTS;

    @Option(
            names = "--results",
            paramLabel = "[TASK:]NAME=DIR",
            description =
                    "Fused images of another method, called as the scenes are; again for each. The name of a dataset in"
                            + " place of the task tells those apart whose scenes are called alike.")
    private List<String> results = List.of();

    @Option(
            names = "--metric",
            paramLabel = "ID",
            split = ",",
            description = "What to measure; what suits each task if not given.")
    private List<String> metrics = List.of();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "Only datasets of this task, and those whose names say none.")
    private Optional<Task> task = Optional.empty();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE|NAME",
            description = "The checkpoint to fuse with; the one embedded for each task if not given.")
    private Optional<String> checkpoint = Optional.empty();

    @Option(names = "--no-enfuse", description = "Leave out the program enfuse.")
    private boolean withoutEnfuse;

    @Option(names = "--enfuse", hidden = true, paramLabel = "FILE", description = "The program to run as enfuse.")
    private Optional<Path> enfuse = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N scenes of each dataset.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work on; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong, and all notes.")
    private boolean verbose;

    private final List<String> failures = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        List<Measure> measures = measures();
        List<PublishedResults> given = results.stream().map(this::published).toList();
        List<PeerDataset> datasets = datasets();
        requireApart(datasets);
        PeersFolder folder = new PeersFolder(output);
        folder.requirePlace();
        Map<PublishedResults, PeerDataset> others = new LinkedHashMap<>();
        for (PublishedResults one : given) {
            others.put(one, one.of(datasets));
        }
        Engine.useThreads(threads());
        folder.mark();
        Optional<Path> program = program();
        List<PeerScores> scores = new ArrayList<>();
        for (Task each : Task.values()) {
            List<PeerDataset> ofTask =
                    datasets.stream().filter(dataset -> dataset.task() == each).toList();
            PeerImages images = fused(ofTask, program).and(published(ofTask, others));
            images.failures().forEach(line -> fail("not fused: " + line));
            scores.addAll(measured(ofTask, images, measures));
        }
        folder.write(
                new Findings(
                        scores.stream().flatMap(of -> of.tables().stream()).toList(),
                        List.of(PeerScores.LEGEND),
                        Map.of(),
                        failures),
                command.commandLine().getOut());
        return failures.isEmpty() ? 0 : 1;
    }

    private void requireSense() {
        Usage.require(command, !output.toString().isEmpty(), "-o: expected the name of a folder, found an empty one");
        Usage.requirePositive(command, "--limit", limit);
        Usage.requireThreads(command, threads);
        reading.requireSense();
        for (String words : variants) {
            try {
                Variant.requireWords(words);
            } catch (IllegalArgumentException e) {
                throw Usage.wrong(command, "--variant: " + e.getMessage());
            }
        }
        long different = variants.stream()
                .map(words -> words.toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        Usage.require(
                command,
                different == variants.size(),
                "--variant: expected variants that differ, found " + String.join(" and ", variants));
        Usage.require(
                command, !withoutEnfuse || enfuse.isEmpty(), "expected --enfuse or --no-enfuse, found both of them");
    }

    private List<Measure> measures() {
        try {
            return MeasureSelection.named(metrics, MetricProfile.CANONICAL);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--metric: " + e.getMessage());
        }
    }

    private PublishedResults published(String text) {
        try {
            return PublishedResults.parse(text);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--results: " + e.getMessage());
        }
    }

    private List<PeerDataset> datasets() throws IOException {
        List<Member> members = new ArrayList<>();
        for (Path place : places) {
            DatasetCollection found = DatasetCollection.read(place);
            found.failures().forEach(line -> fail("not read: " + line));
            found.members().stream()
                    .map(member -> limit.map(member::first).orElse(member))
                    .forEach(members::add);
        }
        List<Member> chosen = members.stream()
                .filter(member -> task.isEmpty() || member.task().or(() -> task).equals(task))
                .toList();
        if (chosen.isEmpty()) {
            throw new IOException(
                    "expected a dataset of the task " + ConstantName.of(task.orElseThrow()) + ", found none");
        }
        List<PeerDataset> datasets = new ArrayList<>();
        for (Member member : chosen) {
            DatasetNotes.print(member.dataset(), verbose, error());
            datasets.add(new PeerDataset(member.name(), task(member), member.folder(), member.dataset()));
        }
        return named(datasets);
    }

    /** The same with names of which no two of a task are alike. */
    private static List<PeerDataset> named(List<PeerDataset> datasets) {
        List<PeerDataset> named = new ArrayList<>();
        for (Task each : Task.values()) {
            List<PeerDataset> ofTask =
                    datasets.stream().filter(dataset -> dataset.task() == each).toList();
            List<String> names =
                    SafeNames.of(ofTask.stream().map(PeerDataset::name).toList(), LONGEST_NAME);
            for (int i = 0; i < ofTask.size(); i++) {
                named.add(new PeerDataset(
                        names.get(i),
                        each,
                        ofTask.get(i).folder(),
                        ofTask.get(i).scenes()));
            }
        }
        return named;
    }

    /** The task of a dataset: given, said by names, or guessed. */
    private Task task(Member member) throws IOException {
        return member.dataset()
                .chooseTask(
                        member.task().or(() -> task), SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT))
                .task()
                .orElseThrow(() -> new IOException(member.folder()
                        + ": nothing tells the task; expected --task, or a folder called as the task is"));
    }

    private void requireApart(List<PeerDataset> datasets) throws IOException {
        Path written = Usage.real(output);
        for (Path place : Stream.concat(places.stream(), datasets.stream().map(PeerDataset::folder))
                .toList()) {
            Usage.require(
                    command,
                    !Files.isDirectory(place) || !written.startsWith(Usage.real(place)),
                    "-o " + output + ": lies in the dataset " + place + "; expected a folder outside of it");
            Usage.require(
                    command,
                    !Usage.real(place).startsWith(written),
                    "-o " + output + ": holds the dataset " + place + "; expected a folder without datasets");
        }
    }

    private PeerImages fused(List<PeerDataset> datasets, Optional<Path> program)
            throws IOException, InterruptedException {
        PeerImages images = PeerImages.none();
        for (PeerDataset dataset : datasets) {
            images = images.and(fused(dataset, program));
        }
        return images;
    }

    private PeerImages fused(PeerDataset dataset, Optional<Path> program) throws IOException, InterruptedException {
        int sources = dataset.scenes().knownTask(Optional.of(dataset.task())).sources();
        CheckpointSource source = Dynafuse.library(command).choose(checkpoint, Optional.of(dataset.task()), sources);
        Fuser.Builder builder = Fuser.with(source).task(dataset.task());
        if (checkpoint.isEmpty()) {
            builder.space(Space.IMAGE);
        }
        SourceReading read =
                SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT.task(Optional.of(dataset.task())));
        Path folder = output.resolve(ConstantName.of(dataset.task())).resolve(dataset.name());
        try (Fuser fuser = builder.open();
                TerminalProgress progress = new TerminalProgress(error(), "fusing " + dataset.name(), "scenes")) {
            List<FusionMethod> methods = new ArrayList<>();
            variants.forEach(words -> methods.add(method(fuser, words)));
            program.flatMap(file -> Enfuse.of(file, dataset.task()))
                    .ifPresent(
                            with -> methods.add(new FusionMethod(Enfuse.NAME, images -> with.fuse(images.images()))));
            return new PeerFusion(dataset, methods, read, folder, threads(), progress).run();
        }
    }

    private static FusionMethod method(Fuser fuser, String words) {
        Variant variant = Variant.parse(words, fuser.defaults());
        return new FusionMethod(
                variant.label(),
                sources -> fuser.fuse(sources.images(), sources.allRoles(), variant)
                        .image());
    }

    private Optional<Path> program() {
        if (withoutEnfuse) {
            return Optional.empty();
        }
        String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Optional<Path> found = enfuse.or(() -> Enfuse.find(searchPath));
        if (found.isEmpty()) {
            error().println("note: enfuse is not installed, so there are no rows of it");
        }
        return found;
    }

    /** What lies beside the datasets, and what was given; what is called as a variant is says that it is published. */
    private PeerImages published(List<PeerDataset> datasets, Map<PublishedResults, PeerDataset> given)
            throws IOException {
        PeerImages images = PeerImages.none();
        for (PeerDataset dataset : datasets) {
            for (Map.Entry<String, Path> method : dataset.results().entrySet()) {
                images = images.and(published(dataset, method.getKey(), method.getValue()));
            }
        }
        for (Map.Entry<PublishedResults, PeerDataset> one : given.entrySet()) {
            if (datasets.contains(one.getValue())) {
                images = images.and(published(
                        one.getValue(), one.getKey().method(), one.getKey().folder()));
            }
        }
        return images;
    }

    private PeerImages published(PeerDataset dataset, String method, Path folder) {
        boolean isOurs =
                Stream.concat(variants.stream(), Stream.of(Enfuse.NAME)).anyMatch(method::equalsIgnoreCase);
        try {
            return new PeerImages(
                    Map.of(), Map.of(method + (isOurs ? " (published)" : ""), dataset.images(folder)), List.of());
        } catch (IOException e) {
            return new PeerImages(Map.of(), Map.of(), List.of(OneLine.of(e)));
        }
    }

    private List<PeerScores> measured(List<PeerDataset> datasets, PeerImages images, List<Measure> measures)
            throws InterruptedException {
        ReadOptions options = reading.toOptions();
        List<PeerScores> scores = new ArrayList<>();
        for (boolean known : List.of(false, true)) {
            List<PeerDataset> alike = datasets.stream()
                    .filter(dataset -> dataset.isKnown() == known)
                    .toList();
            if (!alike.isEmpty()) {
                String work = "measuring " + ConstantName.of(alike.get(0).task());
                try (TerminalProgress progress = new TerminalProgress(error(), work, "images")) {
                    scores.add(new PeerMeasuring(measures, options, threads(), progress).measure(alike, images));
                }
            }
        }
        List<String> lines =
                scores.stream().flatMap(of -> of.failures().stream()).toList();
        lines.forEach(line -> fail("not measured: " + line));
        return scores;
    }

    private void fail(String line) {
        failures.add(OneLine.of(line));
        error().println(OneLine.of(line));
    }

    private int threads() {
        return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
