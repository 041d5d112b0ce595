package io.dynafuse.truth;

import io.dynafuse.corruption.Blur;
import io.dynafuse.corruption.Planes;
import io.dynafuse.image.Image;
import io.dynafuse.random.Seeds;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Focus stacks of sharp photographs. Each source is as sharp as the photograph in {@linkplain FocusRegions a region of its own} and
 * blurred elsewhere; from one to the other it goes over softly, on the far side of the border, so that every pixel is sharp in one
 * source. Blurring the whole photograph and mixing is simpler than optics, where a blurred foreground spills over what is behind it.
 *
 * @param count of the sources
 * @param blur where a source is out of focus
 * @param borderDeviation of the Gaussian by which focus is lost beyond a border, in pixels
 * @param regionScale the correlation length of the regions as a part of the image's shorter side
 */
public record FocusScenes(int count, Blur blur, double borderDeviation, double regionScale) implements TruthScenes {
    private static final int MOST_SOURCES = 100;

    /**
     * @throws IllegalArgumentException if there are fewer than 2 sources or more than 100, the deviation is not above 0 and up to
     *     1000, or the scale not above 0 and up to 100
     */
    public FocusScenes {
        if (count < 2 || count > MOST_SOURCES) {
            throw new IllegalArgumentException("expected 2 to " + MOST_SOURCES + " sources, found " + count);
        }
        if (!(regionScale > 0 && regionScale <= 100)) {
            throw new IllegalArgumentException(
                    "expected a scale of regions above 0 and up to 100, found " + regionScale);
        }
        // Refuses a deviation that is none.
        Blur.gaussian(borderDeviation);
    }

    /**
     * Two sources, blurred by a disc of 4 pixels' radius, with borders of 1.5 pixels' deviation and regions of a fifth of the shorter
     * side.
     */
    public static FocusScenes standard() {
        return new FocusScenes(2, Blur.disc(4), 1.5, 0.2);
    }

    /** {@code near} and {@code far} for two sources, {@code focus-1} and so on for more. */
    @Override
    public List<String> sourceNames() {
        return count == 2
                ? List.of("near", "far")
                : IntStream.rangeClosed(1, count).mapToObj(i -> "focus-" + i).toList();
    }

    /**
     * The regions of a scene.
     *
     * @param name the photograph's
     * @param seed the study's; the regions' is {@linkplain Seeds#derive derived} with the name
     */
    public FocusRegions regions(String name, int width, int height, long seed) {
        return FocusRegions.random(
                width, height, count, regionScale * Math.min(width, height), Seeds.derive(seed, name));
    }

    @Override
    public TruthScenes.Scene scene(String name, Image photograph, long seed) {
        FocusRegions regions = regions(name, photograph.width(), photograph.height(), seed);
        List<Image> sources = IntStream.range(0, count)
                .mapToObj(source -> focused(photograph, regions.sharpness(source, borderDeviation)))
                .toList();
        return new TruthScenes.Scene(name, sources, photograph);
    }

    private Image focused(Image photograph, float[] sharpness) {
        return Planes.map(photograph, plane -> {
            float[] mixed = blur.apply(plane, photograph.width(), photograph.height());
            for (int i = 0; i < mixed.length; i++) {
                // Exactly the photograph's where the sharpness is 1.
                mixed[i] = plane[i] + (1 - sharpness[i]) * (mixed[i] - plane[i]);
            }
            return mixed;
        });
    }
}
