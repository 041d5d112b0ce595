package io.dynafuse.detection.annotation;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.TrueObject;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pascal VOC's XML files, one an image.
 *
 * <p>Their corners are read in one of two ways. In the files of Pascal VOC itself, which name it as their {@code source}, pixels are counted from
 * 1 and the last one belongs to the box (Everingham et al., The PASCAL Visual Object Classes Challenge, development kit): the box reaches from
 * {@code xmin - 1} to {@code xmax}. All others have the sides themselves, from 0, as LabelImg writes them, and as LLVIP's own converters to YOLO
 * and COCO read LLVIP: from {@code xmin} to {@code xmax}. The two differ by a pixel at the left and at the top.
 */
final class PascalVocTruths implements Truths {
    private static final Set<String> USED = Set.of("name", "difficult", "bndbox");

    private final Map<String, Path> files;

    private PascalVocTruths(Map<String, Path> files) {
        this.files = files;
    }

    static PascalVocTruths of(Map<String, Path> files) {
        return new PascalVocTruths(files);
    }

    @Override
    public String description() {
        return "Pascal VOC XML: corners are sides in pixels from 0, but in files of Pascal VOC itself pixels counted from 1";
    }

    @Override
    public Optional<ImageTruth> in(String image, int width, int height) throws IOException {
        Path file = files.get(image);
        if (file == null) {
            return Optional.empty();
        }
        XmlElement root = XmlElement.read(file);
        if (!root.name().equals("annotation")) {
            throw new AnnotationException(file, "expected the element annotation, found " + OneLine.brief(root.name()));
        }
        requireSize(file, root, width, height);
        int first = isOfPascalVoc(root) ? 1 : 0;
        ImageTruth.Builder truth = new ImageTruth.Builder(width, height);
        Set<String> unused = new TreeSet<>();
        for (XmlElement object : root.all("object")) {
            object.children().forEach(child -> unused.add(child.name()));
            truth.add(object(file, object, first));
        }
        unused.removeAll(USED);
        if (!unused.isEmpty()) {
            truth.note("of objects, this is not used: " + String.join(", ", unused));
        }
        return Optional.of(truth.build());
    }

    private static boolean isOfPascalVoc(XmlElement root) {
        String source = root.first("source")
                .map(each -> each.text("database") + " " + each.text("annotation"))
                .orElse("")
                .toUpperCase(Locale.ROOT);
        return source.contains("PASCAL VOC") || source.contains("THE VOC");
    }

    private static void requireSize(Path file, XmlElement root, int width, int height) throws IOException {
        Optional<XmlElement> size = root.first("size");
        if (size.isEmpty()) {
            return;
        }
        double declaredWidth = number(file, size.get(), "width");
        double declaredHeight = number(file, size.get(), "height");
        // Some tools write 0 where they did not know.
        boolean isKnown = declaredWidth > 0 && declaredHeight > 0;
        if (isKnown && (declaredWidth != width || declaredHeight != height)) {
            throw new AnnotationException(
                    file,
                    "is about an image of " + size.get().text("width") + " x "
                            + size.get().text("height") + " pixels; expected that of the image, " + width + " x "
                            + height);
        }
    }

    private static TrueObject object(Path file, XmlElement object, int first) throws IOException {
        String label = object.text("name").strip();
        if (label.isEmpty()) {
            throw new AnnotationException(file, "expected the name of every object, found an object without");
        }
        XmlElement corners = object.first("bndbox")
                .orElseThrow(() -> new AnnotationException(
                        file, "expected a bndbox of every object, found an object without: " + OneLine.brief(label)));
        double left = number(file, corners, "xmin") - first;
        double top = number(file, corners, "ymin") - first;
        double right = number(file, corners, "xmax");
        double bottom = number(file, corners, "ymax");
        if (left > right || top > bottom) {
            throw new AnnotationException(
                    file,
                    "expected xmin before xmax and ymin before ymax, found " + corners.text("xmin") + ", "
                            + corners.text("ymin") + ", " + corners.text("xmax") + ", " + corners.text("ymax"));
        }
        return new TrueObject(
                new Box(left, top, right, bottom),
                label,
                object.text("difficult").strip().equals("1"));
    }

    private static double number(Path file, XmlElement parent, String name) throws IOException {
        String text = parent.text(name).strip();
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(Math.abs(value) < 1e6)) {
            throw new AnnotationException(
                    file,
                    "expected a number of pixels as " + name + ", found "
                            + (text.isEmpty() ? "none" : OneLine.brief(text)));
        }
        return value;
    }

    @Override
    public Map<String, String> classes() {
        return Map.of();
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}
