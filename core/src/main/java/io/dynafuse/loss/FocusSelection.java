package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * The image of the patches that are in focus, which TC-MoA (Zhu et al. 2024) fuses multi-focus images towards: of every patch the source with the
 * strongest edge. Edges are those of luma, with black beyond the border of the image.
 */
final class FocusSelection {
    static final int PATCH = 16;
    private static final double[] LUMA = {0.2989, 0.587, 0.114};

    private FocusSelection() {}

    /**
     * Selects patches, the first source's if edges are equally strong; those at the right and lower border are smaller if the sides are no multiples.
     *
     * @param first {@code [N,3,H,W]}, as is the second
     */
    static Tensor of(Tensor first, Tensor second) {
        return Scope.compute(() -> Choice.ofStronger(first, strongestEdges(first), second, strongestEdges(second)));
    }

    /** The strongest edge of the patch that a pixel lies in: {@code [N,1,H,W]}. */
    private static Tensor strongestEdges(Tensor image) {
        Tensor edges = SobelDerivatives.magnitudeInBlack(luma(image));
        int frame = PATCH - 1;
        // The largest element of a patch that zeros complete is its own, as no magnitude is less.
        Tensor patches = edges.zeroPad(frame)
                .slice(2, frame, image.size(2) + frame)
                .slice(3, frame, image.size(3) + frame)
                .blockMaximum(PATCH);
        return patches.resizeNearest(patches.size(2) * PATCH, patches.size(3) * PATCH)
                .slice(2, 0, image.size(2))
                .slice(3, 0, image.size(3));
    }

    private static Tensor luma(Tensor image) {
        Tensor luma = image.slice(1, 0, 1).times(LUMA[0]);
        for (int channel = 1; channel < LUMA.length; channel++) {
            luma = luma.plus(image.slice(1, channel, 1).times(LUMA[channel]));
        }
        return luma;
    }
}
