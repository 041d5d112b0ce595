package io.dynafuse.detection.annotation;

import com.fasterxml.jackson.core.JsonParser;
import io.dynafuse.detection.Box;
import io.dynafuse.detection.TrueObject;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * COCO's JSON: images, annotations and categories in one file. Boxes are x, y, width and height in pixels from 0; crowds need not be found. An
 * image that is listed without annotations has nothing in it.
 */
final class CocoTruths implements Truths {
    private final Path file;
    private final Map<String, CocoImage> images = new LinkedHashMap<>();
    private final Map<String, String> categories = new LinkedHashMap<>();
    private final Map<String, List<Annotation>> annotations = new HashMap<>();
    private final Map<String, String> byName = new HashMap<>();
    private final Set<String> twice = new TreeSet<>();
    private final Set<String> unused = new TreeSet<>();

    private CocoTruths(Path file) {
        this.file = file;
    }

    private record CocoImage(int width, int height) {}

    private record Annotation(String category, Box box, boolean isCrowd) {}

    static CocoTruths read(Path file) throws IOException {
        CocoTruths truths = new CocoTruths(file);
        JsonRows.read(file, truths::section);
        truths.requireWhole();
        return truths;
    }

    private void section(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "images" -> JsonRows.each(file, name, parser, this::addImage);
            case "annotations" -> JsonRows.each(file, name, parser, this::addAnnotation);
            case "categories" -> JsonRows.each(file, name, parser, this::addCategory);
            default -> {
                unused.add(name);
                parser.skipChildren();
            }
        }
    }

    private void addImage(JsonRow row) throws IOException {
        String id = row.id("id");
        if (images.put(id, new CocoImage(row.size("width"), row.size("height"))) != null) {
            throw row.wrong("expected different ids, found " + OneLine.brief(id) + " twice");
        }
        String name = TruthPlace.stem(row.text("file_name"));
        if (byName.put(name, id) != null) {
            twice.add(name);
        }
    }

    private void addAnnotation(JsonRow row) throws IOException {
        double[] corner = row.box();
        annotations
                .computeIfAbsent(row.id("image_id"), image -> new ArrayList<>())
                .add(new Annotation(
                        row.id("category_id"),
                        Box.ofCorner(corner[0], corner[1], corner[2], corner[3]),
                        row.flag("iscrowd")));
        row.unused(Set.of("id", "image_id", "category_id", "bbox", "iscrowd")).forEach(unused::add);
    }

    private void addCategory(JsonRow row) throws IOException {
        String id = row.id("id");
        if (categories.put(id, row.text("name")) != null) {
            throw row.wrong("expected different ids, found " + OneLine.brief(id) + " twice");
        }
    }

    private void requireWhole() throws IOException {
        if (images.isEmpty() || categories.isEmpty()) {
            throw new AnnotationException(
                    file,
                    "expected images, annotations and categories, found " + images.size() + " images and "
                            + categories.size() + " categories");
        }
        for (Map.Entry<String, List<Annotation>> each : annotations.entrySet()) {
            if (!images.containsKey(each.getKey())) {
                throw new AnnotationException(
                        file, "annotations are of image " + OneLine.brief(each.getKey()) + ", which is not listed");
            }
            for (Annotation annotation : each.getValue()) {
                if (!categories.containsKey(annotation.category())) {
                    throw new AnnotationException(
                            file,
                            "annotations are of category " + OneLine.brief(annotation.category())
                                    + ", which is not listed");
                }
            }
        }
    }

    @Override
    public String description() {
        return "COCO JSON: x, y, width and height in pixels from 0; crowds need not be found";
    }

    @Override
    public Optional<ImageTruth> in(String image, int width, int height) throws IOException {
        String id = byName.get(image);
        if (id == null) {
            return Optional.empty();
        }
        if (twice.contains(image)) {
            throw new AnnotationException(
                    file, "expected images of different names, found several called " + OneLine.brief(image));
        }
        CocoImage declared = images.get(id);
        boolean isKnown = declared.width() > 0 && declared.height() > 0;
        if (isKnown && (declared.width() != width || declared.height() != height)) {
            throw new AnnotationException(
                    file,
                    "says that " + OneLine.brief(image) + " has " + declared.width() + " x " + declared.height()
                            + " pixels; expected that of the image, " + width + " x " + height);
        }
        ImageTruth.Builder truth = new ImageTruth.Builder(width, height);
        for (Annotation each : annotations.getOrDefault(id, List.of())) {
            truth.add(new TrueObject(each.box(), categories.get(each.category()), each.isCrowd()));
        }
        return Optional.of(truth.build());
    }

    @Override
    public String idOf(String image) {
        return byName.getOrDefault(image, image);
    }

    @Override
    public Map<String, String> classes() {
        return Collections.unmodifiableMap(categories);
    }

    @Override
    public List<String> notes() {
        return unused.isEmpty() ? List.of() : List.of("of the file, this is not used: " + String.join(", ", unused));
    }
}
