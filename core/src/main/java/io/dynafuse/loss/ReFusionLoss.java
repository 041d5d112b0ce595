package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * The two losses of ReFusion (Bai et al. 2024, Eq. 1 to 6), of differences of intensity and of gradient. The gradient is that of Sobel's operator with
 * its usual factors (8 times the difference of neighbouring pixels), as a vector, so that an edge of the other direction is another edge.
 *
 * @param gradientShare α₁ or α₂, the factor of the gradient's part, 0 or more
 */
public record ReFusionLoss(double gradientShare) {
    private static final double SOBEL_SQUARED = SobelDerivatives.WHOLE_NUMBERS * SobelDerivatives.WHOLE_NUMBERS;

    /** @throws IllegalArgumentException if the share is negative or not finite */
    public ReFusionLoss {
        if (!(gradientShare >= 0 && gradientShare < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a share of 0 or more, found " + gradientShare);
        }
    }

    /**
     * The fusion loss (Eq. 1): the mean over the pixels of Σ w (I − I_F)² + α₁ Σ v (∇I − ∇I_F)², sums over the sources.
     *
     * @param fused {@code [N,1,H,W]}, as is each source
     * @param intensityWeights w {@code [N,M,H,W]}, source m in channel m
     * @param gradientWeights v, likewise
     * @return a tensor of one element
     */
    public Tensor fusion(List<Tensor> sources, Tensor fused, Tensor intensityWeights, Tensor gradientWeights) {
        return Scope.compute(() -> {
            Differences differences = Differences.of(sources, fused);
            Tensor intensity = mean(differences.intensity.times(intensityWeights), sources.size());
            Tensor gradient = mean(differences.gradient.times(gradientWeights), sources.size());
            return intensity.plus(gradient.times(gradientShare));
        });
    }

    /** How the losses of the sources at a pixel become one. */
    public enum Among {
        /** The larger one, so that no source is given up (Eq. 5 and 6). */
        LARGEST(Tensor::maximum),
        /** Their sum: ablation IV. */
        SUM(Tensor::plus);

        private final BinaryOperator<Tensor> combine;

        Among(BinaryOperator<Tensor> combine) {
            this.combine = combine;
        }
    }

    /**
     * The reconstruction loss (Eq. 4): the mean over the pixels of max (I − Î)² + α₂ max (∇I − ∇Î)², maxima over the sources.
     *
     * @param sources each {@code [N,1,H,W]}
     * @param reconstructed as many
     * @return a tensor of one element
     */
    public Tensor reconstruction(List<Tensor> sources, List<Tensor> reconstructed, Among among) {
        return Scope.compute(() -> {
            Differences differences = Differences.of(sources, reconstructed);
            Tensor intensity = combined(differences.intensity, among).meanOfAll();
            Tensor gradient = combined(differences.gradient, among).meanOfAll();
            return intensity.plus(gradient.times(gradientShare));
        });
    }

    private static Tensor combined(Tensor perSource, Among among) {
        Tensor combined = perSource.slice(1, 0, 1);
        for (int m = 1; m < perSource.size(1); m++) {
            combined = among.combine.apply(combined, perSource.slice(1, m, 1));
        }
        return combined;
    }

    /** Of the sum over the sources. */
    private static Tensor mean(Tensor perSource, int sources) {
        return perSource.meanOfAll().times(sources);
    }

    /** Squared differences, {@code [N,M,H,W]}. */
    private record Differences(Tensor intensity, Tensor gradient) {
        static Differences of(List<Tensor> sources, Tensor fused) {
            return of(Tensor.concatenate(sources, 1).minus(fused));
        }

        static Differences of(List<Tensor> sources, List<Tensor> others) {
            return of(Tensor.concatenate(sources, 1).minus(Tensor.concatenate(others, 1)));
        }

        private static Differences of(Tensor difference) {
            // Derivatives are linear: that of the difference is the difference of the derivatives.
            return new Differences(
                    difference.square(),
                    SobelDerivatives.of(difference).squaredLength().times(SOBEL_SQUARED));
        }
    }
}
