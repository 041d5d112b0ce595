package io.dynafuse.network.refusion;

import io.dynafuse.loss.SobelDerivatives;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.RestormerBlock;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * What ReFusion's loss proposal module proposes (Bai et al. 2024, Section 3.2): which source the fused image is to resemble at every pixel. As in the
 * paper's analysis (Section 3.5) there is a part for each kind of weights, which sees both sources, or the edges of both. Its authors leave the inside
 * open; here each part is a convolution, two Restormer blocks, a convolution and the softmax over the sources: 15 K parameters together.
 *
 * @param intensity w {@code [N,2,H,W]} in [0,1], the first source in channel 0; both are 1 together
 * @param gradient v, likewise
 */
public record LossProposal(Tensor intensity, Tensor gradient) {
    private static final int SOURCES = 2;
    private static final int CHANNELS = 16;
    private static final int BLOCKS = 2;
    private static final Convolution FIRST = ReFusionLayers.convolution(SOURCES, CHANNELS);
    private static final Convolution LAST = ReFusionLayers.convolution(CHANNELS, SOURCES);
    private static final RestormerBlock BLOCK = new RestormerBlock(CHANNELS, 8, 2);

    /** All parameters of the module. */
    public static final ParameterDeclarations PARAMETERS =
            ParameterDeclarations.join(part().in("intensity"), part().in("gradient"));

    private static ParameterDeclarations part() {
        return ParameterDeclarations.join(
                FIRST.declare("project_in"), BLOCK.declare(BLOCKS), LAST.declare("project_out"));
    }

    /**
     * Proposes the loss of images of any size: the result is that of the whole images, and little more memory is needed than the features of one part of the
     * module take.
     *
     * @param sources both, {@code [N,1,H,W]} in [0,1]; none requires gradients
     * @param module the parameters of the module
     */
    public static LossProposal of(List<Tensor> sources, Parameters module) {
        return of(sources, module, ReFusion.STRIPS);
    }

    /**
     * Proposes a loss.
     *
     * @param sources both, {@code [N,1,H,W]} in [0,1]
     * @param module the parameters of the module
     * @param strips into which the images are cut
     */
    public static LossProposal of(List<Tensor> sources, Parameters module, Strips strips) {
        try (Scope scope = Scope.open()) {
            Tensor intensities = Tensor.concatenate(sources, 1);
            Tensor edges = Tensor.concatenate(
                    sources.stream().map(SobelDerivatives::magnitude).toList(), 1);
            return new LossProposal(
                    scope.release(part(intensities, module.in("intensity"), strips)),
                    scope.release(part(edges, module.in("gradient"), strips)));
        }
    }

    /** Weights of ½ everywhere: a loss that nobody proposed, as in ablation I. */
    public static LossProposal undecided(Tensor source) {
        Tensor half = Scope.compute(
                () -> Tensor.concatenate(List.of(source, source), 1).times(0).plus(1.0 / SOURCES));
        return new LossProposal(half, half);
    }

    private static Tensor part(Tensor inputs, Parameters part, Strips strips) {
        return Scope.compute(() -> {
            Tensor features = strips.map(inputs.channelsLast(), 1, image -> FIRST.apply(image, part.in("project_in")));
            Tensor seen = BLOCK.apply(features, BLOCKS, part, strips);
            return strips.map(
                    seen, 1, image -> LAST.apply(image, part.in("project_out")).softmax(1));
        });
    }
}
