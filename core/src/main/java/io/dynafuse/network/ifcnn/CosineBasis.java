package io.dynafuse.network.ifcnn;

import io.dynafuse.nn.Initializer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The initializer of the first layer, which IFCNN's authors took from a network trained on ImageNet: a cosine basis of {@value
 * #LUMA_FILTERS} waves of
 * growing frequency in gray, and {@value #CHROMA_FILTERS} in each of two opponent colours.
 */
final class CosineBasis implements Initializer {
    private static final int SIDE = 7;
    private static final int LUMA_FILTERS = 40;
    private static final int CHROMA_FILTERS = 12;
    private static final double[] GRAY = {1 / Math.sqrt(3), 1 / Math.sqrt(3), 1 / Math.sqrt(3)};
    private static final double[] RED_GREEN = {1 / Math.sqrt(2), -1 / Math.sqrt(2), 0};
    private static final double[] YELLOW_BLUE = {1 / Math.sqrt(6), 1 / Math.sqrt(6), -2 / Math.sqrt(6)};

    @Override
    public float[] values(List<Long> shape, long seed) {
        float[] values = new float[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
        putWaves(values);
        return values;
    }

    private static void putWaves(float[] values) {
        List<int[]> frequencies = frequencies();
        int filter = 0;
        for (int wave = 0; wave < LUMA_FILTERS; wave++) {
            putWave(values, filter++, frequencies.get(wave), GRAY);
        }
        for (double[] colour : List.of(RED_GREEN, YELLOW_BLUE)) {
            for (int wave = 0; wave < CHROMA_FILTERS; wave++) {
                putWave(values, filter++, frequencies.get(wave), colour);
            }
        }
    }

    /** Pairs of frequencies, the slowest waves first. */
    private static List<int[]> frequencies() {
        return IntStream.range(0, SIDE * SIDE)
                .mapToObj(i -> new int[] {i / SIDE, i % SIDE})
                .sorted(Comparator.comparingInt((int[] wave) -> wave[0] * wave[0] + wave[1] * wave[1])
                        .thenComparingInt(wave -> wave[0]))
                .toList();
    }

    private static void putWave(float[] values, int filter, int[] frequency, double[] colour) {
        for (int channel = 0; channel < colour.length; channel++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int index = ((filter * colour.length + channel) * SIDE + y) * SIDE + x;
                    values[index] = (float) (colour[channel] * cosine(frequency[0], y) * cosine(frequency[1], x));
                }
            }
        }
    }

    /** A value of the orthonormal basis of the discrete cosine transform, type II. */
    private static double cosine(int frequency, int position) {
        double norm = Math.sqrt((frequency == 0 ? 1.0 : 2.0) / SIDE);
        return norm * StrictMath.cos(Math.PI * (2 * position + 1) * frequency / (2 * SIDE));
    }
}
