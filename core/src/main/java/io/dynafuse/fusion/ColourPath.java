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
 * chroma is fused separately or taken from one source; an RGB network may be used like that too, with luma in all channels. The result is gray unless a source has colour. All values are planar, {@code
 * [C,H,W]} in [0,1].
 *
 * @param network the colour mode of the network
 * @param keepChroma whether chroma passes around an RGB network
 * @param anyColour whether the result is to have colour
 * @param chroma the source whose chroma the result takes where that source has data; blended of all sources if empty
 */
record ColourPath(ColourMode network, boolean keepChroma, boolean anyColour, OptionalInt chroma) {
    private static final int LUMA = 0;

    /** The channels of the result. */
    int resultChannels() {
        return anyColour ? 3 : 1;
    }

    private boolean passesThrough() {
        return network == ColourMode.RGB && !keepChroma;
    }

    /** A region of a source in the channels this path works on: RGB if colour passes through the network, else luma and chroma. */
    float[] samples(Image source, Region region) {
        float[] rgb = source.rgb(region);
        return passesThrough() ? rgb : Bt601.toYCbCr(rgb);
    }

    /** The part of the samples that the network takes. */
    float[] networkInput(float[] samples) {
        if (passesThrough()) {
            return samples;
        }
        float[] luma = plane(samples, LUMA);
        return network == ColourMode.RGB ? repeated(luma) : luma;
    }

    private static float[] repeated(float[] plane) {
        float[] all = Arrays.copyOf(plane, 3 * plane.length);
        System.arraycopy(plane, 0, all, plane.length, plane.length);
        System.arraycopy(plane, 0, all, 2 * plane.length, plane.length);
        return all;
    }

    /**
     * The fused region.
     *
     * @param alphas of the region, for every source; none if all are opaque
     */
    float[] result(float[] output, List<float[]> samples, List<float[]> alphas, Tiling.Tile tile) {
        if (passesThrough() && anyColour) {
            return output;
        }
        float[] luma = network == ColourMode.RGB ? Bt601.luma(output) : output;
        return anyColour ? Bt601.toRgb(withChroma(luma, samples, alphas, tile)) : luma;
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
