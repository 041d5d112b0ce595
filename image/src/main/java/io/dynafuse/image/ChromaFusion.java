package io.dynafuse.image;

import java.util.List;

/**
 * Fuses the chroma of several sources: the further a source's chroma is from neutral, the greater its weight (ReFusion, Eq. 15,
 * written there for two sources):
 *
 * <pre>C = Σₘ Cₘ |Cₘ − τ| / Σₘ |Cₘ − τ|,  τ = 0.5</pre>
 */
public final class ChromaFusion {
    /** The chroma of a pixel without colour. */
    public static final float NEUTRAL = 0.5f;

    private ChromaFusion() {}

    /**
     * @param sources the same chroma plane, or planes, of each of two or more sources, in [0, 1]
     * @return as long as each source; {@link #NEUTRAL} where every source is neutral
     * @throws IllegalArgumentException if there are fewer than two sources or their lengths differ
     */
    public static float[] fuse(List<float[]> sources) {
        return fuse(sources, List.of());
    }

    /**
     * The chroma of sources that are partly transparent: the weight of each is multiplied by its alpha.
     *
     * @param sources the same chroma plane of each of two or more sources, in [0, 1]
     * @param alphas as many planes of the same lengths, in [0, 1]; none for opaque sources
     * @throws IllegalArgumentException if there are fewer than two sources or their lengths differ
     */
    public static float[] fuse(List<float[]> sources, List<float[]> alphas) {
        requireComparable(sources);
        float[] fused = new float[sources.get(0).length];
        for (int i = 0; i < fused.length; i++) {
            fused[i] = fuse(sources, alphas, i);
        }
        return fused;
    }

    private static float fuse(List<float[]> sources, List<float[]> alphas, int position) {
        double weighted = 0;
        double weights = 0;
        for (int m = 0; m < sources.size(); m++) {
            float[] source = sources.get(m);
            double alpha = alphas.isEmpty() ? 1 : alphas.get(m)[position];
            double weight = alpha * Math.abs(source[position] - (double) NEUTRAL);
            weighted += weight * source[position];
            weights += weight;
        }
        return weights == 0 ? NEUTRAL : (float) (weighted / weights);
    }

    private static void requireComparable(List<float[]> sources) {
        if (sources.size() < 2) {
            throw new IllegalArgumentException("expected 2 or more sources, found " + sources.size());
        }
        for (float[] source : sources) {
            if (source.length != sources.get(0).length) {
                throw new IllegalArgumentException(
                        "expected sources of one length, found " + sources.get(0).length + " and " + source.length);
            }
        }
    }
}
