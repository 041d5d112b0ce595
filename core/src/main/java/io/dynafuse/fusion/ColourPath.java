package io.dynafuse.fusion;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.ChromaFusion;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.network.ColourMode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How colour passes through a network or around it. An RGB network gets all channels, with gray repeated; a luma network gets luma, and
 * chroma is fused separately or taken from one source. The result is gray unless a source has colour. All values are planar, {@code
 * [C,H,W]} in [0,1].
 *
 * @param network the colour mode of the network
 * @param anyColour whether the result is to have colour
 * @param chroma the source whose chroma the result takes where that source has data; blended of all sources if empty
 */
record ColourPath(ColourMode network, boolean anyColour, OptionalInt chroma) {
    private static final int LUMA = 0;

    /** The channels of the result. */
    int resultChannels() {
        return anyColour ? 3 : 1;
    }

    /** A region of a source in the channels this path works on: RGB for an RGB network, luma and chroma for a luma network. */
    float[] samples(Image source, Region region) {
        float[] rgb = source.rgb(region);
        return network == ColourMode.RGB ? rgb : Bt601.toYCbCr(rgb);
    }

    /** The part of the samples that the network takes. */
    float[] networkInput(float[] samples) {
        return network == ColourMode.RGB ? samples : plane(samples, LUMA);
    }

    /**
     * The fused region.
     *
     * @param alphas of the region, for every source; none if all are opaque
     */
    float[] result(float[] output, List<float[]> samples, List<float[]> alphas, Tiling.Tile tile) {
        if (network == ColourMode.RGB) {
            return anyColour ? output : Bt601.luma(output);
        }
        return anyColour ? Bt601.toRgb(withChroma(output, samples, alphas, tile)) : output;
    }

    private float[] withChroma(float[] luma, List<float[]> samples, List<float[]> alphas, Tiling.Tile tile) {
        float[] all = Arrays.copyOf(luma, 3 * luma.length);
        for (int channel : new int[] {1, 2}) {
            int plane = channel;
            float[][] chroma = samples.stream()
                    .map(values -> crop(plane(values, plane), tile))
                    .toArray(float[][]::new);
            System.arraycopy(fuse(chroma, alphas), 0, all, channel * luma.length, luma.length);
        }
        return all;
    }

    private float[] fuse(float[][] planes, List<float[]> alphas) {
        if (chroma.isEmpty()) {
            return ChromaFusion.fuse(Arrays.asList(planes), alphas);
        }
        float[] own = planes[chroma.getAsInt()];
        if (alphas.isEmpty()) {
            return own;
        }
        float[] fused = ChromaFusion.fuse(Arrays.asList(planes), alphas);
        float[] alpha = alphas.get(chroma.getAsInt());
        for (int i = 0; i < fused.length; i++) {
            fused[i] = alpha[i] > 0 ? own[i] : fused[i];
        }
        return fused;
    }

    private static float[] crop(float[] plane, Tiling.Tile tile) {
        Region core = tile.outputInInput();
        float[] cropped = new float[core.width() * core.height()];
        IntStream.range(0, core.height())
                .forEach(row -> System.arraycopy(
                        plane,
                        (core.y() + row) * tile.input().width() + core.x(),
                        cropped,
                        row * core.width(),
                        core.width()));
        return cropped;
    }

    private static float[] plane(float[] values, int channel) {
        int size = values.length / 3;
        return Arrays.copyOfRange(values, channel * size, (channel + 1) * size);
    }
}
