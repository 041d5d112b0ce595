package io.dynafuse.network.zoo;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ConcatenatedFusion;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.MinMaxNormalisation;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * LRRNet (Li et al. 2023): an encoder for each source that unrolls an algorithm for low-rank representation, into a low-rank and a sparse part; parts of one
 * kind are joined by a convolution, and the two images that this gives are added. Luma in and out.
 *
 * <p>Sources and result are stretched by their own smallest and largest value: what the decoder gives lies in a narrow range somewhere, and means nothing
 * before. So the network looks at an image as a whole, and no bias of the decoder changes anything.
 */
public final class LrrNet implements WeightedNetwork {
    /** The network as published. */
    public static final LrrNet NETWORK = new LrrNet();

    /** Of the low-rank part, and of the sparse part. */
    private static final int HALF = 128;

    private static final int CHANNELS = 2 * HALF;
    private static final int STEPS = 4;
    /** What is added to a range before it divides: of sources in 0 to 255, and of the result. */
    private static final double EPSILON = 1e-4;

    private static final double LARGEST_LEVEL = 255;

    /** In the order of the sources. */
    private static final List<String> ENCODERS = List.of("get_ls1", "get_ls2");

    /** What makes an image of each part: low-rank and sparse part of one source, then of the other. */
    private static final List<String> PARTS = List.of("conv_ReZx", "conv_ReUx", "conv_ReZy", "conv_ReUy");

    private static final String LOW_RANK = "conv_ReL";
    private static final String SPARSE = "conv_ReH";

    private static final Convolution WIDENING = around(1, CHANNELS);
    private static final Convolution NARROWING = around(CHANNELS, 1);
    private static final Convolution OF_PART = around(HALF, 1);
    private static final Convolution JOINING = around(2, 1);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            declareEncoder(ENCODERS.get(0)), declareEncoder(ENCODERS.get(1)), declareDecoder()));

    private LrrNet() {}

    private static Convolution around(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).padding(Padding.REFLECT, 1);
    }

    private static ParameterDeclarations declareEncoder(String name) {
        Stream<ParameterDeclarations> first = Stream.of(
                ParameterDeclarations.of("lamj", Initializer.constant(0.01f), 1, CHANNELS),
                ParameterDeclarations.of("lamz", Initializer.constant(0.01f), 1, 1),
                WIDENING.declare("conv_W00.conv2d"));
        Stream<ParameterDeclarations> steps = IntStream.range(0, STEPS)
                .mapToObj(step -> ParameterDeclarations.join(
                                NARROWING.declare("conv_Wdz.conv2d"), WIDENING.declare("conv_Wdtz.conv2d"))
                        .in("lrrblock" + step));
        return ParameterDeclarations.join(Stream.concat(first, steps).toArray(ParameterDeclarations[]::new))
                .in(name);
    }

    private static ParameterDeclarations declareDecoder() {
        return ParameterDeclarations.join(Stream.concat(
                        PARTS.stream().map(part -> declareUnbiased(OF_PART, part)),
                        Stream.of(LOW_RANK, SPARSE).map(part -> declareUnbiased(JOINING, part)))
                .toArray(ParameterDeclarations[]::new));
    }

    /** A bias that the stretching of the result takes away. */
    private static ParameterDeclarations declareUnbiased(Convolution convolution, String part) {
        String name = "decoder." + part + ".conv2d";
        return convolution.declare(name).frozen(name + ".bias");
    }

    @Override
    public String id() {
        return "lrrnet";
    }

    @Override
    public String description() {
        return "LRRNet (Li et al. 2023), low-rank and sparse parts, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(
                new Publication(
                        2023,
                        "Li, Xu, Wu, Lu, Kittler: LRRNet: A Novel Representation Learning Guided Fusion Network for Infrared and Visible Images. IEEE TPAMI"
                                + " 2023",
                        List.of(Task.VISIBLE_INFRARED),
                        Optional.empty(),
                        List.of(new Publication.PublishedFile(
                                "github.com/hli1221/imagefusion-LRRNet",
                                "e489fc3",
                                "model/final_lrr_net_lam2_1.5_wir_3.0_lam3_gram_2000_epoch_4_block_4.model",
                                "1de9dd8dee9b650ce69c74ea53e3b9a6b749222f1059a689aabf28f68ee63e29")),
                        "an encoder for each source, of two parts | side by side | decoder",
                        "with the authors' network on real images, from the encoders to the result before and after it is stretched"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Global(),
                new ChromaRule(List.of(Role.VISIBLE)),
                // The forward pass ends with the stretching, as losses are taken after it.
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), CHANNELS, 4 * CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new ConcatenatedFusion(
                precision,
                images -> IntStream.range(0, ENCODERS.size())
                        .mapToObj(source -> encode(images.get(source), parameters.in(ENCODERS.get(source))))
                        .toList(),
                fused -> MinMaxNormalisation.apply(reconstruct(fused, parameters.in("decoder")), EPSILON));
    }

    /** Low-rank before sparse part, {@code [N,256,H,W]}. */
    private static Tensor encode(Tensor image, Parameters encoder) {
        return Scope.compute(() -> {
            Tensor stretched = MinMaxNormalisation.apply(image.times(LARGEST_LEVEL), EPSILON);
            Tensor thresholds = encoder.get("lamj").reshape(1, CHANNELS, 1, 1);
            Tensor code = shrunk(widened(stretched, encoder.in("conv_W00.conv2d")), thresholds);
            for (int step = 0; step < STEPS; step++) {
                Tensor before = code;
                Parameters block = encoder.in("lrrblock" + step);
                code = Scope.compute(() -> {
                    Tensor change = change(stretched, before, block);
                    change.plusInPlace(before.times(encoder.get("lamz").reshape(1, 1, 1, 1)));
                    before.close();
                    return shrunk(change, thresholds);
                });
            }
            return code;
        });
    }

    /** What the image has that the code does not explain. */
    private static Tensor change(Tensor image, Tensor code, Parameters block) {
        return Scope.compute(() ->
                widened(image.minus(NARROWING.apply(code, block.in("conv_Wdz.conv2d"))), block.in("conv_Wdtz.conv2d")));
    }

    private static Tensor widened(Tensor image, Parameters layer) {
        return Scope.compute(() -> WIDENING.apply(image, layer).channelsLast());
    }

    /** The soft threshold l, sign(x)·max(|x| − l, 0): to the letter, as some that were trained are below 0. */
    private static Tensor shrunk(Tensor code, Tensor thresholds) {
        return Scope.compute(() -> {
            Tensor size = code.absolute().plusInPlace(thresholds, -1).reluInPlace();
            return code.requiresGrad() ? size.times(code.sign()) : size.timesInPlace(code.sign());
        });
    }

    /**
     * The result before it is stretched.
     *
     * @param fused {@code [N,512,H,W]}, low-rank and sparse part of the first source, then of the second
     */
    static Tensor reconstruct(Tensor fused, Parameters decoder) {
        return Scope.compute(() -> joined(LOW_RANK, part(0, fused, decoder), part(2, fused, decoder), decoder)
                .plus(joined(SPARSE, part(1, fused, decoder), part(3, fused, decoder), decoder)));
    }

    /** The image of a part, counted as {@link #reconstruct} has them. */
    static Tensor part(int index, Tensor fused, Parameters decoder) {
        return Scope.compute(() ->
                OF_PART.apply(fused.slice(1, (long) index * HALF, HALF), decoder.in(PARTS.get(index) + ".conv2d")));
    }

    /** The image of two parts of one kind, {@code conv_ReL} or {@code conv_ReH}. */
    static Tensor joined(String kind, Tensor first, Tensor second, Parameters decoder) {
        return Scope.compute(
                () -> JOINING.apply(Tensor.concatenate(List.of(first, second), 1), decoder.in(kind + ".conv2d")));
    }
}
