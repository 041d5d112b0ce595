package io.dynafuse.network;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import java.util.Optional;

/**
 * A model that is defined by its weighting alone.
 *
 * @param device the device that holds the parameters
 * @param precision the precision that it computes in
 * @param place where fusion weights act
 * @param onClose frees the parameters that the model owns
 */
public record WeightedModel(Network network, Device device, Precision precision, Weighting<?> place, Runnable onClose)
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
