package io.dynafuse.network.cddfuse;

import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;

/** The branch of base features: of a source in the encoder, and of their sum in the fusion layer. */
interface BaseBranch {
    /** The parameters below {@code name}. */
    ParameterDeclarations declare(String name);

    /**
     * Applies the branch.
     *
     * @param input {@code [N,channels,H,W]}, channels-last; overwritten if cut into several strips
     * @return {@code [N,channels,H,W]}
     */
    Tensor apply(Tensor input, Parameters branch, Strips strips);
}
