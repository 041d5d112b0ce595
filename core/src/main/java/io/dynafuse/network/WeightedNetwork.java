package io.dynafuse.network;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;

/** A network that says where fusion weights act in it, and is run by that alone. */
public interface WeightedNetwork extends Network {
    /**
     * The forward pass, written once, for inference and for training.
     *
     * @param parameters named and shaped as {@link #parameters} says
     * @param precision of the parameters
     */
    Weighting<?> weighting(Parameters parameters, Precision precision);

    @Override
    default FusionModel create(Parameters parameters, Device device, Precision precision) {
        Parameters own = parameters.placed(device, precision);
        return new WeightedModel(this, device, precision, weighting(own, precision), own::close);
    }

    @Override
    default FusionModel over(Parameters parameters) {
        return new WeightedModel(this, Device.CPU, Precision.FP32, weighting(parameters, Precision.FP32), () -> {});
    }
}
