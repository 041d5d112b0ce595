package io.dynafuse.image;

/** Checks that the float samples of files lie in [0, 1]. */
final class FloatRange {
    // Resampling and compression leave samples slightly outside; anything further outside means another scale.
    private static final float TOLERANCE = 1e-3f;

    private FloatRange() {}

    /**
     * Clips samples that are within the tolerance of [0, 1].
     *
     * @throws Refusal if a sample is further away or not finite
     */
    static void clip(float[] samples) throws Refusal {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float sample : samples) {
            if (!Float.isFinite(sample)) {
                throw new Refusal("holds a float sample that is " + sample + "; float samples must lie in 0..1");
            }
            least = Math.min(least, sample);
            greatest = Math.max(greatest, sample);
        }
        if (least < -TOLERANCE || greatest > 1 + TOLERANCE) {
            throw new Refusal("holds float samples from " + least + " to " + greatest
                    + "; they must lie in 0..1, so scale them first");
        }
        if (least < 0 || greatest > 1) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = Math.min(Math.max(samples[i], 0), 1);
            }
        }
    }
}
