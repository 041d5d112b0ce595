package io.dynafuse.network.zoo;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.Once;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticNetwork;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * MUFusion (Cheng, Xu and Wu 2023): a U-shaped network, one set of parameters for each task; its two sources are the channels of its first layer. Luma in
 * and out, {@code [N,1,H,W]} in [0,1]. Here it fuses an image as a whole, in tiles only where their borders make no difference; its authors cut images into
 * patches of 128 pixels, mirrored at their borders, so that near these their published results differ.
 */
public final class MuFusion implements StaticNetwork {
    /** The network as published. */
    public static final MuFusion NETWORK = new MuFusion();

    private static final int FINE = 32;
    private static final int COARSE = 64;

    private static final Convolution FIRST = layer(2, FINE);
    private static final Convolution SECOND = layer(FINE, FINE);
    private static final Convolution COARSENING = layer(2 * FINE, COARSE).stride(2);
    private static final Convolution OF_ONE = layer(COARSE, COARSE);
    private static final Convolution OF_TWO = layer(2 * COARSE, COARSE);
    private static final Convolution OF_THREE = layer(3 * COARSE, COARSE);
    private static final Convolution REFINING = layer(FINE + COARSE, FINE);
    private static final Convolution LAST = layer(2 * FINE, 1);

    private static final Once<ParameterDeclarations> PARAMETERS = new Once<>(() -> ParameterDeclarations.join(
            FIRST.declare("conv1.1"),
            SECOND.declare("conv2.1"),
            COARSENING.declare("conv3.1"),
            OF_ONE.declare("conv4.1"),
            OF_TWO.declare("conv5.1"),
            OF_THREE.declare("conv6.1"),
            OF_ONE.declare("conv66.1"),
            OF_TWO.declare("conv55.1"),
            OF_TWO.declare("conv44.1"),
            OF_TWO.declare("conv33.1"),
            REFINING.declare("conv22.1"),
            LAST.declare("conv11.1")));

    private MuFusion() {}

    private static Convolution layer(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).padding(Padding.REFLECT, 1);
    }

    @Override
    public String id() {
        return "mufusion";
    }

    @Override
    public String description() {
        return "MUFusion (Cheng, Xu and Wu 2023), a U-shaped network, luma";
    }

    @Override
    public Optional<Publication> publication() {
        String repository = "github.com/AWCXV/MUFusion";
        String commit = "223134e";
        return Optional.of(
                new Publication(
                        2023,
                        "Cheng, Xu, Wu: MUFusion: A General Unsupervised Image Fusion Network Based on Memory Unit. Information Fusion 92",
                        List.of(Task.VISIBLE_INFRARED, Task.MEDICAL, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS),
                        Optional.of("MIT"),
                        List.of(
                                new Publication.PublishedFile(
                                        repository,
                                        commit,
                                        "ir_vis/models/TNO.model",
                                        "5d96ad1812c61e005edb439c85e341bac91c7bf275f1a41cd20a0a62769b2dbb"),
                                new Publication.PublishedFile(
                                        repository,
                                        commit,
                                        "medical/models/harvard.model",
                                        "f8537a378d5b980fc190897eb94981fc74ab8afb5d362e7aada86b672455584d")),
                        "none: the sources are channels of the first layer",
                        "with the authors' network on one crop each of an infrared-visible and a medical scene, the first one layer by layer"));
    }

    @Override
    public NetworkFacts facts() {
        Inputs anySize = Inputs.lumaPair();
        return new NetworkFacts(
                new Inputs(2, 2, 2, anySize.roles(), ColourMode.LUMA, 2, InputNormalisation.none()),
                Optional.empty(),
                // Three layers of the fine scale, seven of the coarse one, the outermost of those that enlarging takes,
                // and two layers.
                new ReceptiveField.Local(3 + 2 * 7 + 4, 2),
                new ChromaRule(List.of(Role.VISIBLE)),
                OutputRange.STRETCHED,
                new MemoryModel(PARAMETERS.get().elements(), 1, 2 * FINE + 2 * (FINE + COARSE)));
    }

    @Override
    public ParameterDeclarations parameters() {
        return PARAMETERS.get();
    }

    /** As the authors name files after data sets; those of multi-exposure and multi-focus have the same name. */
    @Override
    public Optional<Task> taskOf(String fileName) {
        if (fileName.contains("tno") || fileName.contains("roadscene")) {
            return Optional.of(Task.VISIBLE_INFRARED);
        }
        return fileName.contains("harvard") ? Optional.of(Task.MEDICAL) : Optional.empty();
    }

    @Override
    public Tensor fuse(SourceTensors sources, Parameters parameters) {
        return decode(encode(sources, parameters), parameters);
    }

    /** The outputs of the encoder's six layers: two {@code [N,32,H,W]}, four {@code [N,64,H/2,W/2]}. */
    static List<Tensor> encode(SourceTensors sources, Parameters parameters) {
        Tensor images = Tensor.concatenate(sources.images(), 1).channelsLast();
        Tensor one = rectified(FIRST, List.of(images), parameters.in("conv1.1"));
        Tensor two = rectified(SECOND, List.of(one), parameters.in("conv2.1"));
        Tensor three = rectified(COARSENING, List.of(one, two), parameters.in("conv3.1"));
        Tensor four = rectified(OF_ONE, List.of(three), parameters.in("conv4.1"));
        Tensor five = rectified(OF_TWO, List.of(three, four), parameters.in("conv5.1"));
        Tensor six = rectified(OF_THREE, List.of(three, four, five), parameters.in("conv6.1"));
        return List.of(one, two, three, four, five, six);
    }

    private static Tensor decode(List<Tensor> encoded, Parameters parameters) {
        Tensor one = encoded.get(0);
        Tensor two = encoded.get(1);
        Tensor coarse = Scope.compute(() -> {
            Tensor decoded = rectified(OF_ONE, List.of(encoded.get(5)), parameters.in("conv66.1"));
            for (int i = 5; i >= 3; i--) {
                decoded = rectified(OF_TWO, List.of(encoded.get(i - 1), decoded), parameters.in("conv" + i + i + ".1"));
            }
            return decoded.resizeBicubic(one.size(2), one.size(3));
        });
        Tensor fine = rectified(REFINING, List.of(two, coarse), parameters.in("conv22.1"));
        coarse.close();
        return Activation.TANH.overwrite(
                LAST.apply(Tensor.concatenate(List.of(one, fine), 1), parameters.in("conv11.1")));
    }

    private static Tensor rectified(Convolution layer, List<Tensor> inputs, Parameters parameters) {
        return Scope.compute(() -> Activation.RELU.overwrite(layer.apply(Tensor.concatenate(inputs, 1), parameters)));
    }
}
