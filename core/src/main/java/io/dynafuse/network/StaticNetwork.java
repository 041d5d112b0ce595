package io.dynafuse.network;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/** A network in which fusion weights have no place, such as one whose sources are the channels of its first layer. */
public interface StaticNetwork extends Network {
    /**
     * The forward pass, written once, for inference and for training. It need not free what it makes on the way.
     *
     * @param sources as {@link FusionModel#fuse} takes them
     * @param parameters named and shaped as {@link #parameters} says
     * @return {@code [N,C,H,W]}
     */
    Tensor fuse(SourceTensors sources, Parameters parameters);

    /** {@link Reference#FUSED}, for weights on images, of which such a network can be the judge. */
    @Override
    default Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.FUSED);
    }

    @Override
    default FusionModel create(Parameters parameters, Device device, Precision precision) {
        Parameters own = parameters.placed(device, precision);
        return new Model(this, device, precision, own, own::close);
    }

    @Override
    default FusionModel over(Parameters parameters) {
        return new Model(this, Device.CPU, Precision.FP32, parameters, () -> {});
    }

    /** Such a network with parameters. */
    record Model(StaticNetwork network, Device device, Precision precision, Parameters parameters, Runnable onClose)
            implements FusionModel {
        @Override
        public Optional<Weighting<?>> weighting() {
            return Optional.empty();
        }

        @Override
        public Tensor fuse(SourceTensors sources) {
            return Scope.compute(() -> network.fuse(sources, parameters));
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
