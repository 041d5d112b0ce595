package io.dynafuse.align;

import io.dynafuse.image.Resampling;

/**
 * The weights of Lanczos-3 along one side, for positions between pixels in fine steps. Where several pixels fall into one, the weights are
 * spread over as many more, so that nothing finer than the new pixels passes.
 *
 * <p>A step is so fine that a position rounded to it changes no weight by 1e-4; a position on a pixel has the weight 1 there and 0 elsewhere.
 */
final class LanczosWeights {
    /** Steps from one pixel to the next. */
    static final int STEPS = 8192;

    // Pixels are spread over at most as many; beyond that, things alias, which is better than a picture that takes
    // hours.
    private static final double WIDEST = 16;

    private final int count;
    private final float[] weights;

    private LanczosWeights(int count) {
        this.count = count;
        this.weights = new float[STEPS * count];
    }

    /** @param scale how many pixels fall into one; nothing is spread below 1 */
    static LanczosWeights of(double scale) {
        double spread = Math.min(Math.max(scale, 1), WIDEST);
        LanczosWeights table = new LanczosWeights(2 * (int) Math.ceil(Resampling.LOBES * spread));
        for (int step = 0; step < STEPS; step++) {
            table.set(step, spread);
        }
        return table;
    }

    private void set(int step, double spread) {
        double[] unscaled = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            unscaled[i] = Resampling.lanczos((before() - i + (double) step / STEPS) / spread);
            sum += unscaled[i];
        }
        for (int i = 0; i < count; i++) {
            weights[step * count + i] = (float) (unscaled[i] / sum);
        }
    }

    /** How many pixels have a weight. */
    int count() {
        return count;
    }

    /** How many of them lie before the last pixel that is not beyond the position. */
    int before() {
        return count / 2 - 1;
    }

    /** The weights of all steps, {@link #count} a step; not to be changed. */
    float[] all() {
        return weights;
    }
}
