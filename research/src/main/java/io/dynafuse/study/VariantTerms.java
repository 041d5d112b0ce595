package io.dynafuse.study;

import io.dynafuse.dominability.Norm;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.Variant;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The terms of TTD's Eq. 4 for one variant, over any number of images of M sources.
 *
 * @param own for each source, its weights with the losses they were made of; zeros for static fusion
 * @param component for each source, its weights with ‖D(E⁽ᵐ⁾(x⁽ᵐ⁾)) − x⁽ᵐ⁾‖, the paper's ℓ⁽ᵐ⁾
 * @param fusionLoss Σₘ‖I_F − x⁽ᵐ⁾‖ (Eq. 2), summed over the pixels
 */
record VariantTerms(List<PixelSums> own, List<PixelSums> component, double fusionLoss) {
    static VariantTerms none(int sources) {
        List<PixelSums> none =
                IntStream.range(0, sources).mapToObj(m -> PixelSums.NONE).toList();
        return new VariantTerms(none, none, 0);
    }

    /**
     * The terms of one image.
     *
     * @param componentLosses for each source, the paper's ℓ⁽ᵐ⁾
     */
    static VariantTerms of(Variant variant, Fusion fusion, SourceTensors tensors, List<float[]> componentLosses) {
        try (Scope scope = Scope.open()) {
            List<Tensor> sources = tensors.images();
            if (variant.dominability().isEmpty()) {
                return ofStatic(fusion.fuseStatically(tensors), sources, componentLosses);
            }
            Fusion.Dynamic dynamic =
                    fusion.fuseDynamically(tensors, variant.dominability().get());
            List<PixelSums> own = new ArrayList<>();
            List<PixelSums> component = new ArrayList<>();
            for (int m = 0; m < sources.size(); m++) {
                float[] weights = dynamic.weights().slice(1, m, 1).toFloats();
                own.add(PixelSums.of(weights, dynamic.losses().slice(1, m, 1).toFloats()));
                component.add(PixelSums.of(weights, componentLosses.get(m)));
            }
            return new VariantTerms(own, component, fusionLoss(dynamic.fused(), sources));
        }
    }

    private static VariantTerms ofStatic(Tensor fused, List<Tensor> sources, List<float[]> componentLosses) {
        float[] equal = new float[componentLosses.get(0).length];
        Arrays.fill(equal, 1f / sources.size());
        List<PixelSums> component = componentLosses.stream()
                .map(losses -> PixelSums.of(equal, losses))
                .toList();
        PixelSums own = PixelSums.of(equal, new float[equal.length]);
        return new VariantTerms(sources.stream().map(source -> own).toList(), component, fusionLoss(fused, sources));
    }

    private static double fusionLoss(Tensor fused, List<Tensor> sources) {
        return sources.stream()
                .mapToDouble(source -> sum(losses(fused, source)))
                .sum();
    }

    /** The L1 loss of every pixel, in 32 bits: differences are small, and bfloat16 would round them once more. */
    static float[] losses(Tensor image, Tensor target) {
        try (Scope scope = Scope.open()) {
            return Norm.L1.loss(exact(image), exact(target)).toFloats();
        }
    }

    private static Tensor exact(Tensor image) {
        return image.to(Precision.FP32).planar();
    }

    static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    VariantTerms plus(VariantTerms other) {
        return new VariantTerms(
                added(own, other.own), added(component, other.component), fusionLoss + other.fusionLoss);
    }

    private static List<PixelSums> added(List<PixelSums> first, List<PixelSums> second) {
        return IntStream.range(0, first.size())
                .mapToObj(m -> first.get(m).plus(second.get(m)))
                .toList();
    }

    double meanFusionLoss() {
        return fusionLoss / component.get(0).pixels();
    }

    /** Σₘ Cov(ω⁽ᵐ⁾, ℓ⁽ᵐ⁾). */
    static double covariance(List<PixelSums> sums) {
        return sums.stream().mapToDouble(PixelSums::covariance).sum();
    }

    /**
     * What covariances over any number of images need of weights and losses.
     *
     * @param pixels how many
     * @param weights Σω
     * @param losses Σℓ
     * @param products Σωℓ
     */
    record PixelSums(double pixels, double weights, double losses, double products) {
        static final PixelSums NONE = new PixelSums(0, 0, 0, 0);

        static PixelSums of(float[] weights, float[] losses) {
            double sumOfWeights = 0;
            double sumOfLosses = 0;
            double sumOfProducts = 0;
            for (int i = 0; i < weights.length; i++) {
                sumOfWeights += weights[i];
                sumOfLosses += losses[i];
                sumOfProducts += (double) weights[i] * losses[i];
            }
            return new PixelSums(weights.length, sumOfWeights, sumOfLosses, sumOfProducts);
        }

        PixelSums plus(PixelSums other) {
            return new PixelSums(
                    pixels + other.pixels, weights + other.weights, losses + other.losses, products + other.products);
        }

        double meanWeight() {
            return weights / pixels;
        }

        double meanLoss() {
            return losses / pixels;
        }

        /** E[ωℓ] − E[ω]E[ℓ] over all pixels of all images. */
        double covariance() {
            return products / pixels - meanWeight() * meanLoss();
        }
    }

    /**
     * What each source makes of itself and of the others in one image, by L1 in the network's numbers.
     *
     * @param ofOwn for each source, the paper's ℓ⁽ᵐ⁾ = ‖D(E⁽ᵐ⁾(x⁽ᵐ⁾)) − x⁽ᵐ⁾‖ for every pixel
     * @param constant the part of the bound that weights do not change (TTD, Eq. 10), summed over the pixels:
     *     Σₘ ((2M − 1)/M ℓ⁽ᵐ⁾ + (M − 1)/M Σ_{i≠m} ‖D(E⁽ⁱ⁾(x⁽ⁱ⁾)) − x⁽ᵐ⁾‖)
     */
    record ComponentLosses(List<float[]> ofOwn, double constant) {

        static ComponentLosses of(Fusion fusion, SourceTensors tensors) {
            try (Scope scope = Scope.open()) {
                List<Tensor> sources = tensors.images();
                List<Tensor> components = fusion.components(tensors);
                double count = sources.size();
                double constant = 0;
                List<float[]> ofOwn = new ArrayList<>();
                for (int m = 0; m < sources.size(); m++) {
                    for (int i = 0; i < sources.size(); i++) {
                        float[] losses = VariantTerms.losses(components.get(i), sources.get(m));
                        double factor = i == m ? (2 * count - 1) / count : (count - 1) / count;
                        constant += factor * VariantTerms.sum(losses);
                        if (i == m) {
                            ofOwn.add(losses);
                        }
                    }
                }
                return new ComponentLosses(ofOwn, constant);
            }
        }
    }
}
