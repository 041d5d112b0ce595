package io.dynafuse.network.refusion;

import io.dynafuse.nn.Activation;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.RestormerBlock;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * ReFusion's source reconstruction module: both sources, made of their fused image alone. It serves training only. Its authors describe it as two
 * branches of Restormer blocks (Bai et al. 2024, Section 3.4) and leave the rest open; here a first convolution and a block are common, and each
 * branch is a block and a convolution: 12 K parameters.
 */
public final class SourceReconstruction {
    private static final int CHANNELS = 16;
    private static final RestormerBlock BLOCK = new RestormerBlock(CHANNELS, 8, 2);
    private static final List<String> BRANCHES = List.of("branch1", "branch2");

    /** All its parameters. */
    public static final ParameterDeclarations PARAMETERS = ParameterDeclarations.join(
            ReFusionLayers.convolution(1, CHANNELS).declare("project_in"),
            BLOCK.declare("common"),
            branch().in(BRANCHES.get(0)),
            branch().in(BRANCHES.get(1)));

    private SourceReconstruction() {}

    private static ParameterDeclarations branch() {
        return ParameterDeclarations.join(
                BLOCK.declare("block"), ReFusionLayers.convolution(CHANNELS, 1).declare("project_out"));
    }

    /**
     * Reconstructs.
     *
     * @param fused {@code [N,1,H,W]} in [0,1]
     * @param module its parameters
     * @return both sources, {@code [N,1,H,W]} in [0,1]
     */
    public static List<Tensor> apply(Tensor fused, Parameters module) {
        try (Scope scope = Scope.open()) {
            Tensor common = BLOCK.apply(
                    ReFusionLayers.convolution(1, CHANNELS).apply(fused, module.in("project_in")),
                    module.in("common"),
                    Strips.WHOLE);
            return BRANCHES.stream()
                    .map(branch -> scope.release(branch(common, module.in(branch))))
                    .toList();
        }
    }

    private static Tensor branch(Tensor common, Parameters branch) {
        return Activation.SIGMOID.overwrite(ReFusionLayers.convolution(CHANNELS, 1)
                .apply(BLOCK.apply(common, branch.in("block"), Strips.WHOLE), branch.in("project_out")));
    }
}
