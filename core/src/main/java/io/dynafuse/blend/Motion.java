package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where something moved between the sources of a focus stack. Sources of a scene that rests differ by defocus alone; what differs by more
 * (see {@link BlurRange}) has moved. It is found on small copies, as connected regions with a margin. In each region one source is the
 * reference, the sharpest, and others that differ from it anywhere in the region are excluded from all of it. Regions between which a thing
 * may have moved, as what one source shows in the one another shows in the other, have one reference: otherwise the thing would be there
 * twice or not at all.
 */
final class Motion {
    /** Of all sources at rest that were looked at, synthetic ones and photographs, none differ as much. */
    private static final float CERTAIN = 0.12f;
    // Where something has certainly moved, other things that differ as much have too: they may be its other places.
    private static final float LIKELY = 0.07f;
    // How far that reaches.
    private static final float NOTABLE = 0.025f;
    private static final double MARGIN = 5;
    private static final float WITHIN_MARGIN = 0.05f;
    private static final double LARGEST_HOLE = 0.01;
    private static final float LIKE = 0.7f;
    private static final double SHARPNESS_WINDOW = 1;
    /** Each source is compared with that many after it; as focus moves on, sources far from each other hardly resemble. */
    private static final int COMPARED = 5;

    private static final double COMPARED_PIXELS = 1 << 16;
    private static final int NONE = -1;
    /** Less than any evidence, and more than that of a source without data. */
    private static final float EXCLUDED = -Float.MAX_VALUE / 2;

    private final int width;
    private final int height;
    private final int[] regions;
    private final List<boolean[]> excluded;

    private Motion(int width, int height, int[] regions, List<boolean[]> excluded) {
        this.width = width;
        this.height = height;
        this.regions = regions;
        this.excluded = excluded;
    }

    /** Of a scene in which nobody looks for it. */
    static Motion none() {
        return new Motion(1, 1, new int[] {NONE}, List.of());
    }

    /**
     * Looks for it.
     *
     * @param small copies of all sources, of one size
     * @param alphas of the sources, at any size; empty if they are opaque
     */
    static Motion of(List<Image> small, List<Optional<Plane>> alphas) {
        Image first = small.get(0);
        int factor =
                (int) Math.max(1, Math.round(Math.sqrt((double) first.width() * first.height() / COMPARED_PIXELS)));
        Plane difference = difference(small, alphas, factor);
        Regions all = new Regions(difference.width(), difference.height());
        int[] moved = moved(all, difference);
        List<int[]> regions = all.of(withMargin(all, moved), 1);
        if (regions.isEmpty()) {
            return none();
        }
        int[] references = references(small, alphas, factor, regions, moved);
        int[] labels = new int[moved.length];
        Arrays.fill(labels, NONE);
        for (int r = 0; r < regions.size(); r++) {
            for (int pixel : regions.get(r)) {
                labels[pixel] = r;
            }
        }
        List<boolean[]> excluded = excluded(small, alphas, factor, regions, references);
        return new Motion(all.width(), all.height(), labels, excluded);
    }

    /** The largest difference between any two of the sources that are compared. */
    private static Plane difference(List<Image> small, List<Optional<Plane>> alphas, int factor) {
        List<BlurRange> last = new ArrayList<>();
        List<Plane> largest = new ArrayList<>();
        for (int m = 0; m < small.size(); m++) {
            BlurRange range = BlurRange.of(small.get(m), factor, alphas.get(m));
            if (largest.isEmpty()) {
                largest.add(Plane.zeros(range.shown().width(), range.shown().height()));
            }
            last.forEach(before -> largest.get(0).update(before.difference(range), Math::max));
            last.add(range);
            if (last.size() > COMPARED) {
                last.remove(0);
            }
        }
        return largest.get(0);
    }

    /** 1 where sources differ, as far as something moved; nowhere if nothing certainly did. */
    private static int[] moved(Regions regions, Plane difference) {
        int[] moved = new int[difference.values().length];
        boolean certain = false;
        for (int i = 0; i < moved.length; i++) {
            moved[i] = difference.values()[i] > NOTABLE ? 1 : 0;
            certain |= difference.values()[i] > CERTAIN;
        }
        Plane likely = difference.map(d -> d > LIKELY ? 1 : 0);
        return certain ? regions.flipped(moved, 1, likely, 1) : new int[moved.length];
    }

    private static int[] withMargin(Regions regions, int[] differing) {
        Plane near = Plane.zeros(regions.width(), regions.height());
        for (int i = 0; i < differing.length; i++) {
            near.values()[i] = differing[i];
        }
        Plane spread = Smoothing.gaussian(near, MARGIN);
        int[] wider = new int[differing.length];
        for (int i = 0; i < wider.length; i++) {
            wider[i] = spread.values()[i] > WITHIN_MARGIN ? 1 : 0;
        }
        Plane ones = Plane.filled(regions.width(), regions.height(), 1);
        return regions.flipped(wider, 0, ones, LARGEST_HOLE * wider.length);
    }

    /** The reference of each region. */
    private static int[] references(
            List<Image> small, List<Optional<Plane>> alphas, int factor, List<int[]> regions, int[] moved) {
        List<float[][]> colours = new ArrayList<>();
        List<double[]> sharpness = new ArrayList<>();
        for (int m = 0; m < small.size(); m++) {
            colours.add(colours(small.get(m), factor, regions, moved));
            sharpness.add(sharpness(small.get(m), alphas.get(m), factor, regions));
        }
        int[] groups = groups(regions.size(), colours);
        double[][] ofGroups = new double[regions.size()][small.size()];
        for (int r = 0; r < groups.length; r++) {
            for (int m = 0; m < small.size(); m++) {
                ofGroups[groups[r]][m] += sharpness.get(m)[r];
            }
        }
        return Arrays.stream(groups).map(group -> ofLargest(ofGroups[group])).toArray();
    }

    private static int ofLargest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    /** The mean colour of each region in a source. */
    private static float[][] colours(Image image, int factor, List<int[]> regions, int[] moved) {
        float[][] colours = new float[regions.size()][image.channels()];
        for (int channel = 0; channel < image.channels(); channel++) {
            Plane values = Scaling.reduced(Luma.channel(image, channel), factor);
            for (int r = 0; r < colours.length; r++) {
                colours[r][channel] = (float) Arrays.stream(regions.get(r))
                        .filter(pixel -> moved[pixel] == 1)
                        .mapToDouble(pixel -> values.values()[pixel])
                        .average()
                        .orElse(0);
            }
        }
        return colours;
    }

    /** How much local contrast a source has in each region. */
    private static double[] sharpness(Image image, Optional<Plane> alpha, int factor, List<int[]> regions) {
        Plane luma = Luma.of(image);
        Plane contrast = luma.with(Smoothing.gaussian(luma, SHARPNESS_WINDOW), (v, mean) -> Math.abs(v - mean));
        alpha.ifPresent(plane ->
                contrast.update(Scaling.enlarged(plane, luma.width(), luma.height()), (c, a) -> a > 0 ? c : 0));
        Plane reduced = Scaling.reduced(contrast, factor);
        return regions.stream()
                .mapToDouble(region -> Arrays.stream(region)
                        .mapToDouble(pixel -> reduced.values()[pixel])
                        .sum())
                .toArray();
    }

    /** The first region of those that each is linked with, over any number of links. */
    private static int[] groups(int count, List<float[][]> colours) {
        int[] groups = IntStream.range(0, count).toArray();
        for (int r = 0; r < count; r++) {
            for (int s = r + 1; s < count; s++) {
                if (groups[r] != groups[s] && isLinked(r, s, colours)) {
                    int from = Math.max(groups[r], groups[s]);
                    int to = Math.min(groups[r], groups[s]);
                    Arrays.setAll(groups, i -> groups[i] == from ? to : groups[i]);
                }
            }
        }
        return groups;
    }

    /** Whether what one source shows in a region, another shows in the other region, and not in this one. */
    private static boolean isLinked(int region, int other, List<float[][]> colours) {
        for (float[][] one : colours) {
            for (float[][] another : colours) {
                float moved = distance(one[region], another[other]);
                if (moved < LIKE * distance(one[region], another[region])
                        && moved < LIKE * distance(one[other], another[other])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static float distance(float[] colour, float[] other) {
        float sum = 0;
        int channels = Math.max(colour.length, other.length);
        for (int c = 0; c < channels; c++) {
            sum += Math.abs(colour[Math.min(c, colour.length - 1)] - other[Math.min(c, other.length - 1)]);
        }
        return sum / channels;
    }

    /** For each source, the regions in which it differs from their reference. */
    private static List<boolean[]> excluded(
            List<Image> small, List<Optional<Plane>> alphas, int factor, List<int[]> regions, int[] references) {
        Map<Integer, BlurRange> ranges = new HashMap<>();
        for (int reference : references) {
            ranges.computeIfAbsent(reference, m -> BlurRange.of(small.get(m), factor, alphas.get(m)));
        }
        List<boolean[]> excluded = new ArrayList<>();
        for (int m = 0; m < small.size(); m++) {
            BlurRange own = BlurRange.of(small.get(m), factor, alphas.get(m));
            Map<Integer, Plane> differences = new HashMap<>();
            ranges.forEach((reference, range) -> differences.put(reference, range.difference(own)));
            boolean[] ofSource = new boolean[regions.size()];
            for (int r = 0; r < ofSource.length; r++) {
                Plane difference = differences.get(references[r]);
                ofSource[r] = Arrays.stream(regions.get(r))
                        .anyMatch(pixel -> difference.values()[pixel] > NOTABLE);
            }
            excluded.add(ofSource);
        }
        return excluded;
    }

    /** Whether nothing has moved. */
    boolean isEmpty() {
        return excluded.isEmpty();
    }

    /** Takes all evidence from a source where it differs from the reference. */
    void exclude(int source, Band evidence) {
        forPixels(evidence, (row, x, region) -> {
            if (excluded.get(source)[region]) {
                row[x] = EXCLUDED;
            }
        });
    }

    /** Makes rows of a plane of the size of the scene 0 where something moved. */
    void clear(Band band) {
        forPixels(band, (row, x, region) -> row[x] = 0);
    }

    /** Visits a pixel of the scene. */
    @FunctionalInterface
    private interface PixelWork {
        void run(float[] row, int x, int region);
    }

    private void forPixels(Band scene, PixelWork work) {
        if (isEmpty()) {
            return;
        }
        for (int y = scene.rows().from(); y < scene.rows().to(); y++) {
            int start = (int) ((long) y * height / scene.height()) * width;
            float[] row = scene.row(y);
            for (int x = 0; x < row.length; x++) {
                int region = regions[start + (int) ((long) x * width / row.length)];
                if (region != NONE) {
                    work.run(row, x, region);
                }
            }
        }
    }
}
