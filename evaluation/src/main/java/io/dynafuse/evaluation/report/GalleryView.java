package io.dynafuse.evaluation.report;

import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.AreaAverage;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.Viridis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the pictures of a gallery, scene after scene as the page is written, and makes them small enough to be embedded. */
final class GalleryView implements Iterable<GalleryView.SceneView> {
    private static final int LONGEST_THUMBNAIL = 256;
    private static final int LONGEST_LARGE = 1200;

    private final Gallery gallery;
    private final List<String> methods;
    private final Map<String, Map<String, String>> failures;

    GalleryView(Gallery gallery, Results results) {
        this.gallery = gallery;
        this.methods = results.methods().stream().map(method -> method.method()).toList();
        this.failures = new HashMap<>();
        results.methods()
                .forEach(method ->
                        failures.put(method.method(), reasons(method.failed().toList())));
    }

    /**
     * One scene.
     *
     * @param inputs the sources and the truth
     * @param scale what the colours of the maps of weights mean; empty if there are no maps
     */
    record SceneView(
            int number, String name, List<PictureView> inputs, List<VariantView> variants, Optional<ScaleView> scale) {}

    /**
     * What one variant made of the scene.
     *
     * @param failure why there are no pictures, if there are none
     */
    record VariantView(String name, List<PictureView> pictures, Optional<String> failure) {}

    /**
     * A place for a picture.
     *
     * @param weights whether it is a map of weights
     * @param detail the size of an image, or the lowest and the highest weight of a map
     * @param alternative what it shows, for those who do not see it
     * @param trouble why it is not there, if it is not
     */
    record PictureView(
            boolean weights,
            String label,
            String alternative,
            String detail,
            Optional<Embedded> embedded,
            Optional<String> trouble) {}

    /**
     * A picture.
     *
     * @param large empty if the thumbnail is the whole picture
     */
    record Embedded(String thumbnail, Optional<String> large, int width, int height) {}

    /** The values at the ends of the colour scale. */
    record ScaleView(String low, String high) {}

    /** A map of weights, or what is wrong with its file. */
    private record WeightMap(Optional<Image> weights, String trouble) {}

    /** The lowest and the highest weight of some maps. */
    private record Range(float low, float high) {
        static final Range WHOLE = new Range(0, 1);

        // A few levels of 16 bits: what rounding makes of equal weights.
        private static final float EQUAL = 4f / 65535;

        static Range of(Image gray) {
            float low = 1;
            float high = 0;
            for (float value : gray.values()) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            return new Range(low, high);
        }

        Range and(Range other) {
            return new Range(Math.min(low, other.low), Math.max(high, other.high));
        }

        /** The range that colours are stretched over; equal weights are not torn apart. */
        Range stretched() {
            return high - low > EQUAL ? this : WHOLE;
        }

        String words() {
            return text(low).equals(text(high)) ? text(low) : text(low) + " to " + text(high);
        }

        static String text(float weight) {
            return String.format(Locale.ROOT, "%.3f", weight);
        }
    }

    @Override
    public Iterator<SceneView> iterator() {
        List<Gallery.Scene> shown = gallery.shown();
        return IntStream.range(0, shown.size())
                .mapToObj(i -> scene(i + 1, shown.get(i)))
                .iterator();
    }

    private SceneView scene(int number, Gallery.Scene scene) {
        Map<Path, WeightMap> maps = maps(scene);
        Optional<Range> range = maps.values().stream()
                .flatMap(map -> map.weights().stream())
                .map(Range::of)
                .reduce(Range::and)
                .map(Range::stretched);
        List<PictureView> inputs = new ArrayList<>();
        scene.sources()
                .forEach(source -> inputs.add(photograph(
                        visible(source.label()),
                        "source " + source.label() + " of scene " + scene.scene(),
                        source.file())));
        scene.truth()
                .ifPresent(truth -> inputs.add(photograph("ground truth", "ground truth of " + scene.scene(), truth)));
        return new SceneView(
                number,
                visible(scene.scene()),
                inputs,
                methods.stream()
                        .flatMap(method -> variant(scene, method, maps, range.orElse(Range.WHOLE)).stream())
                        .toList(),
                range.map(ends -> new ScaleView(Range.text(ends.low()), Range.text(ends.high()))));
    }

    private Optional<VariantView> variant(Gallery.Scene scene, String method, Map<Path, WeightMap> maps, Range range) {
        Optional<Gallery.Variant> made = scene.variants().stream()
                .filter(variant -> variant.method().equals(method))
                .findFirst();
        Optional<String> failure =
                Optional.ofNullable(failures.get(method).get(scene.scene())).map(GalleryView::visible);
        List<PictureView> pictures =
                made.map(variant -> pictures(scene, variant, maps, range)).orElse(List.of());
        return made.isEmpty() && failure.isEmpty()
                ? Optional.empty()
                : Optional.of(new VariantView(visible(method), pictures, failure));
    }

    private List<PictureView> pictures(
            Gallery.Scene scene, Gallery.Variant variant, Map<Path, WeightMap> maps, Range range) {
        List<PictureView> pictures = new ArrayList<>();
        String where = variant.method() + ", scene " + scene.scene();
        pictures.add(photograph("fused", "fused by " + where, variant.fused()));
        for (int i = 0; i < variant.weights().size(); i++) {
            String source = scene.sources().get(i).label();
            pictures.add(map(
                    visible("fusion weights of " + source),
                    visible("fusion weights of source " + source + " by " + where),
                    maps.get(variant.weights().get(i)),
                    range));
        }
        return pictures;
    }

    private PictureView photograph(String label, String alternative, Path file) {
        try {
            Image image = ImageFiles.read(file, gallery.reading());
            String size = image.width() + " × " + image.height();
            return new PictureView(
                    false,
                    label,
                    visible(alternative),
                    size,
                    Optional.of(embedded(AreaAverage.fit(image, LONGEST_LARGE))),
                    Optional.empty());
        } catch (ImageException e) {
            return missing(label, alternative, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PictureView map(String label, String alternative, WeightMap map, Range range) {
        if (map.weights().isEmpty()) {
            return missing(label, alternative, map.trouble());
        }
        try {
            Image weights = map.weights().get();
            return new PictureView(
                    true,
                    label,
                    alternative,
                    Range.of(weights).words(),
                    Optional.of(embedded(Viridis.colour(stretch(weights, range)))),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PictureView missing(String label, String alternative, String trouble) {
        return new PictureView(false, label, visible(alternative), "", Optional.empty(), Optional.of(visible(trouble)));
    }

    /** All of a scene, as their colours depend on all of them; kept no larger than they are shown. */
    private Map<Path, WeightMap> maps(Gallery.Scene scene) {
        Map<Path, WeightMap> maps = new LinkedHashMap<>();
        scene.variants().stream()
                .flatMap(variant -> variant.weights().stream())
                .forEach(file -> maps.computeIfAbsent(file, this::weightMap));
        return maps;
    }

    private WeightMap weightMap(Path file) {
        try {
            Image image = ImageFiles.read(file, gallery.reading());
            return image.isGray()
                    ? new WeightMap(Optional.of(firstChannel(AreaAverage.fit(image, LONGEST_LARGE))), "")
                    : new WeightMap(
                            Optional.empty(),
                            file + ": expected a gray map of fusion weights, found an image in colour");
        } catch (ImageException e) {
            return new WeightMap(Optional.empty(), e.getMessage());
        }
    }

    private static Image firstChannel(Image image) {
        if (image.channels() == 1) {
            return image;
        }
        float[] values = Arrays.copyOf(image.values(), image.width() * image.height());
        return Image.of(image.width(), image.height(), 1, values, image.depth());
    }

    private static Image stretch(Image weights, Range range) {
        float[] values = weights.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - range.low()) / (range.high() - range.low());
        }
        return Image.of(weights.width(), weights.height(), 1, values, SampleDepth.BITS_16);
    }

    private static Embedded embedded(Image image) throws IOException {
        if (Math.max(image.width(), image.height()) <= LONGEST_THUMBNAIL) {
            return new Embedded(DataUri.png(image), Optional.empty(), image.width(), image.height());
        }
        Image thumbnail = AreaAverage.fit(image, LONGEST_THUMBNAIL);
        return new Embedded(
                DataUri.jpeg(thumbnail), Optional.of(DataUri.jpeg(image)), thumbnail.width(), thumbnail.height());
    }

    private static Map<String, String> reasons(List<Outcome.Failed> failed) {
        Map<String, String> reasons = new HashMap<>();
        failed.forEach(outcome -> reasons.put(outcome.scene().name(), outcome.reason()));
        return reasons;
    }

    private static String visible(String text) {
        return OneLine.of(text);
    }
}
