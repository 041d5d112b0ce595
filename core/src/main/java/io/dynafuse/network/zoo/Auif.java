package io.dynafuse.network.zoo;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.BatchNormalisation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.NormalisedConvolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * AUIF-Net (Zhao et al. 2021, doi:10.1109/TCSVT.2021.3075745): ten steps of an optimisation, each a layer with parameters of its own, part every source
 * into base and detail, one channel each. Their sums are decoded. Luma in and out, 12 K parameters.
 */
public final class Auif implements WeightedNetwork {
    /** The network as published. */
    public static final Auif NETWORK = new Auif();

    private static final int LAYERS = 10;
    private static final int KERNELS = 64;
    private static final int BLUR_RADIUS = 5;
    private static final int LAPLACE_RADIUS = 9;
    /** Of the two convolutions of a layer. */
    private static final int LAYER_RADIUS = 2;
    // Rows of an image that its outermost row depends on.
    private static final int STRIP = 1 + LAYER_RADIUS;

    private static final String BASE = "conv1";
    private static final String DETAIL = "conv2";
    private static final Convolution SPREAD =
            Convolution.of(1, KERNELS, 3).padding(Padding.REFLECT, 1).withoutBias();
    private static final Convolution GATHER =
            Convolution.of(KERNELS, 1, 3).padding(Padding.REFLECT, 1).withoutBias();
    private static final Convolution BOTH = Convolution.of(1, 1, 1 + 2 * LAYER_RADIUS);
    private static final Convolution CORRELATION =
            Convolution.of(KERNELS, 1, 3).padding(Padding.ZERO, 2).withoutBias();
    private static final BatchNormalisation NORMALISATION = BatchNormalisation.of(1);
    private static final NormalisedConvolution DECODER = new NormalisedConvolution(
            Convolution.of(1, 1, 3).padding(Padding.REFLECT, 1).withoutBias());

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() ->
            ParameterDeclarations.join(encoder(BASE), encoder(DETAIL), DECODER.declare("decoder.1", "decoder.2")));

    private Auif() {}

    private static ParameterDeclarations encoder(String name) {
        return ParameterDeclarations.join(IntStream.range(0, LAYERS)
                        .mapToObj(i -> layer().in(Integer.toString(i)))
                        .toArray(ParameterDeclarations[]::new))
                .in(name);
    }

    private static ParameterDeclarations layer() {
        return ParameterDeclarations.join(
                // So that a layer keeps the size of what passes it.
                ParameterDeclarations.of("kernel", Initializer.normal(1 / Math.sqrt(9 * KERNELS)), KERNELS, 1, 3, 3),
                ParameterDeclarations.of("eta", Initializer.constant(0.1f), 1),
                ParameterDeclarations.of("theta", Initializer.constant(0.001f), 1),
                NORMALISATION.declare("rest.0"),
                ParameterDeclarations.of("weight", Initializer.constant(0.25f), 1)
                        .in("rest.1"));
    }

    @Override
    public String id() {
        return "auif";
    }

    @Override
    public String description() {
        return "AUIF-Net (Zhao et al. 2021), an unrolled optimisation, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(
                new Publication(
                        2021,
                        "Zhao, Xu, Zhang, Liang, Zhang, Liu: Efficient and Model-Based Infrared and Visible Image Fusion via Algorithm Unrolling. IEEE TCSVT 32(3)",
                        List.of(Task.VISIBLE_INFRARED),
                        Optional.empty(),
                        List.of(
                                published(
                                        "TCSVT_Encoder_Base.model",
                                        "c4fe51b85637e3befc89b27e3cbb7a765aea37871eb4da4f58b471680ce7eb72"),
                                published(
                                        "TCSVT_Encoder_Detail.model",
                                        "92e1ad6a4b7e5a2acc442a3a57c3b0e48a2af262f487942e42d81334de204726"),
                                published(
                                        "TCSVT_Decoder.model",
                                        "7966d490bb4003821c8f20ce1197c22d020ab986850571c5dfa02b0defad8ad3")),
                        "shared encoder of base and detail, one channel each | sum | decoder",
                        "with the authors' network on real images, layer by layer; two of their published images come out within a gray level"));
    }

    private static Publication.PublishedFile published(String name, String sha256) {
        return new Publication.PublishedFile(
                "github.com/Zhaozixiang1228/IVIF-AUIF-Net", "8f54650", "Models/" + name, sha256);
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Local(LAPLACE_RADIUS + LAYERS * LAYER_RADIUS, 1),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), 2, 16));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new LinearFusion(
                StaticRule.SUM, precision, image -> encode(image, parameters), fused -> decode(fused, parameters));
    }

    /** Base and detail, {@code [N,2,H,W]}. */
    private static Tensor encode(Tensor image, Parameters parameters) {
        return Scope.compute(() -> Tensor.concatenate(
                List.of(
                        unrolled(LAYERS, blur(image), image, parameters.in(BASE)),
                        unrolled(LAYERS, laplace(image), image, parameters.in(DETAIL))),
                1));
    }

    /** What the base begins with: the mean of 11×11 pixels. */
    static Tensor blur(Tensor image) {
        return Padding.REFLECT.meanAround(image, BLUR_RADIUS);
    }

    /**
     * What the detail begins with: a Laplace filter of 19×19 pixels, ones around what makes their sum 0, divided by the sum of their magnitudes. Of n
     * pixels with the mean μ that is (nμ − nx) / 2(n − 1).
     */
    static Tensor laplace(Tensor image) {
        double pixels = Math.pow(1 + 2 * LAPLACE_RADIUS, 2);
        return Scope.compute(() ->
                Padding.REFLECT.meanAround(image, LAPLACE_RADIUS).minus(image).times(pixels / (2 * (pixels - 1))));
    }

    /** The state after the first so many layers, {@code [N,1,H,W]}. */
    static Tensor unrolled(int layers, Tensor start, Tensor image, Parameters encoder) {
        return layers == 0
                ? start
                : Scope.compute(() -> step(
                        unrolled(layers - 1, start, image, encoder), image, encoder.in(Integer.toString(layers - 1))));
    }

    /** x − η(r − θ(I − x)), r what the convolutions make of x, normalised and rectified. */
    private static Tensor step(Tensor state, Tensor image, Parameters layer) {
        Tensor convolved = NORMALISATION.apply(convolved(state, layer.get("kernel")), layer.in("rest.0"));
        Tensor residual = convolved
                .leakyRelu(layer.get("rest.1.weight"))
                .minus(image.minus(state).times(layer.get("theta")));
        return state.minus(residual.times(layer.get("eta")));
    }

    /**
     * A convolution to many channels and one by the same kernels, turned by 180 degrees, back to one. As nothing stands between them they are a single
     * one, by the kernels' correlation with themselves, which is 46 times less work; but for the outermost pixels, whose neighbours the second one
     * mirrors.
     *
     * @param kernel {@code [K,1,3,3]}
     */
    static Tensor convolved(Tensor state, Tensor kernel) {
        long height = state.size(2);
        long width = state.size(3);
        if (Math.min(height, width) < STRIP) {
            return inTwoSteps(state, kernel);
        }
        return Scope.compute(() -> {
            Tensor inner = BOTH.apply(Padding.REFLECT.extend(state, 1), Parameters.of(Map.of("weight", both(kernel))));
            Tensor left = inTwoSteps(state.slice(3, 0, STRIP), kernel).slice(3, 0, 1);
            Tensor right =
                    inTwoSteps(state.slice(3, width - STRIP, STRIP), kernel).slice(3, STRIP - 1, 1);
            Tensor top = inTwoSteps(state.slice(2, 0, STRIP), kernel).slice(2, 0, 1);
            Tensor bottom =
                    inTwoSteps(state.slice(2, height - STRIP, STRIP), kernel).slice(2, STRIP - 1, 1);
            Tensor rows =
                    Tensor.concatenate(List.of(left.slice(2, 1, height - 2), inner, right.slice(2, 1, height - 2)), 3);
            return Tensor.concatenate(List.of(top, rows, bottom), 2);
        });
    }

    private static Tensor both(Tensor kernel) {
        Tensor channels = kernel.permute(1, 0, 2, 3);
        return CORRELATION.apply(channels, Parameters.of(Map.of("weight", channels)));
    }

    /** The same as the authors compute it. */
    static Tensor inTwoSteps(Tensor state, Tensor kernel) {
        return Scope.compute(() -> {
            Tensor turned = kernel.flip(2, 3).permute(1, 0, 2, 3);
            Tensor spread =
                    SPREAD.apply(state, Parameters.of(Map.of("weight", kernel))).channelsLast();
            return GATHER.apply(spread, Parameters.of(Map.of("weight", turned)));
        });
    }

    private static Tensor decode(Tensor fused, Parameters parameters) {
        return Scope.compute(() -> Activation.SIGMOID.overwrite(DECODER.apply(
                fused.slice(1, 0, 1).plus(fused.slice(1, 1, 1)),
                parameters.in("decoder.1"),
                parameters.in("decoder.2"))));
    }
}
