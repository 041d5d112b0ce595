package io.dynafuse.data;

import io.dynafuse.image.AreaAverage;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether images that are only called ground truths look like one: of the size of a source, and with its fine structure. Labels, masks and
 * truths of
 * other scenes have not; five scenes spread over the dataset are looked at, and half of these decide.
 *
 * <p>Fine structure is what brightness differs by from its mean over 5 x 5 pixels, in images of at most 512 pixels a side; its correlation
 * is taken
 * with each source and with their mean, and the largest counts. It was measured on whole images of 96 to 1200 pixels a side. Brightness
 * itself does
 * not tell: truths of 100 synthetic scenes correlate by 0.68 to 1.00 with their sources, smooth masks of the brighter half of these and of public
 * images by 0.59 to 0.93. Of fine structure, the truths have 0.87 to 1.00, fusions of 41 public scenes 0.84 to 0.98, smooth masks and maps
 * of classes
 * -0.1 to 0.40, labels of drawn scenes with sharp edges 0.38 to 0.63, and truths of other scenes at most 0.32. Sources of five gray
 * levels, with the noise
 * left in, have 0.34 to 0.93: these may pass.
 */
final class TruthCheck {
    private static final double LEAST = 0.7;
    private static final int SCENES = 5;
    private static final int LONGEST_SIDE = 512;
    private static final int REACH = 2;

    private TruthCheck() {}

    /**
     * Skips scenes with an unreadable image, as the work on them reports it.
     *
     * @throws IOException if truths do not look like it; one line
     */
    static void require(List<FoundScene> scenes) throws IOException {
        List<FoundScene> known =
                scenes.stream().filter(scene -> scene.truth().isPresent()).toList();
        int count = Math.min(SCENES, known.size());
        int looked = 0;
        List<String> unlike = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FoundScene scene = known.get(count == 1 ? 0 : i * (known.size() - 1) / (count - 1));
            try {
                difference(scene).ifPresent(unlike::add);
                looked++;
            } catch (IOException e) {
                continue;
            }
        }
        if (looked > 0 && 2 * unlike.size() >= looked) {
            throw new IOException(unlike.get(0) + "; expected it under truth: in a " + Dataset.DESCRIPTION
                    + " if it is one, otherwise the sources alone by --sources DIR DIR");
        }
    }

    private static Optional<String> difference(FoundScene scene) throws IOException {
        Path file = scene.truth().orElseThrow();
        Image truth = ImageFiles.read(file);
        List<double[]> sources = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        for (SourceFile source : scene.sources()) {
            Image image = ImageFiles.read(source.file());
            sizes.add(image.width() + "x" + image.height());
            if (image.width() == truth.width() && image.height() == truth.height()) {
                sources.add(brightness(image));
            }
        }
        String start = file + ": does not look like a ground truth of the scene " + scene.name() + ": ";
        if (sources.isEmpty()) {
            return Optional.of(start + "it has " + truth.width() + "x" + truth.height() + " pixels, the sources "
                    + String.join(" and ", sizes.stream().distinct().toList()));
        }
        double found = likeness(truth, sources);
        return found >= LEAST
                ? Optional.empty()
                : Optional.of(start
                        + String.format(
                                Locale.ROOT,
                                "its fine structure correlates with that of the sources by %.2f, expected %.2f or more",
                                found,
                                LEAST));
    }

    /** The largest correlation of fine structure with a source, or with the mean of all. */
    private static double likeness(Image truth, List<double[]> sources) {
        Image small = AreaAverage.fit(truth, LONGEST_SIDE);
        double[] wanted = fineStructure(brightness(truth), small.width(), small.height());
        List<double[]> candidates = new ArrayList<>(sources);
        candidates.add(IntStream.range(0, wanted.length)
                .mapToDouble(i -> sources.stream()
                        .mapToDouble(source -> source[i])
                        .average()
                        .orElseThrow())
                .toArray());
        return candidates.stream()
                .mapToDouble(candidate -> correlation(wanted, fineStructure(candidate, small.width(), small.height())))
                .max()
                .orElseThrow();
    }

    private static double[] brightness(Image image) {
        Image small = AreaAverage.fit(image, LONGEST_SIDE);
        float[] luma = small.channels() == 1 ? small.values() : Bt601.luma(small.values());
        return IntStream.range(0, luma.length).mapToDouble(i -> luma[i]).toArray();
    }

    private static double[] fineStructure(double[] plane, int width, int height) {
        double[] fine = new double[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                fine[y * width + x] = plane[y * width + x] - mean(plane, width, height, x, y);
            }
        }
        return fine;
    }

    private static double mean(double[] plane, int width, int height, int x, int y) {
        double sum = 0;
        int count = 0;
        for (int row = Math.max(0, y - REACH); row <= Math.min(height - 1, y + REACH); row++) {
            for (int column = Math.max(0, x - REACH); column <= Math.min(width - 1, x + REACH); column++) {
                sum += plane[row * width + column];
                count++;
            }
        }
        return sum / count;
    }

    /** Pearson's; 0 where one is constant. */
    private static double correlation(double[] a, double[] b) {
        double meanA =
                IntStream.range(0, a.length).mapToDouble(i -> a[i]).average().orElse(0);
        double meanB =
                IntStream.range(0, b.length).mapToDouble(i -> b[i]).average().orElse(0);
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return squaresA == 0 || squaresB == 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
    }
}
