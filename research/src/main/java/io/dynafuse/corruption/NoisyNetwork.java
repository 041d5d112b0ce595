package io.dynafuse.corruption;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.util.Optional;

/**
 * The network of a checkpoint, its parameters made worse.
 *
 * @param weights the checkpoint
 * @param chosen the network to insist on; recognised from the checkpoint if empty
 */
public record NoisyNetwork(CheckpointSource weights, Optional<Network> chosen) {
    /**
     * The network on the processor in 32 bits; the caller closes it.
     *
     * @throws IOException if the checkpoint cannot be read or fits no network
     */
    public FusionModel load(ParameterNoise noise) throws IOException {
        try (Checkpoint checkpoint = weights.open()) {
            Network network = chosen.isPresent()
                    ? chosen.get()
                    : CheckpointLoader.choose(checkpoint).network();
            try (Parameters parameters = CheckpointLoader.load(network, checkpoint);
                    Parameters noisy = noise.applyTo(parameters)) {
                return network.create(noisy, Device.CPU, Precision.FP32);
            }
        }
    }
}
