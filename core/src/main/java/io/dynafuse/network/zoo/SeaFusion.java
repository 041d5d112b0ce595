package io.dynafuse.network.zoo;

import io.dynafuse.network.CheckpointAdapter;
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
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
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
 * SeAFusion (Tang, Yuan and Ma 2022): an encoder of dense blocks for each source, in each of which a stream of gradients runs beside, and a decoder of both.
 * Luma in and out.
 */
public final class SeaFusion implements WeightedNetwork {
    /** The network as published. */
    public static final SeaFusion NETWORK = new SeaFusion();

    private static final int CHANNELS = 48;
    private static final double SLOPE = 0.2;
    private static final double SLOPE_OF_BLOCK = 0.1;
    private static final int WORKING_CHANNELS = 224;

    /** In the order of the sources. */
    private static final List<String> ENCODERS = List.of("inf", "vis");

    private static final Convolution FIRST = around(1, 16);
    private static final List<GradientBlock> BLOCKS =
            List.of(new GradientBlock(16, 32), new GradientBlock(32, CHANNELS));
    private static final Convolution JOINING = around(2 * CHANNELS, 64);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(
            () -> ParameterDeclarations.join(declareEncoder("vis"), declareEncoder("inf"), declareDecoder()));

    private SeaFusion() {}

    private static Convolution around(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).padding(Padding.ZERO, 1);
    }

    private static ParameterDeclarations declareEncoder(String source) {
        return ParameterDeclarations.join(
                FIRST.declare(source + "_conv.conv"),
                BLOCKS.get(0).declare(source + "_rgbd1"),
                BLOCKS.get(1).declare(source + "_rgbd2"));
    }

    private static ParameterDeclarations declareDecoder() {
        return ParameterDeclarations.join(
                JOINING.declare("decode4.conv"),
                around(64, 32).declare("decode3.conv"),
                around(32, 16).declare("decode2.conv"),
                around(16, 1).declare("decode1.conv"));
    }

    /**
     * Features of a dense block, each of whose convolutions sees all before it, plus the size of its input's gradient, found by filters that begin as Sobel's
     * and are trained.
     */
    private record GradientBlock(int inputs, int outputs) {
        private static final float[] SOBEL = {1, 0, -1, 2, 0, -2, 1, 0, -1};

        ParameterDeclarations declare(String name) {
            return ParameterDeclarations.join(
                            around(inputs, inputs).declare("dense.conv1.conv"),
                            around(2 * inputs, inputs).declare("dense.conv2.conv"),
                            down().declare("convdown.conv"),
                            filter().declare("sobelconv.convx", sobel(3, 1)),
                            filter().declare("sobelconv.convy", sobel(1, 3)),
                            up().declare("convup.conv"))
                    .in(name);
        }

        /** Of every channel, the same filter: the one above or the one turned. */
        private static Initializer sobel(int ofRow, int ofColumn) {
            return (shape, seed) -> {
                float[] values = new float[Math.toIntExact(shape.get(0)) * SOBEL.length];
                for (int i = 0; i < values.length; i++) {
                    int place = i % SOBEL.length;
                    values[i] = SOBEL[place / 3 * ofRow + place % 3 * ofColumn];
                }
                return values;
            };
        }

        private Convolution down() {
            return Convolution.of(3 * inputs, outputs, 1);
        }

        private Convolution up() {
            return Convolution.of(inputs, outputs, 1);
        }

        private Convolution filter() {
            return Convolution.depthwise(inputs, 3).padding(Padding.ZERO, 1).withoutBias();
        }

        Tensor apply(Tensor input, Parameters block) {
            return Scope.compute(() ->
                    dense(input, block).plusInPlace(gradient(input, block)).leakyReluInPlace(SLOPE_OF_BLOCK));
        }

        private Tensor dense(Tensor input, Parameters block) {
            return Scope.compute(() -> {
                Tensor once = joined(input, around(inputs, inputs), block.in("dense.conv1.conv"));
                Tensor twice = joined(once, around(2 * inputs, inputs), block.in("dense.conv2.conv"));
                return down().apply(twice, block.in("convdown.conv"));
            });
        }

        private static Tensor joined(Tensor input, Convolution convolution, Parameters layer) {
            return Scope.compute(() -> Tensor.concatenate(List.of(input, rectified(convolution, input, layer)), 1));
        }

        private Tensor gradient(Tensor input, Parameters block) {
            return Scope.compute(() -> {
                Tensor size = filter().apply(input, block.in("sobelconv.convx")).absolute();
                size.plusInPlace(
                        filter().apply(input, block.in("sobelconv.convy")).absolute());
                return up().apply(size, block.in("convup.conv"));
            });
        }
    }

    private static Tensor rectified(Convolution convolution, Tensor input, Parameters layer) {
        return convolution.apply(input, layer).leakyReluInPlace(SLOPE);
    }

    @Override
    public String id() {
        return "seafusion";
    }

    @Override
    public String description() {
        return "SeAFusion (Tang et al. 2022), dense blocks with gradients, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2022,
                "Tang, Yuan, Ma: Image fusion in the loop of high-level vision tasks: A semantic-aware real-time infrared and visible image fusion"
                        + " network. Information Fusion 2022",
                List.of(Task.VISIBLE_INFRARED),
                Optional.of("MIT"),
                List.of(new Publication.PublishedFile(
                        "github.com/Linfeng-Tang/VIF-Benchmark",
                        "23f2e51",
                        "Checkpoint/SeAFusion/SeAFusion.pth",
                        "8d65a7f9a50f36349803368cf9920f40420776995e7e8cc8a56d8d30e499431d")),
                "an encoder for each source | side by side | decoder",
                "with the authors' network on real images, from the first layers to the colour image"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Local(5, 4),
                new ChromaRule(List.of(Role.VISIBLE)),
                // The authors stretch the colour image, which changes little where it has black and white. Its luma has
                // a smaller range, and would be
                // stretched more.
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), CHANNELS, WORKING_CHANNELS));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** The authors' decoder has batch normalisations that its forward pass never uses. */
    @Override
    public CheckpointAdapter checkpointAdapter() {
        return new CheckpointAdapter(name -> name.contains(".bn.") ? Optional.empty() : Optional.of(name));
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new ConcatenatedFusion(
                precision,
                images -> IntStream.range(0, ENCODERS.size())
                        .mapToObj(source -> encode(images.get(source), ENCODERS.get(source), parameters))
                        .toList(),
                fused -> decode(fused, parameters));
    }

    private static Tensor encode(Tensor image, String source, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor first = begin(image, source, parameters);
            return BLOCKS.get(1).apply(block(first, source, parameters), parameters.in(source + "_rgbd2"));
        });
    }

    /** The features {@code [N,16,H,W]} before the first block of an encoder, {@code vis} or {@code inf}. */
    static Tensor begin(Tensor image, String source, Parameters parameters) {
        return Scope.compute(() ->
                rectified(FIRST, image, parameters.in(source + "_conv.conv")).channelsLast());
    }

    /** The features {@code [N,32,H,W]} after the first block. */
    static Tensor block(Tensor first, String source, Parameters parameters) {
        return BLOCKS.get(0).apply(first, parameters.in(source + "_rgbd1"));
    }

    private static Tensor decode(Tensor fused, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor decoded = rectified(JOINING, fused, inOrderOfSources(parameters.in("decode4.conv")));
            decoded = rectified(around(64, 32), decoded, parameters.in("decode3.conv"));
            decoded = rectified(around(32, 16), decoded, parameters.in("decode2.conv"));
            decoded = around(16, 1).apply(decoded, parameters.in("decode1.conv"));
            return SignedImages.toUnit(Activation.TANH.overwrite(decoded));
        });
    }

    /** The decoder's first weight: the authors put visible features before infrared ones. */
    private static Parameters inOrderOfSources(Parameters layer) {
        Tensor weight = layer.get("weight");
        Tensor turned =
                Tensor.concatenate(List.of(weight.slice(1, CHANNELS, CHANNELS), weight.slice(1, 0, CHANNELS)), 1);
        return layer.with(Map.of("weight", turned));
    }
}
