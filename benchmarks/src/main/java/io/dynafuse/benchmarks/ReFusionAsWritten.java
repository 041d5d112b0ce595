package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** ReFusion {@linkplain AsWritten as written}. */
final class ReFusionAsWritten extends RestormerAsWritten {
    /** @param given under the names of {@link io.dynafuse.network.refusion.ReFusion} */
    ReFusionAsWritten(io.dynafuse.torch.Parameters given) {
        super(given);
    }

    @Override
    Tensor forward(Tensor first, Tensor second) {
        Tensor features1 = local(() -> encoder(first, 1));
        Tensor features2 = local(() -> encoder(second, 2));
        Tensor fused = local(() -> fusion(features1, features2));
        Tensor block0 = local(() -> block(fused, "decoder.0."));
        Tensor block1 = local(() -> block(block0, "decoder.1."));
        Tensor before = local(() -> torch.leaky_relu(convolution(block1, "project_out_0", 1, 1), new Scalar(0.01)));
        return local(() -> convolution(before, "project_out_1", 1, 1).sigmoid());
    }

    private Tensor encoder(Tensor image, int source) {
        Tensor features = convolution(image, "project_in_" + source, 1, 1);
        Tensor block0 = local(() -> block(features, "encoder" + source + ".0."));
        return local(() -> block(block0, "encoder" + source + ".1."));
    }

    private Tensor fusion(Tensor first, Tensor second) {
        Tensor[] attended = crossed(first, second);
        Tensor both = cat(attended[0], attended[1]);
        TensorVector gates = local(() ->
                        convolution(local(() -> convolution(both, "FM.project_E", 0, 1)), "FM.project_E_d", 1, 128))
                .chunk(2, 1);
        Tensor gated1 = local(() -> gated(gates.get(0), attended[0], 1));
        Tensor gated2 = local(() -> gated(gates.get(1), attended[1], 2));
        return both.add(gated1).add(gated2);
    }

    private Tensor[] crossed(Tensor first, Tensor second) {
        Tensor[] of1 = queriesKeysValues(first, "FM.qkv1", "FM.qkv1_dwconv");
        Tensor[] of2 = queriesKeysValues(second, "FM.qkv2", "FM.qkv2_dwconv");
        return new Tensor[] {
            local(() ->
                    first.add(convolution(attend(of2[0], of1[1], of1[2], "FM.temperature1"), "FM.project_mid1", 0, 1))),
            local(() ->
                    second.add(convolution(attend(of1[0], of2[1], of2[2], "FM.temperature2"), "FM.project_mid2", 0, 1)))
        };
    }

    private Tensor gated(Tensor gate, Tensor x, int source) {
        String name = "FM.project_E" + source;
        Tensor value = local(() -> convolution(local(() -> convolution(x, name, 0, 1)), name + "_d", 1, 64));
        return convolution(local(() -> torch.gelu(gate).mul(value)), "FM.project_out" + source, 0, 1);
    }
}
