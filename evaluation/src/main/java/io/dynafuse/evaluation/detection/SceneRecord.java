package io.dynafuse.evaluation.detection;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import io.dynafuse.evaluation.run.FileDigest;
import io.dynafuse.evaluation.run.SealedJson;
import io.dynafuse.files.UnwritableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the file of a scene says.
 *
 * @param run the digest of what the run's results have in common
 * @param inputs the sources
 * @param width of its images in pixels
 * @param truth what is in it; nothing where that is not known
 * @param views what was found
 * @param notes about its truth
 */
record SceneRecord(
        String run,
        String scene,
        List<FileDigest> inputs,
        int width,
        int height,
        List<Truth> truth,
        List<View> views,
        List<String> notes) {
    private static final String PART = "detections";

    SceneRecord {
        inputs = List.copyOf(inputs);
        truth = List.copyOf(truth);
        views = List.copyOf(views);
        notes = List.copyOf(notes);
    }

    /** An object, flat. */
    record Truth(String label, boolean ignored, double left, double top, double right, double bottom) {
        static List<Truth> of(List<TrueObject> objects) {
            return objects.stream()
                    .map(each -> new Truth(
                            each.label(),
                            each.isIgnored(),
                            each.box().left(),
                            each.box().top(),
                            each.box().right(),
                            each.box().bottom()))
                    .toList();
        }

        private TrueObject object() {
            return new TrueObject(new Box(left, top, right, bottom), label, ignored);
        }
    }

    /** A detection, flat. */
    record Found(String label, double confidence, double left, double top, double right, double bottom) {
        private static Found of(Detection each) {
            return new Found(
                    each.label(),
                    each.confidence(),
                    each.box().left(),
                    each.box().top(),
                    each.box().right(),
                    each.box().bottom());
        }

        private Detection detection() {
            return new Detection(new Box(left, top, right, bottom), label, confidence);
        }
    }

    /** What was found in one of its images. */
    record View(String name, List<Found> found) {
        View {
            found = List.copyOf(found);
        }

        static View of(String name, List<Detection> detections) {
            return new View(name, detections.stream().map(Found::of).toList());
        }

        List<Detection> detections() {
            return found.stream().map(Found::detection).toList();
        }
    }

    List<TrueObject> objects() {
        return truth.stream().map(Truth::object).toList();
    }

    /** Nothing unless the file is whole and as it was written. */
    static Optional<SceneRecord> read(Path file) {
        return SealedJson.read(file, PART, SceneRecord.class);
    }

    void write(Path file) throws UnwritableFileException {
        SealedJson.write(file, PART, this);
    }
}
