package io.dynafuse.network.tcmoa;

import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.ParameterDeclarations;

/** The masked autoencoder (He et al. 2022, arXiv:2111.06377) that TC-MoA is built upon. */
final class MaskedAutoencoder {
    private static final double SPREAD = 0.02;

    private MaskedAutoencoder() {}

    /** The backbone and the token that stands for what is masked. */
    static ParameterDeclarations declare(TcMoaShape shape) {
        return ParameterDeclarations.join(
                shape.backbone(),
                ParameterDeclarations.of(
                        "mask_token",
                        Initializer.normal(SPREAD),
                        1,
                        1,
                        shape.decoder().width()));
    }
}
