package io.dynafuse.truth;

import io.dynafuse.corruption.Blur;
import java.util.Arrays;
import java.util.Random;

/**
 * Which source of a focus stack is sharp where: every pixel belongs to one of them. The regions are equal slices, by area, of a smooth
 * random relief, as the depths of a scene are slices of distance; so they have any outline and may fall into several parts. The
 * relief is the sum of 32 plane waves of random phase, whose frequencies are drawn from a normal distribution: very nearly a Gaussian
 * random field with the correlation exp(−d²/2L²) at a distance d. Immutable.
 */
public final class FocusRegions {
    private static final int WAVES = 32;

    private final int width;
    private final int height;
    private final int[] owners;

    /** Takes over {@code owners}, row after row. */
    FocusRegions(int width, int height, int[] owners) {
        this.width = width;
        this.height = height;
        this.owners = owners;
    }

    /**
     * Random regions; the same for the same arguments, on every platform.
     *
     * @param sources among which the pixels are shared
     * @param correlationLength L, in pixels
     */
    static FocusRegions random(int width, int height, int sources, double correlationLength, long seed) {
        double[] relief = relief(width, height, correlationLength, new Random(seed));
        double[] sorted = relief.clone();
        Arrays.sort(sorted);
        int[] owners = new int[relief.length];
        for (int source = 1; source < sources; source++) {
            double threshold = sorted[(int) ((long) source * sorted.length / sources)];
            for (int i = 0; i < relief.length; i++) {
                owners[i] += relief[i] >= threshold ? 1 : 0;
            }
        }
        return new FocusRegions(width, height, owners);
    }

    /** The source, from 0, that a pixel belongs to. */
    public int ownerAt(int x, int y) {
        if (x < 0 || x >= width || y < 0 || y >= height) {
            throw new IndexOutOfBoundsException(
                    "expected a pixel of " + width + "x" + height + ", found (" + x + ", " + y + ")");
        }
        return owners[y * width + x];
    }

    /**
     * How sharp a source is at each pixel: 1 in its own region, falling to 0 outside it along a Gaussian, whose tail beyond a straight
     * border is half gone at 0.67 of its standard deviation.
     *
     * @param borderDeviation of that Gaussian, in pixels
     * @return {@code [height, width]} in [0, 1]
     */
    public float[] sharpness(int source, double borderDeviation) {
        float[] own = new float[owners.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = owners[i] == source ? 1 : 0;
        }
        float[] sharpness = Blur.gaussian(borderDeviation).apply(own, width, height);
        for (int i = 0; i < own.length; i++) {
            // A blurred step is a half at the step.
            sharpness[i] = own[i] == 1 ? 1 : Math.min(2 * sharpness[i], 1);
        }
        return sharpness;
    }

    private static double[] relief(int width, int height, double correlationLength, Random random) {
        double[] relief = new double[Math.multiplyExact(width, height)];
        for (int wave = 0; wave < WAVES; wave++) {
            double[] alongX = phases(width, random.nextGaussian() / correlationLength, 0);
            double[] alongY =
                    phases(height, random.nextGaussian() / correlationLength, 2 * Math.PI * random.nextDouble());
            addWave(relief, alongX, alongY);
        }
        return relief;
    }

    /** The cosines and then the sines of the phases of a wave along one axis. */
    private static double[] phases(int length, double frequency, double start) {
        double[] phases = new double[2 * length];
        for (int i = 0; i < length; i++) {
            // Strictly, as a threshold makes a region of the last digit.
            phases[i] = StrictMath.cos(start + frequency * i);
            phases[length + i] = StrictMath.sin(start + frequency * i);
        }
        return phases;
    }

    /** Adds cos(a + b) = cos a · cos b − sin a · sin b. */
    private static void addWave(double[] relief, double[] alongX, double[] alongY) {
        int width = alongX.length / 2;
        int height = alongY.length / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                relief[y * width + x] += alongX[x] * alongY[y] - alongX[width + x] * alongY[height + y];
            }
        }
    }
}
