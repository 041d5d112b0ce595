package io.dynafuse.network;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.Optional;

/** A network that says where fusion weights act in it, and is run by that alone. */
public interface WeightedNetwork extends Network {
    /**
     * The forward pass, written once, for inference and for training.
     *
     * @param parameters named and shaped as {@link #parameters} says
     * @param precision of the parameters
     */
    Weighting<?> weighting(Parameters parameters, Precision precision);

    /** {@link Reference#COMPONENT} with squared losses times 50, as in the program of TTD's authors for CDDFuse, unless a network says another. */
    @Override
    default Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.COMPONENT).with("l2, k=50");
    }

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
