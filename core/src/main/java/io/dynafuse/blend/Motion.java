package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where something moved between the sources of a focus stack. Sources of a scene that rests differ by defocus alone; what differs by more
 * (see {@link BlurRange}) has moved. It is found on small copies, as connected regions with a margin. Regions between which a thing may
 * have moved, as what one source shows in the one another shows in the other, are linked: if they came from different sources, the thing would be
 * there twice or not at all.
 */
final class Motion {
    /** Of all sources at rest that were looked at, synthetic ones and photographs, none differ as much. */
    private static final float CERTAIN = 0.15f;
    // What differs as much counts if it is connected with something certain.
    private static final float LIKELY = 0.05f;
    private static final double MARGIN = 3;
    private static final float WITHIN_MARGIN = 0.05f;
    private static final double LARGEST_HOLE = 0.01;
    private static final float LIKE = 0.5f;
    /** Each source is compared with that many after it; as focus moves on, sources far from each other hardly resemble. */
    private static final int COMPARED = 5;

    private static final double COMPARED_PIXELS = 1 << 16;
    private static final int NONE = -1;

    private final int width;
    private final int height;
    private final int[] groups;
    private final int count;

    private Motion(int width, int height, int[] groups, int count) {
        this.width = width;
        this.height = height;
        this.groups = groups;
        this.count = count;
    }

    /** Of a scene in which nobody looks for it. */
    static Motion none() {
        return new Motion(1, 1, new int[] {NONE}, 0);
    }

    /**
     * Looks for it.
     *
     * @param small copies of all sources
     * @param alphas of the sources, at any size; empty if they are opaque
     */
    static Motion of(List<Image> small, List<Optional<Plane>> alphas) {
        Image first = small.get(0);
        int factor = (int) Math.max(
                1, Math.round(Math.sqrt((double) first.width() * first.height() / COMPARED_PIXELS)));
        Plane difference = difference(small, alphas, factor);
        Regions regions = new Regions(difference.width(), difference.height());
        int[] differing = certain(regions, difference);
        List<int[]> moved = regions.of(withMargin(regions, differing), 1);
        if (moved.isEmpty()) {
            return none();
        }
        List<float[][]> colours = new ArrayList<>();
        for (Image image : small) {
            colours.add(colours(image, factor, moved, differing));
        }
        return grouped(difference, moved, colours);
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

    /** 1 where sources differ, as far as it is connected with what certainly does. */
    private static int[] certain(Regions regions, Plane difference) {
        int[] likely = new int[difference.values().length];
        for (int i = 0; i < likely.length; i++) {
            likely[i] = difference.values()[i] > LIKELY ? 1 : 0;
        }
        Plane certain = difference.map(d -> d > CERTAIN ? 1 : 0);
        return regions.flipped(likely, 1, certain, 1);
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

    /** The mean colour of each region in a source. */
    private static float[][] colours(Image image, int factor, List<int[]> regions, int[] differing) {
        float[][] colours = new float[regions.size()][image.channels()];
        for (int channel = 0; channel < image.channels(); channel++) {
            Plane values = Scaling.reduced(Luma.channel(image, channel), factor);
            for (int r = 0; r < colours.length; r++) {
                colours[r][channel] = (float) Arrays.stream(regions.get(r))
                        .filter(pixel -> differing[pixel] == 1)
                        .mapToDouble(pixel -> values.values()[pixel])
                        .average()
                        .orElse(0);
            }
        }
        return colours;
    }

    private static Motion grouped(Plane size, List<int[]> regions, List<float[][]> colours) {
        int[] group = IntStream.range(0, regions.size()).toArray();
        for (int r = 0; r < group.length; r++) {
            for (int s = r + 1; s < group.length; s++) {
                if (group[r] != group[s] && isLinked(r, s, colours)) {
                    int from = group[s];
                    int to = group[r];
                    Arrays.setAll(group, i -> group[i] == from ? to : group[i]);
                }
            }
        }
        int[] groups = new int[size.values().length];
        Arrays.fill(groups, NONE);
        for (int r = 0; r < group.length; r++) {
            for (int pixel : regions.get(r)) {
                groups[pixel] = group[r];
            }
        }
        return new Motion(size.width(), size.height(), groups, regions.size());
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

    /** Whether nothing has moved. */
    boolean isEmpty() {
        return count == 0;
    }

    /** An upper limit of the groups of linked regions. */
    int count() {
        return count;
    }

    /** Calls for each pixel of rows of the scene that is in a region. */
    @FunctionalInterface
    interface PixelWork {
        /**
         * @param pixel of the scene
         * @param group of linked regions that it belongs to
         */
        void run(int pixel, int group);
    }

    /** Visits all pixels, at the size of the scene, where something moved. */
    void forPixels(int sceneWidth, int sceneHeight, PixelWork work) {
        for (int y = 0; !isEmpty() && y < sceneHeight; y++) {
            int row = (int) ((long) y * height / sceneHeight) * width;
            for (int x = 0; x < sceneWidth; x++) {
                int group = groups[row + (int) ((long) x * width / sceneWidth)];
                if (group != NONE) {
                    work.run(y * sceneWidth + x, group);
                }
            }
        }
    }
}
