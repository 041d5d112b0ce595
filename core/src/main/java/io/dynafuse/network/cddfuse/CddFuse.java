package io.dynafuse.network.cddfuse;

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
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CDDFuse: one encoder for both sources, of Restormer blocks, whose features part into base and detail; a fusion layer for each of the two; a decoder of
 * Restormer blocks. 1.2 M parameters, luma in and out. It looks at the image as a whole.
 */
public final class CddFuse implements Network {
    private static final String FAMILY = "cddfuse";

    /** As published for visible and infrared images. */
    public static final CddFuse PUBLISHED = new CddFuse(FAMILY, 64, AddedImage.VISIBLE);

    /** As published for medical images. */
    public static final CddFuse MEDICAL = new CddFuse("cddfuse-medical", 64, AddedImage.NONE);

    /** Half as wide: a quarter of the parameters. */
    public static final CddFuse HALF = new CddFuse("cddfuse-32", 32, AddedImage.VISIBLE);

    /** A quarter as wide. */
    public static final CddFuse QUARTER = new CddFuse("cddfuse-16", 16, AddedImage.VISIBLE);

    private static final Map<String, Task> TASKS = Map.of("ivf", Task.VISIBLE_INFRARED, "mif", Task.MEDICAL);
    private static final Pattern PUBLISHED_NAME = Pattern.compile("(?<![a-z])(ivf|mif)(?![a-z])");
    private static final List<CddFuse> WIDTHS = List.of(PUBLISHED, HALF, QUARTER);

    static final Strips STRIPS = new Strips(20_000);

    // What the authors call the modules of a checkpoint; they were saved from a wrapper for several devices.
    private static final Map<String, String> MODULES = Map.of(
            "DIDF_Encoder", CddFuseLayers.ENCODER,
            "DIDF_Decoder", CddFuseLayers.DECODER,
            "BaseFuseLayer", CddFuseLayers.BASE_FUSION,
            "DetailFuseLayer", CddFuseLayers.DETAIL_FUSION);

    /** Of the authors' files, which hold four dictionaries, with {@code module.} before every name. */
    static final CheckpointAdapter ADAPTER = new CheckpointAdapter(name -> Optional.of(parameterOf(name)));

    private final String id;
    private final int channels;
    private final AddedImage added;
    private final ParameterDeclarations parameters;

    private CddFuse(String id, int channels, AddedImage added) {
        this.id = id;
        this.channels = channels;
        this.added = added;
        this.parameters = CddFuseLayers.declare(channels, CddFuseLayers.attention(channels));
    }

    /** The network for visible and infrared images with so many base features, if there is one. */
    public static Optional<CddFuse> ofWidth(int channels) {
        return WIDTHS.stream().filter(network -> network.channels == channels).findFirst();
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
        return "CDDFuse (Zhao et al. 2023), base and detail features, luma";
    }

    /** The authors' files were not at hand, so that their checksums are not known. */
    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2023,
                "Zhao, Bai, Zhang, Zhang, Xu, Lin, Timofte, Van Gool: CDDFuse: Correlation-driven dual-branch feature decomposition for"
                        + " multi-modality image fusion. CVPR 2023",
                List.of(Task.VISIBLE_INFRARED, Task.MEDICAL),
                Optional.empty(),
                List.of(),
                "shared encoder, base and detail | sum, and a layer for each of the two | decoder",
                "with the authors' network with random parameters on a real pair, layer by layer, to 1e-4"));
    }

    @Override
    public NetworkFacts facts() {
        return facts(parameters, channels);
    }

    /** The facts of a network of so many base features. */
    static NetworkFacts facts(ParameterDeclarations parameters, int channels) {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Global(),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.STRETCHED,
                new MemoryModel(parameters.elements(), 2 * channels, channels));
    }

    @Override
    public ParameterDeclarations parameters() {
        return parameters;
    }

    @Override
    public CheckpointAdapter checkpointAdapter() {
        return ADAPTER;
    }

    private static String parameterOf(String name) {
        return MODULES.entrySet().stream()
                .filter(module -> name.startsWith(module.getKey() + "."))
                .map(module -> name.replaceFirst(module.getKey() + "\\.(module\\.)?", module.getValue() + "."))
                .findFirst()
                .orElse(name);
    }

    /** The authors' names end in IVF and MIF. */
    @Override
    public boolean isNamedBy(String fileName) {
        boolean published = this == PUBLISHED || this == MEDICAL;
        return fileName.contains(id) || published && fileName.contains(FAMILY) && isPublishedFor(fileName, task());
    }

    /** {@link #isNamedBy} says which; of a trained one, the checkpoint does. */
    @Override
    public Optional<Task> taskOf(String fileName) {
        return isPublishedFor(fileName, task()) ? Optional.of(task()) : Optional.empty();
    }

    private Task task() {
        return added == AddedImage.NONE ? Task.MEDICAL : Task.VISIBLE_INFRARED;
    }

    private static boolean isPublishedFor(String fileName, Task task) {
        Matcher matcher = PUBLISHED_NAME.matcher(fileName);
        return matcher.find() && TASKS.get(matcher.group(1)) == task;
    }

    /** {@link Reference#COMPONENT} with squared losses times 50, as in the program of TTD's authors. */
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
    public FusionModel create(Parameters checkpoint, Device device, Precision precision, Strips strips) {
        Parameters own = checkpoint.placed(device, precision);
        return new WeightedModel(this, device, precision, layers(own, strips), own::close);
    }

    @Override
    public FusionModel over(Parameters variables) {
        return new WeightedModel(this, Device.CPU, Precision.FP32, layers(variables, Strips.WHOLE), () -> {});
    }

    /**
     * The modules over variables, for training.
     *
     * @param variables on loan, as {@link #over} takes them
     */
    public CddFuseModules modules(Parameters variables) {
        return new CddFuseModules(layers(variables, Strips.WHOLE));
    }

    private CddFuseLayers layers(Parameters own, Strips strips) {
        return new CddFuseLayers(channels, CddFuseLayers.attention(channels), added, own, strips);
    }
}
