package io.dynafuse.network.refusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.CheckpointAdapter;
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
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ReFusion's fusion module: an encoder of two Restormer blocks for each source, the adaptive fusion module, a decoder of two such blocks; 60 K
 * parameters, luma in and out. It tells its sources apart and looks at the image as a whole.
 */
public final class ReFusion implements Network {
    /** The network as published. */
    public static final ReFusion FULL = new ReFusion("refusion", new AdaptiveFusion(true, true));

    /** Ablation VI: the features of the sources side by side, and nothing else, in place of the adaptive fusion module. */
    public static final ReFusion CONCATENATED = new ReFusion("refusion-concatenated", new AdaptiveFusion(false, false));

    /** Ablation VII: without attention between the sources. */
    public static final ReFusion UNCROSSED = new ReFusion("refusion-uncrossed", new AdaptiveFusion(false, true));

    /** Ablation VIII: without gates. */
    public static final ReFusion UNGATED = new ReFusion("refusion-ungated", new AdaptiveFusion(true, false));

    /** The module that makes both sources of the fused image, as checkpoints call it. */
    public static final String RECONSTRUCTION = "reconstruction";

    /** The module that proposes a loss, as checkpoints call it. */
    public static final String PROPOSAL = "proposal";

    // Measured on 640x480 and 24 megapixels: smaller ones compute more halo, larger ones leave the cache.
    static final Strips STRIPS = new Strips(80_000);

    // The authors' words for tasks: the fusion of infrared and visible, medical, multi-focus, multi-exposure images.
    private static final Map<String, Task> TASKS = Map.of(
            "ivif", Task.VISIBLE_INFRARED, "mif", Task.MEDICAL, "mfif", Task.MULTI_FOCUS, "meif", Task.MULTI_EXPOSURE);
    private static final Pattern PUBLISHED = Pattern.compile("(?<![a-z])(ivif|mif|mfif|meif)(?![a-z])");

    private final String id;
    private final AdaptiveFusion fusion;
    private final ParameterDeclarations parameters;

    private ReFusion(String id, AdaptiveFusion fusion) {
        this.id = id;
        this.fusion = fusion;
        this.parameters = ReFusionLayers.declare(fusion);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }

    @Override
    public String description() {
        return "ReFusion (Bai et al. 2024), crossed attention and gates, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2024,
                "Bai, Zhao, Zhang, Wu, Deng, Cui, Jiang, Xu: ReFusion: Learning image fusion from reconstruction with learnable loss via"
                        + " meta-learning. International Journal of Computer Vision 133",
                List.of(Task.VISIBLE_INFRARED, Task.MEDICAL, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS),
                Optional.empty(),
                id.equals("refusion")
                        ? List.of(
                                file("IVIF", "1b8358d8dab5e95c9d3f668782abda85359685669444946001ac41ea96891b2c"),
                                file("MIF", "5cc483457390ea8ffeeedbf41287adf23880f860b2f9b6b6045329598fd2e0e5"),
                                file("MEIF", "6815d372069b2b96a59c02dff31d42d7d5604c5507227c5b6801d967832461d4"),
                                file("MFIF", "0ba2c1070a37e3a067afa66c39eae7e96e782d9261afcab454af069c460221f2"))
                        : List.of(),
                "an encoder for each source | attention between the sources, gates | decoder",
                "with the authors' network on real images of all four tasks, layer by layer, to 1e-4"));
    }

    private static Publication.PublishedFile file(String task, String sha256) {
        return new Publication.PublishedFile(
                "github.com/HaowenBai/ReFusion", "54b7334", "models/ReFusion_" + task + ".pth", sha256);
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Global(),
                ChromaRule.BLENDED,
                OutputRange.STRETCHED,
                // Of the network, all but the features of both sources is as large as a strip; the rest is what is left
                // of reading and converting images. Measured on a pair of 24 megapixels: 5.2 GB in all.
                new MemoryModel(parameters.elements(), AdaptiveFusion.CHANNELS, 10));
    }

    @Override
    public ParameterDeclarations parameters() {
        return parameters;
    }

    @Override
    public Map<String, ParameterDeclarations> companions() {
        Map<String, ParameterDeclarations> modules = new LinkedHashMap<>();
        modules.put(RECONSTRUCTION, SourceReconstruction.PARAMETERS);
        modules.put(PROPOSAL, LossProposal.PARAMETERS);
        return modules;
    }

    /** The authors' files hold every convolution twice, once a level down. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(name -> Optional.of(name.replace(".conv.weight", ".weight")));
    }

    /** Their names end in IVIF, MIF, MFIF and MEIF. */
    @Override
    public Optional<Task> taskOf(String fileName) {
        Matcher matcher = PUBLISHED.matcher(fileName);
        return matcher.find() ? Optional.of(TASKS.get(matcher.group(1))) : Optional.empty();
    }

    /**
     * {@link Reference#COMPONENT} for every task: of the references it is best by Qabf and Qcv on real scenes of all four, and within 0.01 of
     * the network's own fusion by Qabf, VIF and SSIM, which no reference clearly surpasses. {@link Reference#SELF_FUSED} is the same, as a
     * component is made of the source on both sides.
     */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.COMPONENT);
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
    public FusionModel create(Parameters checkpoint, Device device, Precision precision, Strips strips) {
        Parameters own = checkpoint.placed(device, precision);
        ReFusionLayers layers = new ReFusionLayers(fusion, own, strips);
        return new WeightedModel(this, device, precision, layers, own::close);
    }

    @Override
    public FusionModel over(Parameters variables) {
        ReFusionLayers layers = new ReFusionLayers(fusion, variables, Strips.WHOLE);
        return new WeightedModel(this, Device.CPU, Precision.FP32, layers, () -> {});
    }
}
