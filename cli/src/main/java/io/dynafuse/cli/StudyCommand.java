package io.dynafuse.cli;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.data.Dataset;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.files.Suggestion;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.study.FindingsReport;
import io.dynafuse.study.Studies;
import io.dynafuse.study.Study;
import io.dynafuse.study.StudySubject;
import io.dynafuse.task.TaskChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a question about a network and a dataset. */
@Command(
        name = "study",
        description = {
            "Answers a question about the dominability of a network on a dataset, in tables.",
            "",
            "  alignment        how well are motions between sources found? makes its own scenes; --data adds pairs",
            "  covariance       do fusion weights and losses correlate as TTD's theory asks?",
            "  channels         which channel of the gradient gives the best fusion weights?",
            "  corruption       does a source that is made worse lose its dominability?",
            "  daylight         does the visible image lose its dominability from day to night? makes its own streets",
            "  parameter-noise  does dynamic fusion help a network whose parameters are noisy?",
            "  ground-truth     which variant comes closest to the truth where it is known?",
            "  hand-held        what does alignment give back of what shake and breathing take? makes its own scenes",
            "  image-space      what is each part of weights on images good for?",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class StudyCommand implements Callable<Integer> {
    private static final String GROUND_TRUTH = "ground-truth";

    /** The content that photographs are made into. */
    private static final int PAIR = 2;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "STUDY",
            description =
                    "alignment, covariance, channels, corruption, daylight, parameter-noise, ground-truth, hand-held or image-space.")
    private String id;

    @Option(
            names = "--data",
            paramLabel = "DATASET",
            description = "A folder of scenes or its description; for ground-truth a folder of sharp photographs.")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private SourcesOption sources;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = "--variant",
            paramLabel = "WORDS",
            description =
                    "A variant of fusion, such as static, maximum or 'fused, k=4'; again for each. The variants of the"
                            + " study if not given.")
    private List<String> variants = List.of();

    @Option(
            names = "--source",
            paramLabel = "ROLE",
            description = "corruption: the source that is made worse, such as visible; the first if not given.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--corruption",
            paramLabel = "KIND",
            split = ",",
            description = "corruption: contrast, brightness, noise, blur, jpeg, mask; all if not given.")
    private List<Corruption> corruptions = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "Use only the first N scenes.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "alignment, corruption, daylight, parameter-noise, ground-truth, hand-held: seed of all randomness; 1 if not given.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--scenes",
            paramLabel = "DIR",
            description =
                    "ground-truth: keep the scenes that were made of the photographs in this new folder, a dataset for each kind.")
    private Optional<Path> scenes = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description =
                    "Write the findings into this folder: STUDY.txt, STUDY.csv and STUDY.json with every number in"
                            + " full, and pictures.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Study study = study();
        network.requireSense();
        reading.requireSense();
        Usage.requirePositive(command, "--limit", limit);
        requireOptionsOf(study);
        List<Path> given = places();
        requireVariants();
        requireNothingLost(study);
        network.prepareEngine(error());
        Optional<Dataset> dataset = given.isEmpty() || study.id().equals(GROUND_TRUTH)
                ? Optional.empty()
                : Optional.of(GivenDataset.read(given).scenes());
        dataset.ifPresent(scenes -> DatasetNotes.print(scenes, verbose, error()));
        Findings findings = run(study, dataset, task(study, dataset));
        command.commandLine().getOut().print(FindingsReport.of(study, findings).write(ReportFormat.TABLE));
        if (output.isPresent()) {
            write(study, findings, output.get());
        }
        findings.failures().forEach(error()::println);
        return findings.failures().isEmpty() ? 0 : 1;
    }

    /** Refuses options of other studies, which would be ignored silently. */
    private void requireOptionsOf(Study study) {
        Usage.require(
                command,
                !sources.isGiven() || !study.id().equals(GROUND_TRUTH),
                "--sources: " + GROUND_TRUTH + " makes scenes of photographs; expected --data DIR alone");
        Usage.require(
                command,
                study.ofScenesItMakes().isEmpty() || study.addsData() || !isDataGiven(),
                "--data and --sources: " + study.id() + " makes its own scenes; expected neither");
        requireHeeded(study, "--source", source.isPresent(), Study.Option.SOURCE);
        requireHeeded(study, "--corruption", !corruptions.isEmpty(), Study.Option.CORRUPTION);
        requireHeeded(study, "--seed", seed.isPresent(), Study.Option.SEED);
        requireHeeded(study, "--scenes", scenes.isPresent(), Study.Option.SCENES);
    }

    private void requireHeeded(Study study, String option, boolean given, Study.Option meant) {
        List<String> others = Studies.all().stream()
                .filter(each -> each.options().contains(meant))
                .map(Study::id)
                .toList();
        Usage.require(
                command,
                !given || study.options().contains(meant),
                option + ": is for the study " + String.join(" or ", others) + ", found " + id);
    }

    /** Checks that the output files are new or hold earlier findings. */
    private void requireNothingLost(Study study) throws IOException {
        if (scenes.isPresent()) {
            requireOutside("--scenes", scenes.get());
            GuardedFolder.requireNew(scenes.get(), "");
            AtomicFile.makeFolder(scenes.get());
        }
        if (output.isEmpty()) {
            return;
        }
        requireOutside("-o", output.get());
        AtomicFile.makeFolder(output.get());
        for (ReportFormat format : ReportFormat.values()) {
            Path file = file(study, format);
            if (Files.exists(file) && !FindingsReport.isReport(file)) {
                throw new IOException(
                        file + ": is there already and holds no earlier findings; expected another folder");
            }
        }
    }

    private void requireOutside(String option, Path folder) throws IOException {
        for (Path place : places()) {
            Usage.require(
                    command,
                    !Files.isDirectory(place) || !Usage.real(folder).startsWith(Usage.real(place)),
                    option + " " + folder + ": is or lies in the folder of the images; expected one outside of it");
        }
    }

    private Path file(Study study, ReportFormat format) {
        return output.orElseThrow().resolve(study.id() + "." + format.extension());
    }

    private Study study() {
        Map<String, List<String>> ids =
                Studies.all().stream().collect(Collectors.toMap(Study::id, study -> List.of(study.id())));
        return Studies.find(id)
                .orElseThrow(() -> Usage.wrong(
                        command,
                        "there is no study " + id
                                + Suggestion.question(id, ids)
                                        .orElse("; expected "
                                                + Studies.all().stream()
                                                        .map(Study::id)
                                                        .collect(Collectors.joining(", ")))));
    }

    /** Checks variants; this does not depend on the network. */
    private void requireVariants() {
        for (String words : variants) {
            try {
                Variant.requireWords(words);
            } catch (IllegalArgumentException e) {
                throw Usage.wrong(command, "--variant: " + e.getMessage());
            }
        }
    }

    /** The task; unknown where scenes are made from photographs. */
    private TaskChoice task(Study study, Optional<Dataset> dataset) {
        TaskChoice choice = dataset.map(scenes -> scenes.chooseTask(
                        network.task(), network.reading(reading.toOptions(), SourcePreparation.DEFAULT)))
                .orElseGet(() -> TaskChoice.known(network.task().or(study::ofScenesItMakes), PAIR));
        choice.note().ifPresent(note -> error().println("note: " + note));
        return choice;
    }

    private Findings run(Study study, Optional<Dataset> dataset, TaskChoice task)
            throws IOException, InterruptedException {
        try (TerminalProgress progress = new TerminalProgress(error(), "studying", "scenes");
                Fuser fuser = network.fuser(task).keepWeightMaps().open()) {
            StudySubject subject = new StudySubject(
                    data.orElseGet(() -> places().stream().findFirst().orElse(Path.of(""))),
                    dataset,
                    fuser,
                    network.noisyNetworks(task),
                    variants,
                    source,
                    corruptions,
                    limit.orElse(Integer.MAX_VALUE),
                    seed.orElse(StudySubject.DEFAULT_SEED),
                    scenes,
                    reading.toOptions(),
                    progress);
            requireSense(study, subject);
            return study.run(subject);
        }
    }

    private void requireSense(Study study, StudySubject subject) throws IOException {
        try {
            study.requireSense(subject);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    /** Where the images are; nowhere if the study makes them. */
    private List<Path> places() {
        Study study = study();
        boolean none = study.ofScenesItMakes().isPresent() && !(study.addsData() && isDataGiven());
        return none ? List.of() : sources.places(data, "--data DATASET");
    }

    private boolean isDataGiven() {
        return data.isPresent() || sources.isGiven();
    }

    private void write(Study study, Findings findings, Path folder) throws IOException {
        try (PreparedFiles files = new PreparedFiles()) {
            for (ReportFormat format : ReportFormat.values()) {
                files.add(AtomicFile.prepare(
                        file(study, format),
                        Content.of(FindingsReport.of(study, findings).write(format))));
            }
            for (Map.Entry<String, Image> picture : findings.pictures().entrySet()) {
                files.add(ImageFiles.prepare(
                        picture.getValue(), folder.resolve(study.id() + "-" + picture.getKey() + ".png")));
            }
            files.commit();
        }
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
