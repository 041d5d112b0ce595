package io.dynafuse.testing;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;

/** Networks with their authors' parameters. */
public final class ReferenceNetworks {
    private ReferenceNetworks() {}

    /** The file of an IFCNN variant; the calling test is skipped if there is no reference material. */
    public static Path file(Ifcnn network) {
        return Reference.path("ifcnn/IFCNN-" + network.name() + ".pth");
    }

    /** An IFCNN variant; the caller closes it. */
    public static FusionModel load(Ifcnn network) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file(network));
                Parameters parameters = CheckpointLoader.load(network, checkpoint)) {
            return network.create(parameters, Device.CPU, Precision.FP32);
        }
    }
}
