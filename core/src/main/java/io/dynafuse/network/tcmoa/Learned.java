package io.dynafuse.network.tcmoa;

import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * What TC-MoA learns from in one pass.
 *
 * @param image {@code [N,3,H,W]} in the network's numbers
 * @param encoder prompts of its layers
 * @param decoder prompts of its layers
 * @param imbalance how unevenly adapters are used, a tensor of one element
 * @param shares of the tokens, for each layer and adapter
 */
public record Learned(Tensor image, Prompts encoder, Prompts decoder, Tensor imbalance, List<List<Double>> shares) {
    /**
     * Prompts of layers.
     *
     * @param first of the first source, {@code [N,L]} for each layer
     * @param second of the second
     */
    public record Prompts(List<Tensor> first, List<Tensor> second) {}
}
