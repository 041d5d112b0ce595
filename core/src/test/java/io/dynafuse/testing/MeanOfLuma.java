package io.dynafuse.testing;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.StaticRule;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
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
        return new NetworkFacts(
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                Optional.of(StaticRule.MEAN),
                new ReceptiveField.Local(0, 0),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                new MemoryModel(0, 1, 1));
    }

    @Override
    public ParameterDeclarations parameters() {
        return ParameterDeclarations.of();
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
    public Optional<LinearFusion> weighting() {
        return Optional.of(
                new LinearFusion(StaticRule.MEAN, Precision.FP32, source -> source.times(1), fused -> fused.times(1)));
    }

    @Override
    public FusionModel over(Parameters parameters) {
        return this;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
