package io.dynafuse.network.piafusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedModel;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.Strips;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * PIAFusion's fusion network: a stream of convolutions for each source, which exchange what they see (CMDAF, cross-modality differential aware
 * fusion), and a decoder of both; 1.18 M parameters, luma in and out. It tells its sources apart and looks at the image as a whole. Its
 * {@link IlluminationClassifier} serves training only.
 */
public final class PiaFusion implements Network {
    /** The network as published. */
    public static final PiaFusion NETWORK = new PiaFusion();

    /** The module that tells day from night, as checkpoints call it. */
    public static final String ILLUMINATION = "illumination";

    // Measured on 640x480: smaller ones compute more halo, larger ones are not faster.
    static final Strips STRIPS = new Strips(100_000);

    private PiaFusion() {}

    @Override
    public String id() {
        return "piafusion";
    }

    @Override
    public String toString() {
        return id();
    }

    @Override
    public String description() {
        return "PIAFusion (Tang et al. 2022), two streams that exchange their differences, luma";
    }

    /** No trained file in a format of PyTorch was published by the authors. */
    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2022,
                "Tang, Yuan, Zhang, Jiang, Ma: PIAFusion: A progressive infrared and visible image fusion network based on illumination"
                        + " aware. Information Fusion 83-84",
                List.of(Task.VISIBLE_INFRARED),
                Optional.empty(),
                List.of(),
                "two streams that exchange their differences | side by side | decoder",
                "with its version for PyTorch, github.com/linklist2/PIAFusion_pytorch, with random parameters on a real pair, layer by layer,"
                        + " to 1e-4"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Global(),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                // Of the network, a strip is all that is as large as anything; of a wide image it has 64 rows.
                new MemoryModel(parameters().elements(), 0, 30, PiaFusionLayers.FEATURES));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PiaFusionLayers.PARAMETERS;
    }

    @Override
    public Map<String, ParameterDeclarations> companions() {
        return Map.of(ILLUMINATION, IlluminationClassifier.PARAMETERS);
    }

    /** {@link Reference#COMPONENT} with squared losses times 50, as TTD's authors have it for CDDFuse. */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.COMPONENT).with("l2, k=50");
    }

    @Override
    public FusionModel create(Parameters checkpoint, Device device, Precision precision) {
        return create(checkpoint, device, precision, STRIPS);
    }

    /**
     * The network with images cut into other strips, for comparisons.
     *
     * @param checkpoint as in {@link #create(Parameters, Device, Precision)}
     */
    FusionModel create(Parameters checkpoint, Device device, Precision precision, Strips strips) {
        Parameters own = checkpoint.placed(device, precision);
        return new WeightedModel(this, device, precision, new PiaFusionLayers(own, strips), own::close);
    }

    @Override
    public FusionModel over(Parameters variables) {
        PiaFusionLayers layers = new PiaFusionLayers(variables, Strips.WHOLE);
        return new WeightedModel(this, Device.CPU, Precision.FP32, layers, () -> {});
    }
}
