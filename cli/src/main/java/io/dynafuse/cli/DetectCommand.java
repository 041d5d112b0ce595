package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.ImageFolder;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.DetectionSettings;
import io.dynafuse.detection.annotation.DetectionFile;
import io.dynafuse.detection.annotation.Truths;
import io.dynafuse.detection.score.ScoreProfile;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.detection.BoxPicture;
import io.dynafuse.evaluation.detection.DetectionFolder;
import io.dynafuse.evaluation.detection.DetectionRequest;
import io.dynafuse.evaluation.detection.DetectionRequest.Fact;
import io.dynafuse.evaluation.detection.SceneTruths;
import io.dynafuse.evaluation.detection.SceneViews;
import io.dynafuse.evaluation.detection.ViewDetector;
import io.dynafuse.evaluation.run.SafeNames;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.files.OneLine;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.task.TaskChoice;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks for objects in sources and in what is fused of them. */
@Command(
        name = "detect",
        description = {
            "Looks for objects in every source of a dataset and in what is fused of them, static and dynamic, and says side"
                    + " by side how much was found: precision, recall, mAP50 and mAP50-95 by the conventions of COCO and of Ultralytics."
                    + " Of images, says what is found in each.",
            "",
            "Killed at any moment and started again, it does only what is missing.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footerHeading = "%nThe folder:%n",
        footer = {
            "  detection-scores.txt, .csv, .json   the tables, with every number in full in the last two",
            "  detections/IMAGES.json              what was found, as COCO's evaluation takes it",
            "  pictures/SCENE.png                  found in green, missed in dashed orange, wrong in magenta, and in",
            "                                      white what counts neither way or of what no truth is known",
            "  scenes/SCENE.json                   what is kept for a later run",
            "  detection.json                      which run these results are of"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every scene or image was looked at, whatever was found",
            "1:a scene or image could not be looked at, or nothing could be done",
            "2:wrong usage"
        })
final class DetectCommand implements Callable<Integer> {
    private static final int PICTURES = 12;
    private static final int LONGEST_NAME = 80;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "DATASET|IMAGE",
            arity = "0..*",
            description =
                    "A folder of scenes in a layout that the field uses, or a description of one (.yaml); or images.")
    private List<Path> places = List.of();

    @Mixin
    private SourcesOption sources;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder for all results: new, empty, or that of an earlier run. Not needed for images.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private DetectorOptions detector;

    @Option(
            names = "--detections",
            paramLabel = "NAME=FILE",
            description =
                    "Detections of another program in place of a detector, once for each set of images: a list as COCO's evaluation"
                            + " takes it, with label or --classes where the truth numbers no classes. Nothing is fused then.")
    private Map<String, Path> detections = new LinkedHashMap<>();

    @Mixin
    private NetworkOptions network;

    @Mixin
    private PromptOptions prompts;

    @Option(
            names = "--variant",
            paramLabel = "WORDS",
            description =
                    "A variant of fusion, once for each, as in `dynafuse evaluate`; static and default if not given.")
    private List<String> variants = List.of("static", "default");

    @Option(names = "--per-class", description = "Print the scores of every class, too.")
    private boolean perClass;

    @Option(
            names = "--shown",
            paramLabel = "C",
            description = "The confidence from which on detections are in pictures and printed of images; "
                    + DetectionSettings.SHOWN + " if not given.")
    private double shown = DetectionSettings.SHOWN;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            description = "Of how many scenes to make pictures; " + PICTURES + " if not given.")
    private int pictures = PICTURES;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N scenes.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--restart", description = "Do everything again, whatever an earlier run left in DIR.")
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
        if (isOfImages()) {
            return images();
        }
        require(output.isPresent(), "expected -o DIR, the folder for all results");
        GivenDataset whole = GivenDataset.read(sources.places(places.stream().findFirst(), "DATASET"));
        GivenDataset given = limit.map(whole::first).orElse(whole);
        preparation.requireSense(given.scenes());
        given.requireOutside(command, "", output.orElseThrow());
        new DetectionFolder(output.orElseThrow()).requirePlace();
        Optional<SceneTruths> truths = detector.truths();
        if (truths.isPresent()) {
            truths.get().requireKnown(given.scenes().scenes());
        }
        DatasetNotes.print(given.scenes(), verbose, error());
        return detections.isEmpty() ? fuse(given, truths) : read(given, truths);
    }

    private boolean isOfImages() {
        return !places.isEmpty()
                && places.stream()
                        .allMatch(place -> ImageFolder.isImage(place.toString()) && !Files.isDirectory(place));
    }

    /** Fuses, and looks at sources and what is fused. */
    private int fuse(GivenDataset given, Optional<SceneTruths> truths) throws IOException, InterruptedException {
        Dataset scenes = given.scenes();
        TaskChoice task = network.choose(scenes, reading.toOptions(), preparation.preparation());
        task.note().ifPresent(note -> error().println("note: " + note));
        network.prepareEngine(error());
        OutputRule rule = OutputRule.of(MetricProfile.CANONICAL);
        SourceReading sourceReading =
                network.reading(reading.toOptions(), preparation.preparation().task(task.task()));
        DetectorOptions.Opened opened = detector.open(network.device());
        try (opened;
                Fuser fuser = rule.configure(
                                prompts.configure(network.fuser(task)).space(network.usualSpace()))
                        .open()) {
            List<Variant> parsed = VariantWords.parsed(command, variants, fuser.defaults());
            EvaluationSetup setup = new EvaluationSetup(
                    given,
                    network.checkpoint(task),
                    task.task(),
                    network.precision(),
                    network.device(),
                    rule,
                    output.orElseThrow(),
                    sourceReading,
                    network.threads(),
                    0,
                    restart);
            List<Fact> facts = new ArrayList<>(opened.facts());
            facts.addAll(DetectionResults.facts(setup.identity(List.of(), fuser), parsed));
            return look(
                    given, SceneViews.fusing(sourceReading, fuser::fuse, rule, parsed), opened.finder(), truths, facts);
        }
    }

    /** Takes what another program has found. */
    private int read(GivenDataset given, Optional<SceneTruths> truths) throws IOException, InterruptedException {
        Map<String, String> names = classes(truths);
        Map<String, DetectionFile> files = new LinkedHashMap<>();
        List<Fact> facts = new ArrayList<>();
        for (Map.Entry<String, Path> each : detections.entrySet()) {
            DetectionFile file = DetectionFile.read(each.getValue(), names);
            file.notes().forEach(note -> error().println("note: " + note));
            files.put(each.getKey(), file);
            facts.add(new Fact(
                    "detections of " + each.getKey(), each.getValue().getFileName() + ", SHA-256 " + file.sha256()));
        }
        ViewDetector finder = (scene, view, image) -> {
            String name = truths.map(known -> known.nameOf(scene)).orElse(scene.name());
            String id = truths.map(known -> known.truths().idOf(name)).orElse(name);
            return files.get(view).of(name, id);
        };
        SourceReading sourceReading = SourceReading.of(reading.toOptions(), preparation.preparation());
        return look(given, SceneViews.named(sourceReading, List.copyOf(files.keySet())), finder, truths, facts);
    }

    private Map<String, String> classes(Optional<SceneTruths> truths) throws IOException {
        List<String> given = detector.classes();
        if (given.isEmpty()) {
            return truths.map(known -> known.truths().classes()).orElse(Map.of());
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            names.put(Integer.toString(i), given.get(i));
        }
        return names;
    }

    private int look(
            GivenDataset given, SceneViews views, ViewDetector finder, Optional<SceneTruths> truths, List<Fact> facts)
            throws IOException, InterruptedException {
        DetectionRequest request = new DetectionRequest(
                given.scenes(),
                given.folder(),
                views,
                finder,
                truths,
                facts,
                List.of(ScoreProfile.values()),
                shown,
                pictures,
                restart);
        return new DetectionResults(output.orElseThrow(), perClass, verbose, out(), error()).run(request) ? 0 : 1;
    }

    /** Looks at images on their own. */
    private int images() throws IOException {
        require(detector.isGiven(), "expected --detector, which finds objects in images");
        require(detector.truth().isEmpty(), "--truth: is of a dataset; expected a folder of scenes");
        network.prepareEngine(error());
        if (output.isPresent()) {
            GuardedFolder.requireNew(output.get(), " for what is found in images");
        }
        List<String> names = SafeNames.of(places.stream().map(Truths::nameOf).toList(), LONGEST_NAME);
        List<DetectionFile.Entry> entries = new ArrayList<>();
        boolean complete = true;
        try (DetectorOptions.Opened opened = detector.open(network.device())) {
            error().println("note: " + opened.detector().description());
            for (int i = 0; i < places.size(); i++) {
                try {
                    entries.addAll(image(places.get(i), names.get(i), opened));
                } catch (ImageException e) {
                    error().println("not looked at: " + OneLine.of(e));
                    complete = false;
                }
            }
        }
        if (output.isPresent()) {
            AtomicFile.makeFolder(output.get());
            AtomicFile.write(output.get().resolve("detections.json"), DetectionFile.content(entries));
        }
        return complete ? 0 : 1;
    }

    /** @param name that files of its own have */
    private List<DetectionFile.Entry> image(Path place, String name, DetectorOptions.Opened opened) throws IOException {
        Image image = ImageFiles.read(place, reading.toOptions());
        List<Detection> found = opened.detector().detect(image);
        List<Detection> seen =
                found.stream().filter(each -> each.confidence() >= shown).toList();
        seen.forEach(each -> out().println(line(place, each)));
        if (seen.isEmpty()) {
            out().println(place + ": nothing of a confidence of " + shown + " or more");
        }
        if (output.isPresent()) {
            Path folder = output.get().resolve("pictures");
            AtomicFile.makeFolder(folder);
            ImageFiles.write(BoxPicture.found(image, seen), folder.resolve(name + ".png"));
        }
        return found.stream()
                .map(each -> new DetectionFile.Entry(
                        place.getFileName().toString(),
                        name,
                        Integer.toString(opened.detector().classes().indexOf(each.label())),
                        each))
                .toList();
    }

    private static String line(Path place, Detection each) {
        return String.format(
                Locale.ROOT,
                "%s: %s %.2f, %.0f x %.0f pixels from %.0f, %.0f",
                place,
                each.label(),
                each.confidence(),
                each.box().width(),
                each.box().height(),
                each.box().left(),
                each.box().top());
    }

    private void requireSense() throws IOException {
        require(
                places.stream().noneMatch(place -> place.toString().isEmpty())
                        && output.stream().noneMatch(place -> place.toString().isEmpty()),
                "expected the name of a file or folder, found an empty one");
        require(
                detector.isGiven() == detections.isEmpty(),
                "expected --detector, or the detections of another program by --detections, found "
                        + (detector.isGiven() ? "both" : "neither"));
        detector.requireSense(network.isTrusted());
        require(
                places.size() < 2 || isOfImages(),
                "expected one DATASET or images, found " + places.size() + " names, not all of images");
        require(detections.isEmpty() || !isOfImages(), "--detections: are of a dataset; expected a folder of scenes");
        require(shown >= 0 && shown <= 1, "--shown: expected 0 to 1, found " + shown);
        require(pictures >= 0, "--pictures: expected 0 or more, found " + pictures);
        Usage.requirePositive(command, "--limit", limit);
        if (detections.isEmpty() && !isOfImages()) {
            network.requireSense();
            prompts.requireSense();
        }
        VariantWords.requireSense(command, variants);
        reading.requireSense();
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
