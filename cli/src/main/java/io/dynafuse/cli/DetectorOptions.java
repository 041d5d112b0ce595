package io.dynafuse.cli;

import io.dynafuse.detection.DetectionSettings;
import io.dynafuse.detection.Detector;
import io.dynafuse.detection.GraphDetector;
import io.dynafuse.detection.OutputLayout;
import io.dynafuse.detection.StreetDetector;
import io.dynafuse.detection.annotation.ClassNames;
import io.dynafuse.detection.annotation.Truths;
import io.dynafuse.evaluation.detection.DetectionRequest.Fact;
import io.dynafuse.evaluation.detection.SceneTruths;
import io.dynafuse.evaluation.detection.ViewDetector;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.torch.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for a detector, and for what is known of what it should find. */
final class DetectorOptions {
    private static final String STREET = "street";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--detector",
            paramLabel = "FILE|" + STREET,
            description =
                    "What finds objects: a detector of your own (TorchScript or ONNX, as Ultralytics exports them; with --trust and --classes),"
                            + " or " + STREET
                            + ", a tiny one that comes with Dynafuse and knows the people and cars of `dynafuse synth` alone.")
    private Optional<String> detector = Optional.empty();

    @Option(
            names = "--classes",
            paramLabel = "NAME,…|FILE",
            description =
                    "The names of the classes that the detector, or a file of detections, numbers from 0: names with"
                            + " commas between, a text file with a name a line, or a data.yaml.")
    private Optional<String> classes = Optional.empty();

    @Option(
            names = "--layout",
            paramLabel = "yolov8|yolov5|end-to-end",
            description = "The layout of the detector's output: [1, 4 + classes, N], [1, N, 5 + classes] or [1, N, 6];"
                    + " recognised if not given.")
    private Optional<OutputLayout> layout = Optional.empty();

    @Option(
            names = "--side",
            paramLabel = "N",
            description =
                    "The side of the square that images are fitted into, in pixels, for a detector that takes any:"
                            + " a multiple of 32; 640 if not given.")
    private Optional<Integer> side = Optional.empty();

    @Option(
            names = "--confidence",
            paramLabel = "C",
            description =
                    "The least confidence of a detection; 0.001 if not given, as average precision needs the doubtful"
                            + " ones too.")
    private Optional<Double> confidence = Optional.empty();

    @Option(
            names = "--truth",
            paramLabel = "DIR|FILE",
            description =
                    "What is in the images: a folder of Pascal VOC files (.xml) or YOLO files (.txt), or a COCO file (.json), by the"
                            + " names of scenes or of their files.")
    private Optional<Path> truth = Optional.empty();

    @Option(
            names = "--truth-classes",
            paramLabel = "NAME,…|FILE",
            description = "The names of the classes of YOLO files; those of a classes.txt or data.yaml beside them or"
                    + " above if not given.")
    private Optional<String> truthClasses = Optional.empty();

    boolean isGiven() {
        return detector.isPresent();
    }

    Optional<Path> truth() {
        return truth;
    }

    /**
     * Checks the options, before any work is done.
     *
     * @param trusted whether networks of one's own may be run
     */
    void requireSense(boolean trusted) {
        Usage.require(
                command,
                !isGraph() || trusted,
                "--detector: expected --trust beside it, as " + detector.orElse("") + " is a program that is run");
        Usage.require(
                command,
                !isGraph() || classes.isPresent(),
                "--detector: expected the names of its classes by --classes, such as --classes person,car");
        boolean isShaped = layout.isPresent() || side.isPresent();
        Usage.require(
                command,
                isGraph() || !isShaped,
                "--layout, --side: are of a detector in a file; expected --detector FILE");
        Usage.require(
                command,
                !isGiven() || isGraph() || classes.isEmpty(),
                "--classes: " + STREET + " knows its classes; expected none");
        Usage.require(
                command, truthClasses.isEmpty() || truth.isPresent(), "--truth-classes: expected --truth beside it");
        Usage.requirePositive(command, "--side", side);
        confidence.ifPresent(value ->
                Usage.require(command, value >= 0 && value <= 1, "--confidence: expected 0 to 1, found " + value));
    }

    private boolean isGraph() {
        return detector.isPresent() && !detector.get().equals(STREET);
    }

    /** The file of the detector, if it lies in one. */
    Optional<Path> file() {
        return isGraph() ? detector.map(Path::of) : Optional.empty();
    }

    /** The names of classes that files of detections number, in their order; none if they were not given. */
    List<String> classes() throws IOException {
        return classes.isPresent() ? ClassNames.parse(classes.get()) : List.of();
    }

    /**
     * A detector that is open.
     *
     * @param facts what it is, for reports
     */
    record Opened(Detector detector, List<Fact> facts) implements AutoCloseable {
        /** What finds objects in views of scenes. */
        ViewDetector finder() {
            return (scene, view, image) -> detector.detect(image);
        }

        @Override
        public void close() {
            detector.close();
        }
    }

    /**
     * Opens the detector.
     *
     * @throws IOException if its file cannot be read
     * @throws IllegalArgumentException if it is no detector; one line that names the file
     */
    Opened open(Device device) throws IOException {
        DetectionSettings settings =
                confidence.map(DetectionSettings.SCORING::withConfidence).orElse(DetectionSettings.SCORING);
        if (!isGraph()) {
            Detector opened = StreetDetector.open(settings);
            return new Opened(opened, facts(opened, List.of()));
        }
        GraphFile file = GraphFile.read(file().orElseThrow());
        List<String> names = classes();
        Graph graph = new GuardedGraphs().open(file, device);
        GraphDetector.Builder builder =
                GraphDetector.of(graph, detector.orElseThrow(), names).settings(settings);
        layout.ifPresent(builder::layout);
        side.ifPresent(builder::side);
        Detector opened = builder.open();
        return new Opened(opened, facts(opened, List.of(new Fact("detector, SHA-256", file.sha256()))));
    }

    private static List<Fact> facts(Detector detector, List<Fact> more) {
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("detector", detector.description()),
                new Fact("classes", String.join(", ", detector.classes()))));
        facts.addAll(more);
        return facts;
    }

    /**
     * What is known of what is in the images; empty if nothing was given.
     *
     * @throws IOException if it cannot be read
     */
    Optional<SceneTruths> truths() throws IOException {
        if (truth.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = truthClasses.isPresent() ? ClassNames.parse(truthClasses.get()) : List.of();
        return Optional.of(new SceneTruths(truth.get().toString(), Truths.of(truth.get(), names)));
    }
}
