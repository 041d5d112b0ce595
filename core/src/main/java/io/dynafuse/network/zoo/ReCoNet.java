package io.dynafuse.network.zoo;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.NormalisedConvolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The fusion part of ReCoNet (Huang et al. 2022): beginning with the greater of both sources, the fused image is made again three times, of itself and of
 * the sources, each times its attention, by convolutions of three dilations; 7.5 K parameters. Luma in and out.
 */
public final class ReCoNet implements WeightedNetwork {
    /** The network as published. */
    public static final ReCoNet NETWORK = new ReCoNet();

    private static final int STEPS = 3;
    private static final int BRANCH = 64;

    /** The widest branch, in each of the steps; and the last convolution, and that of the attention. */
    private static final int RADIUS_OF_STEP = 1 + 3 + 1;

    /** In the order of the sources. */
    private static final List<String> ATTENTIONS = List.of("att_a_conv", "att_b_conv");

    private static final Convolution ATTENTION =
            Convolution.of(2, 1, 3).padding(Padding.ZERO, 1).withoutBias();

    /** By their dilations, from 1 on. */
    private static final List<NormalisedConvolution> BRANCHES = List.of(branch(1), branch(2), branch(3));

    private static final NormalisedConvolution FUSION = new NormalisedConvolution(
            Convolution.of(BRANCHES.size() * BRANCH, 1, 3).padding(Padding.ZERO, 1));

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            ATTENTION.declare(ATTENTIONS.get(0)),
            ATTENTION.declare(ATTENTIONS.get(1)),
            BRANCHES.get(0).declare("dil_conv_1.0", "dil_conv_1.1"),
            BRANCHES.get(1).declare("dil_conv_2.0", "dil_conv_2.1"),
            BRANCHES.get(2).declare("dil_conv_3.0", "dil_conv_3.1"),
            FUSION.declare("fus_conv.0", "fus_conv.1")));

    private ReCoNet() {}

    private static NormalisedConvolution branch(int dilation) {
        return new NormalisedConvolution(
                Convolution.of(3, BRANCH, 3).dilation(dilation).padding(Padding.ZERO, dilation));
    }

    @Override
    public String id() {
        return "reconet";
    }

    @Override
    public String description() {
        return "ReCoNet (Huang et al. 2022), three recurrent steps of attention, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(new Publication(
                2022,
                "Huang, Liu, Fan, Liu, Zhong, Luo: ReCoNet: Recurrent Correction Network for Fast and Efficient Multi-modality Image Fusion. ECCV 2022",
                List.of(Task.VISIBLE_INFRARED),
                Optional.of("MIT"),
                List.of(new Publication.PublishedFile(
                        "github.com/dlut-dimt/ReCoNet",
                        "0870f5f",
                        "archive/params.pth",
                        "d4f013c85e48d10d4f6c8b6574f16e4fe9cb5df48c77fc17c1e524f04bb3c290")),
                "sources times their attention, in every step | side by side | convolutions",
                "with the authors' network on real images, attention and image of every step"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.lumaPair(),
                Optional.of(StaticRule.SUM),
                new ReceptiveField.Local(0, STEPS * RADIUS_OF_STEP),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.AS_IS,
                new MemoryModel(PARAMETERS.get().elements(), 1, 2 * BRANCHES.size() * BRANCH));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new Recurrence(parameters, precision);
    }

    /**
     * The steps. Weights act on the sources times their attention, in every step; so what is handed from fusion to decoder are the factors of the sources,
     * {@code [N,2,H,W]}. The features of a source are the source.
     */
    record Recurrence(Parameters parameters, Precision precision) implements Weighting<SourceTensors> {
        @Override
        public SourceTensors encode(SourceTensors sources) {
            return sources;
        }

        @Override
        public SourceTensors repeated(SourceTensors sources, int source) {
            return SourceTensors.of(
                    Collections.nCopies(sources.count(), sources.images().get(source)));
        }

        @Override
        public Tensor fuse(SourceTensors sources) {
            return sources.alphas()
                    .shares()
                    .map(shares -> fuse(sources, shares))
                    .orElseGet(() -> Scope.compute(() ->
                            Tensor.concatenate(sources.images(), 1).times(0).plus(1)));
        }

        @Override
        public Tensor fuse(SourceTensors sources, Tensor weights) {
            return Scope.compute(() -> weights.times(StaticRule.SUM.weightedFactor(sources.count()))
                    .to(precision));
        }

        @Override
        public Tensor decode(SourceTensors sources, Tensor factors) {
            return Scope.compute(() -> {
                Tensor fused = first(sources);
                for (int i = 0; i < STEPS; i++) {
                    fused = step(sources, factors, fused);
                }
                return fused;
            });
        }

        /** What the first step is given: the greater of both sources at every pixel. */
        static Tensor first(SourceTensors sources) {
            return sources.images().get(0).maximum(sources.images().get(1));
        }

        /** The image after a step, of that before it. */
        Tensor step(SourceTensors sources, Tensor factors, Tensor fused) {
            return Scope.compute(() -> {
                List<Tensor> attended = IntStream.range(0, sources.count())
                        .mapToObj(source -> sources.images()
                                .get(source)
                                .times(attention(sources, source, fused))
                                .times(factors.slice(1, source, 1)))
                        .toList();
                Tensor joined = Tensor.concatenate(List.of(attended.get(0), fused, attended.get(1)), 1)
                        .channelsLast();
                List<Tensor> branches = new ArrayList<>();
                for (int i = 0; i < BRANCHES.size(); i++) {
                    Parameters layer = parameters.in("dil_conv_" + (i + 1));
                    branches.add(
                            Activation.RELU.overwrite(BRANCHES.get(i).apply(joined, layer.in("0"), layer.in("1"))));
                }
                Parameters last = parameters.in("fus_conv");
                return Activation.TANH.overwrite(
                        FUSION.apply(Tensor.concatenate(branches, 1), last.in("0"), last.in("1")));
            });
        }

        /** How much a source is attended to, {@code [N,1,H,W]}, by the greater and the mean of source and fused image. */
        Tensor attention(SourceTensors sources, int source, Tensor fused) {
            return Scope.compute(() -> {
                Tensor image = sources.images().get(source);
                Tensor mean = image.plus(fused).times(0.5);
                Tensor both = Tensor.concatenate(List.of(image.maximum(fused), mean), 1);
                return Activation.SIGMOID.overwrite(ATTENTION.apply(both, parameters.in(ATTENTIONS.get(source))));
            });
        }

        @Override
        public List<Tensor> features(SourceTensors sources) {
            return sources.images();
        }

        @Override
        public SourceTensors withFeatures(SourceTensors sources, List<Tensor> features) {
            return new SourceTensors(features, sources.roles(), sources.task(), sources.alphas(), sources.gray());
        }
    }
}
