package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * The losses of CDDFuse (Zhao et al. 2023, arXiv:2211.14461, Eq. 9 to 13), with the numbers of its authors' program. Lists are of two, infrared before
 * visible; images {@code [N,1,H,W]} in [0,1], {@link #SMALLEST_SIDE} or more pixels a side; features {@code [N,2·C,H,W]}, base before detail.
 */
public final class CddFuseLoss {
    /** The least width and height of images, in pixels. */
    public static final int SMALLEST_SIDE = StructuralSimilarity.SMALLEST_MIRRORED;

    private static final int VISIBLE = 1;
    private static final double SIMILARITY_SHARE = 5;
    private static final double DECOMPOSITION_SHARE = 2;
    private static final double RECONSTRUCTED_GRADIENT_SHARE = 5;
    private static final double FUSED_GRADIENT_SHARE = 10;
    // So that the decomposition loss is finite if base features are opposites.
    private static final double ABOVE_ONE = 1.01;
    private static final double EPSILON = Math.ulp(1f);

    private CddFuseLoss() {}

    /**
     * Of the first phase, in which encoder and decoder learn to make each source again of its own features: structural similarity and squared
     * differences of both, the gradient of the visible image, and the decomposition.
     *
     * @param reconstructed images
     * @return a tensor of one element
     */
    public static Tensor reconstruction(List<Tensor> sources, List<Tensor> reconstructed, List<Tensor> features) {
        return Scope.compute(() -> likeness(sources.get(0), reconstructed.get(0))
                .plus(likeness(sources.get(1), reconstructed.get(1)))
                .plus(SobelDerivatives.loss(sources.get(VISIBLE), reconstructed.get(VISIBLE))
                        .times(RECONSTRUCTED_GRADIENT_SHARE))
                .plus(decomposition(features).times(DECOMPOSITION_SHARE)));
    }

    private static Tensor likeness(Tensor source, Tensor reconstructed) {
        return similarity(source, reconstructed).times(SIMILARITY_SHARE).plus(LossTerm.L2.of(source, reconstructed, 1));
    }

    /**
     * Of the second phase, in which all learn to fuse: the brighter source, the stronger edge, and the decomposition.
     *
     * @param fused an image
     * @return a tensor of one element
     */
    public static Tensor fusion(List<Tensor> sources, Tensor fused, List<Tensor> features) {
        return Scope.compute(() -> SourceTerm.INTENSITY_MAX
                .of(fused, sources, 1)
                .plus(gradient(sources, fused).times(FUSED_GRADIENT_SHARE))
                .plus(decomposition(features).times(DECOMPOSITION_SHARE)));
    }

    static Tensor gradient(List<Tensor> sources, Tensor fused) {
        return SourceTerm.distance(fused, sources, SobelDerivatives::magnitudeInBlack);
    }

    /** Half the mean of 1 − SSIM, at most ½: where two images are opposites, they need not become less so. */
    static Tensor similarity(Tensor source, Tensor reconstructed) {
        return StructuralSimilarity.ofMirrored(source, reconstructed, 1)
                .whole()
                .times(-1)
                .plus(1)
                .clamp(0, 1)
                .meanOfAll()
                .times(0.5);
    }

    /** Small if the base features of both sources are alike and the detail features are not (Eq. 12). */
    static Tensor decomposition(List<Tensor> features) {
        long channels = features.get(0).size(1) / 2;
        Tensor ofBase = correlation(
                features.get(0).slice(1, 0, channels), features.get(1).slice(1, 0, channels));
        Tensor ofDetail = correlation(
                features.get(0).slice(1, channels, channels), features.get(1).slice(1, channels, channels));
        return ofDetail.square().dividedBy(ofBase.plus(ABOVE_ONE));
    }

    /** The mean over the channels of the correlation coefficient over the pixels. */
    static Tensor correlation(Tensor first, Tensor second) {
        Tensor one = centred(first);
        Tensor other = centred(second);
        Tensor product = one.times(other).mean(1).times(one.size(1));
        Tensor norms = one.norm(1).times(other.norm(1));
        return product.dividedBy(norms.plus(EPSILON)).clamp(-1, 1).meanOfAll();
    }

    /** {@code [N,C,H,W]} to {@code [N,H·W,C]}, minus the mean of every channel. */
    private static Tensor centred(Tensor features) {
        Tensor pixels = features.permute(0, 2, 3, 1)
                .reshape(features.size(0), features.size(2) * features.size(3), features.size(1));
        return pixels.minus(pixels.mean(1));
    }
}
