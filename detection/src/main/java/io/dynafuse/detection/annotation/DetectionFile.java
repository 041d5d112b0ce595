package io.dynafuse.detection.annotation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Detections in files as COCO's evaluation takes them: a list of {@code {"image_id": 7, "category_id": 0, "bbox": [x, y, width, height], "score":
 * 0.9}} in pixels. A {@code file_name} may say which image it is in place of its number, and a {@code label} may name the class.
 */
public final class DetectionFile {
    private static final Set<String> USED = Set.of("image_id", "file_name", "category_id", "label", "bbox", "score");

    private final Path file;
    private final Map<String, List<Detection>> images = new HashMap<>();
    private final Set<String> unused = new TreeSet<>();
    private final String sha256;
    private int count;

    private DetectionFile(Path file, String sha256) {
        this.file = file;
        this.sha256 = sha256;
    }

    /**
     * Reads a file.
     *
     * @param classes the names of classes by their numbers, as {@link Truths#classes} has them
     * @throws IOException if it is damaged, no list of detections, or a class has no name
     */
    public static DetectionFile read(Path file, Map<String, String> classes) throws IOException {
        DetectionFile detections = new DetectionFile(file, JsonRows.sha256(file));
        JsonRows.list(file, row -> detections.add(row, classes));
        return detections;
    }

    private void add(JsonRow row, Map<String, String> classes) throws IOException {
        String image = row.has("file_name") ? TruthPlace.stem(row.text("file_name")) : row.id("image_id");
        double[] box = row.box();
        double score = row.number("score");
        if (score < 0 || score > 1) {
            throw row.wrong("expected a score from 0 to 1, found " + score);
        }
        images.computeIfAbsent(key(image), name -> new ArrayList<>())
                .add(new Detection(Box.ofCorner(box[0], box[1], box[2], box[3]), label(row, classes), score));
        unused.addAll(row.unused(USED));
        count++;
    }

    private static String label(JsonRow row, Map<String, String> classes) throws IOException {
        if (row.has("label")) {
            return row.text("label");
        }
        String id = row.id("category_id");
        String name = classes.get(id);
        if (name == null) {
            throw row.wrong("expected a category_id that is named, found " + OneLine.brief(id) + "; "
                    + (classes.isEmpty() ? "no class is" : "those that are: " + String.join(", ", classes.keySet()))
                    + "; a label or --classes names them");
        }
        return name;
    }

    /** Programs write names of digits as numbers: 000139 as 139. */
    private static String key(String image) {
        return image.matches("0+[0-9]+") ? image.replaceFirst("^0+(?=[0-9])", "") : image;
    }

    /**
     * What was found in an image.
     *
     * @param name of the image
     * @param id of it, as {@link Truths#idOf} has it
     * @return none if the file has none
     */
    public List<Detection> of(String name, String id) {
        List<Detection> named = images.get(key(name));
        return List.copyOf(named != null ? named : images.getOrDefault(key(id), List.of()));
    }

    /** The digest of the file, in lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** How many detections there are. */
    public int count() {
        return count;
    }

    /** What it holds that is not used. */
    public List<String> notes() {
        return unused.isEmpty()
                ? List.of()
                : List.of(file + ": of detections, this is not used: " + String.join(", ", unused));
    }

    /**
     * A detection in an image, to be written.
     *
     * @param image the name of its file
     * @param id what evaluations know the image by: digits are written as a number
     * @param category likewise of the class
     */
    public record Entry(String image, String id, String category, Detection detection) {}

    private record Row(
            @JsonProperty("image_id") Object image,
            @JsonProperty("file_name") String file,
            @JsonProperty("category_id") Object category,
            String label,
            double[] bbox,
            double score) {
        static Row of(Entry entry) {
            Box box = entry.detection().box();
            return new Row(
                    number(entry.id()),
                    entry.image(),
                    number(entry.category()),
                    entry.detection().label(),
                    new double[] {box.left(), box.top(), box.width(), box.height()},
                    entry.detection().confidence());
        }

        private static Object number(String id) {
            return id.matches("0|[1-9][0-9]{0,17}") ? (Object) Long.valueOf(id) : id;
        }
    }

    /** Detections as a file, a line each. */
    public static AtomicFile.Content content(List<Entry> entries) {
        return out -> {
            ObjectMapper mapper = new ObjectMapper();
            try (JsonGenerator json = mapper.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                json.writeStartArray();
                for (Entry entry : entries) {
                    json.writeRaw("\n");
                    mapper.writeValue(json, Row.of(entry));
                }
                json.writeRaw("\n");
                json.writeEndArray();
                json.writeRaw("\n");
            }
        };
    }
}
