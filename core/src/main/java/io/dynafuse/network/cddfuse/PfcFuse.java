package io.dynafuse.network.cddfuse;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.CheckpointAdapter;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.Publication;
import io.dynafuse.network.WeightedModel;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.Strips;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.List;
import java.util.Optional;

/** PFCFuse: {@link CddFuse} with means around pixels in its branch of base features, in place of attention; 0.5 M parameters. Luma in and out. */
public final class PfcFuse implements Network {
    /** The network as published for visible and infrared images. */
    public static final PfcFuse NETWORK = new PfcFuse();

    private static final int CHANNELS = 64;
    private static final BaseBranch BASE = new PoolingBranch(CHANNELS);
    private static final Once<ParameterDeclarations> PARAMETERS =
            new Once<>(() -> CddFuseLayers.declare(CHANNELS, BASE));

    private PfcFuse() {}

    @Override
    public String id() {
        return "pfcfuse";
    }

    @Override
    public String description() {
        return "PFCFuse (Hu et al. 2024), CDDFuse with pooling for its attention, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2024,
                "Hu et al.: PFCFuse: A Poolformer and CNN fusion network for Infrared-Visible Image Fusion. 2024",
                List.of(Task.VISIBLE_INFRARED),
                Optional.empty(),
                List.of(new Publication.PublishedFile(
                        "github.com/HXY13/PFCFuse-Image-Fusion",
                        "d9e02af",
                        "PFCFuse_IVF.pth",
                        "6fad97b6213264ba111d16ba479ff97dc1507adff1a40b95852ec6f4e171feb1")),
                "shared encoder of base and detail features | sum and fusion layers | decoder, and the visible image",
                "with the authors' network on real images, from the first layer to the decoder"));
    }

    /** Those of CDDFuse. */
    @Override
    public NetworkFacts facts() {
        return CddFuse.facts(PARAMETERS.get(), CHANNELS);
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    @Override
    public CheckpointAdapter checkpointAdapter() {
        return CddFuse.ADAPTER;
    }

    /** As CDDFuse's files say it. */
    @Override
    public Optional<Task> taskOf(String fileName) {
        return CddFuse.PUBLISHED.taskOf(fileName);
    }

    /** {@link Reference#COMPONENT} with squared losses times 50, as for CDDFuse. */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return CddFuse.PUBLISHED.defaultDominability(task);
    }

    @Override
    public FusionModel create(Parameters checkpoint, Device device, Precision precision) {
        return create(checkpoint, device, precision, CddFuse.STRIPS);
    }

    /**
     * The network with images cut into other strips, for comparisons.
     *
     * @param checkpoint as in {@link #create(Parameters, Device, Precision)}
     */
    FusionModel create(Parameters checkpoint, Device device, Precision precision, Strips strips) {
        Parameters own = checkpoint.placed(device, precision);
        return new WeightedModel(this, device, precision, layers(own, strips), own::close);
    }

    @Override
    public FusionModel over(Parameters variables) {
        return new WeightedModel(this, Device.CPU, Precision.FP32, layers(variables, Strips.WHOLE), () -> {});
    }

    private static CddFuseLayers layers(Parameters own, Strips strips) {
        return new CddFuseLayers(CHANNELS, BASE, AddedImage.VISIBLE, own, strips);
    }
}
