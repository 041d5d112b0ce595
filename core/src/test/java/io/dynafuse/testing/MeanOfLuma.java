package io.dynafuse.testing;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.StaticRule;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A luma network whose result anyone can work out: the mean of its sources. */
public final class MeanOfLuma implements Network, FusionModel {
    private final Runnable onClose;

    /** A network that has nothing to free. */
    public MeanOfLuma() {
        this(() -> {});
    }

    /** A network that tells when it is closed. */
    public MeanOfLuma(Runnable onClose) {
        this.onClose = onClose;
    }

    @Override
    public String id() {
        return "mean-of-luma";
    }

    @Override
    public String description() {
        return "the mean of the sources' luma";
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(ColourMode.LUMA, InputNormalisation.none(), StaticRule.MEAN, 0, 0, 2, 1, 1);
    }

    @Override
    public Map<String, List<Long>> parameterShapes() {
        return Map.of();
    }

    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.FUSED);
    }

    @Override
    public FusionModel create(Parameters parameters, Device device, Precision precision) {
        return this;
    }

    @Override
    public Network network() {
        return this;
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public Precision precision() {
        return Precision.FP32;
    }

    @Override
    public List<Tensor> encode(List<Tensor> sources) {
        return sources.stream().map(source -> source.times(1)).toList();
    }

    @Override
    public Tensor decode(Tensor fused) {
        return fused.times(1);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
