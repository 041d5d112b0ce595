package io.dynafuse.network.tcmoa;

import io.dynafuse.nn.Initializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the tokens of a small network begin to hold: a patch of the image as its cosine transform, in features that positions leave free. With blocks that
 * begin with nothing, the decoder then shows what the encoder sees before anything is learned, and a short training starts from sharp images. It is for an
 * encoder and a decoder of one width that see images at twice their size.
 */
final class PatchBasis {
    // Of luma and two differences of colours, orthonormal.
    private static final double[][] COLOURS = {
        {Math.sqrt(1 / 3.0), Math.sqrt(1 / 3.0), Math.sqrt(1 / 3.0)},
        {Math.sqrt(1 / 2.0), 0, -Math.sqrt(1 / 2.0)},
        {Math.sqrt(1 / 6.0), -2 * Math.sqrt(1 / 6.0), Math.sqrt(1 / 6.0)}
    };
    // Colours are seen less sharply than luma.
    private static final int COLOUR_PENALTY = 4;
    // Small beside positions, so that normalisations change little; finer waves are weaker in images.
    private static final double COARSEST = 0.05;
    private static final double NOTHING = 1e-6;

    private final int side;
    private final int width;
    private final List<Wave> waves;
    private final List<double[]> features;
    private final double gain;

    /** A wave of a colour: half-periods down and across a patch. */
    private record Wave(int colour, int down, int across) {
        int order() {
            return down + across;
        }

        int priority() {
            return order() + (colour == 0 ? 0 : COLOUR_PENALTY);
        }

        double scale() {
            return COARSEST * (1 + order());
        }
    }

    private PatchBasis(int side, int width) {
        this.side = side;
        this.width = width;
        List<double[]> positions = Positions.features(width);
        this.gain = positions.stream()
                .mapToDouble(PatchBasis::deviation)
                // A normalisation after the encoder, and one after the decoder, which adds positions again.
                .map(deviation -> 1 / (deviation * (1 + deviation)))
                .average()
                .orElseThrow();
        List<double[]> taken = new ArrayList<>();
        double[] even = new double[width];
        Arrays.fill(even, 1);
        extend(taken, even);
        positions.forEach(position -> extend(taken, position));
        int used = taken.size();
        for (int feature = 0; feature < width; feature++) {
            double[] unit = new double[width];
            unit[feature] = 1;
            extend(taken, unit);
        }
        this.features = taken.subList(used, taken.size());
        this.waves = IntStream.range(0, COLOURS.length * side * side)
                .mapToObj(i -> new Wave(i / (side * side), i / side % side, i % side))
                .sorted(Comparator.comparingInt(Wave::priority))
                .limit(features.size())
                .toList();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    /** Adds what of a vector is orthogonal to all, if that is more than rounding. */
    private static void extend(List<double[]> basis, double[] vector) {
        double[] rest = vector.clone();
        // Twice, as the first time leaves rounding.
        for (int round = 0; round < 2; round++) {
            for (double[] one : basis) {
                double share = dot(one, rest);
                for (int i = 0; i < rest.length; i++) {
                    rest[i] -= share * one[i];
                }
            }
        }
        double length = Math.sqrt(dot(rest, rest));
        if (length > NOTHING * Math.sqrt(dot(vector, vector))) {
            basis.add(Arrays.stream(rest).map(value -> value / length).toArray());
        }
    }

    private static double dot(double[] first, double[] second) {
        return IntStream.range(0, first.length)
                .mapToDouble(i -> first[i] * second[i])
                .sum();
    }

    /**
     * Of the convolution that makes tokens, {@code [width,3,2·side,2·side]}.
     *
     * @param side of a patch of the image, in pixels
     * @param width features of a token
     */
    static Initializer embedding(int side, int width) {
        // Four pixels of the doubled patch are one of the patch.
        return (shape, seed) -> new PatchBasis(side, width).filled(wave -> wave.scale() / 4, true);
    }

    /** Of the linear map that makes pixels, {@code [2·side·2·side·3,width]}. */
    static Initializer prediction(int side, int width) {
        return (shape, seed) -> {
            PatchBasis basis = new PatchBasis(side, width);
            return basis.filled(wave -> 1 / (wave.scale() * basis.kept(wave) * basis.gain), false);
        };
    }

    private float[] filled(ToDoubleFunction<Wave> factor, boolean featuresFirst) {
        int twice = 2 * side;
        int pixels = twice * twice;
        int channels = COLOURS.length;
        float[] values = new float[width * pixels * channels];
        for (int i = 0; i < pixels * channels; i++) {
            int channel = i / pixels;
            int pixel = i % pixels;
            double[] sums = new double[width];
            for (int wave = 0; wave < waves.size(); wave++) {
                double value = factor.applyAsDouble(waves.get(wave))
                        * value(waves.get(wave), channel, pixel / twice, pixel % twice);
                for (int feature = 0; feature < width; feature++) {
                    sums[feature] += value * features.get(wave)[feature];
                }
            }
            for (int feature = 0; feature < width; feature++) {
                int at = featuresFirst
                        ? feature * channels * pixels + i
                        : (pixel * channels + channel) * width + feature;
                values[at] = (float) sums[feature];
            }
        }
        return values;
    }

    /** Of a pixel of the doubled patch. */
    private double value(Wave wave, int channel, int row, int column) {
        return COLOURS[wave.colour()][channel] * cosine(wave.down(), row / 2) * cosine(wave.across(), column / 2);
    }

    private double cosine(int halfPeriods, int pixel) {
        double length = Math.sqrt((halfPeriods == 0 ? 1.0 : 2.0) / side);
        return length * StrictMath.cos(Math.PI * (2 * pixel + 1) * halfPeriods / (2.0 * side));
    }

    /** What of a wave doubling the image and taking the mean of two pixels each way keeps. */
    private double kept(Wave wave) {
        return kept(wave.down()) * kept(wave.across());
    }

    private double kept(int halfPeriods) {
        return 0.75 + 0.25 * StrictMath.cos(Math.PI * halfPeriods / side);
    }
}
