package io.dynafuse.truth;

import io.dynafuse.corruption.Planes;
import io.dynafuse.image.Image;
import io.dynafuse.image.Srgb;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Photographs taken too dark and too bright: sRGB values are made linear (IEC 61966-2-1), multiplied by two to the power of the exposure
 * value, clipped at 1, made sRGB again and rounded to the photograph's depth. What rounding and clipping take is what a fusion has to
 * find in the other sources. Nothing is random.
 *
 * @param exposureValues of each source, in stops against the photograph; two or more
 */
public record ExposureScenes(List<Double> exposureValues) implements TruthScenes {
    private static final double MOST_STOPS = 16;

    /** @throws IllegalArgumentException if there are fewer than two, or one is beyond 16 stops */
    public ExposureScenes {
        exposureValues = List.copyOf(exposureValues);
        if (exposureValues.size() < 2) {
            throw new IllegalArgumentException("expected 2 or more exposure values, found " + exposureValues.size());
        }
        for (double stops : exposureValues) {
            if (!(Math.abs(stops) <= MOST_STOPS)) {
                throw new IllegalArgumentException("expected exposure values from -16 to 16, found " + stops);
            }
        }
    }

    /** {@code under} and {@code over} where that is what the two are, otherwise {@code exposure-1} and so on. */
    @Override
    public List<String> sourceNames() {
        if (exposureValues.size() == 2 && exposureValues.get(0) < 0 && exposureValues.get(1) > 0) {
            return List.of("under", "over");
        }
        return IntStream.rangeClosed(1, exposureValues.size())
                .mapToObj(i -> "exposure-" + i)
                .toList();
    }

    @Override
    public TruthScenes.Scene scene(String name, Image photograph, long seed) {
        return new TruthScenes.Scene(
                name,
                exposureValues.stream().map(stops -> exposed(photograph, stops)).toList(),
                photograph);
    }

    private static Image exposed(Image photograph, double stops) {
        double factor = StrictMath.pow(2, stops);
        return Planes.map(photograph, plane -> {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) Srgb.toEncoded(Math.min(Srgb.toLight(plane[i]) * factor, 1));
            }
            return plane;
        });
    }
}
