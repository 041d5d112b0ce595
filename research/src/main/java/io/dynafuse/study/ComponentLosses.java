package io.dynafuse.study;

import io.dynafuse.fusion.Fusion;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;

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
