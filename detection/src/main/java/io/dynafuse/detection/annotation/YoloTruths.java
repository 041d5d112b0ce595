package io.dynafuse.detection.annotation;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.TrueObject;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * YOLO's text files, one an image: lines of class number, then x and y of the centre, width and height of the box, as shares of those of the
 * image. As Ultralytics has it, an image without a file has no objects in it.
 */
final class YoloTruths implements Truths {
    private static final int COLUMNS = 5;

    /** Rounding and boxes drawn past a side give a little more than 1; pixels give much more. */
    private static final double MOST = 1.5;

    private final Map<String, Path> files;
    private final List<String> names;

    private YoloTruths(Map<String, Path> files, List<String> names) {
        this.files = files;
        this.names = names;
    }

    static YoloTruths of(Map<String, Path> files, List<String> names) {
        return new YoloTruths(files, List.copyOf(names));
    }

    @Override
    public String description() {
        return "YOLO text: centre, width and height as shares of the image; an image without a file has nothing in it";
    }

    @Override
    public Optional<ImageTruth> in(String image, int width, int height) throws IOException {
        ImageTruth.Builder truth = new ImageTruth.Builder(width, height);
        Path file = files.get(image);
        if (file == null) {
            truth.note("images without a file are taken as without objects");
            return Optional.of(truth.build());
        }
        List<String> lines = SmallText.text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                truth.add(object(file, i + 1, lines.get(i).strip().split("\\s+"), width, height));
            }
        }
        return Optional.of(truth.build());
    }

    private TrueObject object(Path file, int line, String[] columns, int width, int height) throws IOException {
        if (columns.length != COLUMNS) {
            throw wrong(
                    file,
                    line,
                    "expected class, x, y, width and height, found " + columns.length
                            + (columns.length > COLUMNS + 1 ? " numbers; outlines are not taken" : " columns"));
        }
        double[] shares = new double[COLUMNS - 1];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = share(file, line, columns[i + 1]);
        }
        return new TrueObject(
                Box.ofCentre(shares[0] * width, shares[1] * height, shares[2] * width, shares[3] * height),
                label(file, line, columns[0]),
                false);
    }

    private String label(Path file, int line, String text) throws IOException {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < 0 || number >= names.size()) {
            throw wrong(
                    file,
                    line,
                    "expected the number of a class from 0 to " + (names.size() - 1) + ", found "
                            + OneLine.brief(text));
        }
        return names.get(number);
    }

    private static double share(Path file, int line, String text) throws IOException {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value >= 0 && value <= MOST)) {
            throw wrong(file, line, "expected a share of the image from 0 to 1, found " + OneLine.brief(text));
        }
        return value;
    }

    private static AnnotationException wrong(Path file, int line, String reason) {
        return new AnnotationException(file, "line " + line + ": " + reason);
    }

    @Override
    public Map<String, String> classes() {
        Map<String, String> classes = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            classes.put(Integer.toString(i), names.get(i));
        }
        return classes;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}
