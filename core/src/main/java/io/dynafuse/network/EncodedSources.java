package io.dynafuse.network;

import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * Sources and one feature map of each.
 *
 * @param features of each source, {@code [N,F,H,W]}
 */
public record EncodedSources(SourceTensors sources, List<Tensor> features) {
    /** Copies the list. */
    public EncodedSources {
        features = List.copyOf(features);
    }

    /** The same sources with other features. */
    EncodedSources with(List<Tensor> others) {
        return new EncodedSources(sources, others);
    }
}
