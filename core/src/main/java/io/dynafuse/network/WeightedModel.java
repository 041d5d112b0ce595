package io.dynafuse.network;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import java.util.Optional;

/**
 * A model that is all said by its weighting.
 *
 * @param device where the parameters are
 * @param precision what it computes in
 * @param place where fusion weights act
 * @param onClose frees the parameters that the model owns
 */
public record WeightedModel(
        Network network, Device device, Precision precision, Weighting<?> place, Runnable onClose)
        implements FusionModel {
    @Override
    public Optional<Weighting<?>> weighting() {
        return Optional.of(place);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
