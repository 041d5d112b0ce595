package io.dynafuse.network;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** A small fusion that shows whether a checkpoint is usable: finite parameters can still be so large that the result is not finite. */
public final class TrialFusion {
    private static final int SIDE = 16;

    private TrialFusion() {}

    /**
     * Fuses two small images statically.
     *
     * @throws CheckpointException if the result is not finite, or the checkpoint does not fit the network
     * @throws IOException if the file cannot be read
     * @throws io.dynafuse.torch.EngineException if the engine cannot be loaded
     */
    public static void requireNumbers(Network network, Checkpoint checkpoint) throws IOException {
        try (Parameters parameters = CheckpointLoader.load(network, checkpoint);
                FusionModel model = network.create(parameters, Device.CPU, Precision.FP32)) {
            for (float value : fused(model)) {
                if (!Float.isFinite(value)) {
                    throw new CheckpointException(
                            checkpoint.name(),
                            "this checkpoint gives no numbers: fused images hold " + value
                                    + "; expected a checkpoint of a training that went well");
                }
            }
        }
    }

    private static float[] fused(FusionModel model) {
        try (Scope scope = Scope.open()) {
            int sources = model.facts().inputs().leastSources();
            List<Tensor> images = IntStream.range(0, sources)
                    .mapToObj(source -> image(model, source == 0 ? 1 : SIDE))
                    .toList();
            return model.fuse(SourceTensors.of(images)).planar().toFloats();
        }
    }

    /** A ramp along the rows or the columns, in every channel. */
    private static Tensor image(FusionModel model, int step) {
        Inputs inputs = model.facts().inputs();
        int channels = inputs.colour().channels();
        float[] values = new float[channels * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / step % SIDE / (SIDE - 1f);
        }
        return inputs.normalisation().normalise(Tensor.of(values, 1, channels, SIDE, SIDE));
    }
}
