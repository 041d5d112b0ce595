package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** A kind of difference between a fused image {@code [N,C,H,W]} and its sources of the same shape; needs no truth. */
public enum SourceTerm implements LossKind {
    /** Mean absolute difference from the largest of the sources at every pixel (PIAFusion, Tang et al. 2022, doi:10.1016/j.inffus.2022.03.007). */
    INTENSITY_MAX {
        @Override
        Tensor of(Tensor fused, List<Tensor> sources, double range) {
            return distance(fused, sources, UnaryOperator.identity());
        }
    },
    /**
     * Mean absolute difference of the Sobel magnitude |∂x| + |∂y| from the largest of the sources' magnitudes at every pixel (PIAFusion).
     * In differences of neighbouring pixels, an eighth of what Sobel's whole numbers give.
     */
    GRADIENT_MAX {
        @Override
        Tensor of(Tensor fused, List<Tensor> sources, double range) {
            return distance(fused, sources, SobelDerivatives::magnitude);
        }
    },
    /**
     * 1 − the mean over the sources of the structural similarity of the fused image to them, every channel by itself: what the metric {@code SSIM}
     * of fusion papers measures.
     */
    SOURCE_SSIM {
        @Override
        Tensor of(Tensor fused, List<Tensor> sources, double range) {
            return sources.stream()
                    .map(source -> StructuralSimilarity.loss(fused, source, range))
                    .reduce(Tensor::plus)
                    .orElseThrow()
                    .times(1.0 / sources.size());
        }
    },
    /**
     * Mean over the pixels of the absolute differences to the pixels on the right and below, 0 at the border (Rudin, Osher and Fatemi 1992,
     * doi:10.1016/0167-2789(92)90242-F, with |∂x| + |∂y|); of the fused image alone.
     */
    TOTAL_VARIATION {
        @Override
        Tensor of(Tensor fused, List<Tensor> sources, double range) {
            return TotalVariation.of(fused);
        }
    };

    /** Mean absolute difference of a property of the fused image from the largest of the sources' at every pixel. */
    static Tensor distance(Tensor fused, List<Tensor> sources, UnaryOperator<Tensor> property) {
        Tensor largest = sources.stream().map(property).reduce(Tensor::maximum).orElseThrow();
        return property.apply(fused).minus(largest).absolute().meanOfAll();
    }

    /**
     * The difference, a tensor of one element.
     *
     * @param range the largest value that images can have minus the smallest
     */
    abstract Tensor of(Tensor fused, List<Tensor> sources, double range);
}
