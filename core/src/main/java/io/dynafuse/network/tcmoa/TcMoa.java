package io.dynafuse.network.tcmoa;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.CheckpointAdapter;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.Sizing;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * TC-MoA: the vision transformer of a masked autoencoder, in whose encoder and decoder mixtures of adapters, chosen by a router for each task, weigh two
 * sources against each other. RGB in and out; it tells its sources apart, as the image is made of the first one.
 */
public final class TcMoa implements Network {
    private static final int PUBLISHED_TILE = 448;
    // Measured with the one upon ViT-Base: 1.8 GB in all for a pair of 448x448, 2.1 GB in bf16, 2.0 GB for 640x512.
    private static final int COPIES_OF_TOKENS = 65;

    /** Upon ViT-Base, as published. */
    public static final TcMoa BASE = published("base", new Stack(768, 12, 12));

    /** Upon ViT-Large, as published. */
    public static final TcMoa LARGE = published("large", new Stack(1024, 24, 16));

    /** One of few parameters, whose grids of tokens have their positions in place. */
    public static final TcMoa SMALL = small("", 4, 4);

    /** The small one with other numbers of adapters, and with its layers closer or further apart (Fig. 8). */
    public static final List<TcMoa> ABLATIONS = List.of(
            small("-1-expert", 1, 4),
            small("-2-experts", 2, 4),
            small("-8-experts", 8, 4),
            small("-every-2", 4, 2),
            small("-every-8", 4, 8));

    /** The autoencoder below all, as checkpoints call it. */
    public static final String BACKBONE = "backbone";

    /** What is trained upon it, as checkpoints call it. */
    public static final String ADAPTERS = "adapters";

    /** The task whose router serves those that have none. */
    static final Task USUAL = Task.VISIBLE_INFRARED;

    private static final Map<Task, Integer> ROUTERS =
            Map.of(Task.VISIBLE_INFRARED, 0, Task.MEDICAL, 0, Task.MULTI_EXPOSURE, 1, Task.MULTI_FOCUS, 2);

    // What follows from the sizes, or is never used.
    private static final Pattern DERIVED =
            Pattern.compile(".*\\.relative_position_index|.*blocks_(MoA|SSF_rgb)\\.\\d+\\.(MoA|mlp)\\.(mean|std)");

    private final String id;
    private final TcMoaShape shape;
    private final Once<ParameterDeclarations> parameters;
    private final Once<MaskedAutoencoder> autoencoder;
    private final Once<Map<String, ParameterDeclarations>> companions;

    private TcMoa(String id, TcMoaShape shape) {
        this.id = id;
        this.shape = shape;
        this.parameters = new Once<>(shape::declare);
        this.autoencoder = new Once<>(() -> new MaskedAutoencoder(shape));
        this.companions = new Once<>(this::modules);
    }

    private Map<String, ParameterDeclarations> modules() {
        Map<String, ParameterDeclarations> modules = new LinkedHashMap<>();
        modules.put(BACKBONE, autoencoder().parameters());
        modules.put(ADAPTERS, shape.adapters());
        return Collections.unmodifiableMap(modules);
    }

    private static TcMoa published(String size, Stack encoder) {
        return new TcMoa(
                "tc-moa-" + size,
                new TcMoaShape(16, encoder, new Stack(512, 8, 16), 4, 4, true, Positions.SCRAMBLED, PUBLISHED_TILE));
    }

    private static TcMoa small(String words, int experts, int interval) {
        return new TcMoa(
                "tc-moa-small" + words,
                new TcMoaShape(
                        16,
                        new Stack(192, 8, 6),
                        new Stack(192, 4, 6),
                        interval,
                        experts,
                        true,
                        Positions.OF_WINDOWS,
                        PUBLISHED_TILE));
    }

    /** One of other sizes, for tests. */
    static TcMoa of(TcMoaShape shape) {
        return new TcMoa("tc-moa", shape);
    }

    /** The number of the router of a task, from 0. */
    static int router(Task task) {
        return ROUTERS.get(task);
    }

    /** What it is built upon. */
    public MaskedAutoencoder autoencoder() {
        return autoencoder.get();
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
        return "TC-MoA (Zhu et al. 2024), a mixture of adapters for each task, prompts, RGB";
    }

    /** The authors' files were not at hand, so that their checksums are not known. */
    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2024,
                "Zhu, Sun, Cao, Hu: Task-customized mixture of adapters for general image fusion. CVPR 2024",
                List.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS),
                Optional.empty(),
                List.of(),
                "none: weights multiply the prompts by which adapters weigh the sources",
                "with the authors' modules in a tiny network with random parameters, layer by layer, to 1e-4, and with the names and shapes"
                        + " of both published ones"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                new Inputs(2, 2, 2, roles(), ColourMode.RGB, 1, InputNormalisation.imageNet()),
                Optional.empty(),
                new ReceptiveField.Global(),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                new MemoryModel(
                        parameters().elements(), 2 * TcMoaShape.CHANNELS, 4 * TcMoaShape.CHANNELS, 0, pieceBytes()));
    }

    private long pieceBytes() {
        long side = shape.tile() / shape.pixelsOfToken();
        return 2 * side * side * shape.encoder().width() * Float.BYTES * COPIES_OF_TOKENS;
    }

    private static List<List<Role>> roles() {
        List<List<Role>> ofLuma = Inputs.lumaPair().roles();
        return List.of(ofLuma.get(1), ofLuma.get(0));
    }

    @Override
    public ParameterDeclarations parameters() {
        return parameters.get();
    }

    /** The noise of routers. */
    @Override
    public boolean isForTrainingOnly(String parameter) {
        return parameter.endsWith(AdapterMixture.NOISE);
    }

    @Override
    public Map<String, ParameterDeclarations> companions() {
        return companions.get();
    }

    /** Files of an older program call layers otherwise. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(
                        name -> DERIVED.matcher(name).matches() ? Optional.empty() : Optional.of(renamed(name)))
                .tellingOlderLayout(name -> !renamed(name).equals(name));
    }

    private static String renamed(String name) {
        return name.contains("blocks_SSF")
                ? name.replace("blocks_SSF_rgb", "blocks_MoA")
                        .replace(".mlp.", ".MoA.")
                        .replace("SE_en_linear", "dimReduction")
                        .replace("SSF_beta", "modal_shifts")
                : name.replace("en_projAdapter", "FusionLayer").replace("de_projAdapter", "de_FusionLayer");
    }

    /**
     * To steer prompts by: {@link Reference#FUSED}, the loss of each source in the static result. Fusion is static unless it is asked for.
     */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.FUSED);
    }

    @Override
    public FusionModel create(Parameters checkpoint, Device device, Precision precision) {
        Parameters own = placed(checkpoint, device, precision);
        return model(own, device, precision, own::close);
    }

    /** The matrices of blocks in the precision asked for; the rest, as in the authors' program, in 32 bits. */
    private static Parameters placed(Parameters checkpoint, Device device, Precision precision) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> placed = new LinkedHashMap<>();
            for (String name : checkpoint.names()) {
                boolean ofBlock = name.startsWith(TcMoaShape.ENCODER.blocks() + ".")
                        || name.startsWith(TcMoaShape.DECODER.blocks() + ".");
                boolean lowered = ofBlock && !name.contains(".norm");
                Tensor tensor = checkpoint.get(name).to(device, lowered ? precision : Precision.FP32);
                placed.put(name, tensor.shape().length == 4 ? tensor.channelsLast() : tensor);
            }
            return Parameters.owning(placed);
        }
    }

    @Override
    public FusionModel over(Parameters variables) {
        return model(variables, Device.CPU, Precision.FP32, () -> {});
    }

    /**
     * The forward pass that training records, with all that losses are made of.
     *
     * @param first of the sources, {@code [N,3,H,W]} in the network's numbers, H and W multiples of {@link #smallestSide}
     * @param task whose router distributes the tokens
     * @param noise for routers, which shall try adapters that they would not choose
     */
    public Learned learned(Tensor first, Tensor second, Task task, Parameters all, Random noise) {
        try (Scope scope = Scope.open()) {
            TcMoaLayers.Fused fused = new TcMoaLayers(shape, all)
                    .fuse(
                            first,
                            second,
                            new Routing(Map.of(router(task), 1.0), Optional.of(noise)),
                            PromptSettings.AS_MADE,
                            Optional.empty());
            return fused.learned(scope);
        }
    }

    /** Width and height of the smallest images that it fuses as they are, in pixels; others are filled up to multiples. */
    public int smallestSide() {
        return shape.multiple();
    }

    private FusionModel model(Parameters own, Device device, Precision precision, Runnable onClose) {
        return new TcMoaModel(
                this, new TcMoaLayers(shape, own), precision, device, PromptSettings.AS_MADE, Sizing.BLENDED, onClose);
    }
}
