package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** ReFusion {@linkplain AsWritten as written}. */
final class ReFusionAsWritten extends AsWritten {
    private static final int HEADS = 8;

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

    private Tensor block(Tensor x, String name) {
        Tensor attended = local(() -> x.add(attention(normalised(x, name + "norm1.body."), name + "attn.")));
        return local(() -> attended.add(feedForward(normalised(attended, name + "norm2.body."), name + "ffn.")));
    }

    /** As [N,H·W,C], and back. */
    private Tensor normalised(Tensor x, String name) {
        return local(() -> {
            Tensor pixels = x.permute(0, 2, 3, 1).reshape(x.size(0), x.size(2) * x.size(3), x.size(1));
            Tensor mean = pixels.mean(new long[] {-1}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
            Tensor variance = pixels.var(new long[] {-1}, false, true);
            Tensor divided = local(
                    () -> pixels.sub(mean).div(variance.add(new Scalar(1e-5)).sqrt()));
            return local(() -> divided.mul(parameter(name + "weight")).add(parameter(name + "bias")))
                    .reshape(x.size(0), x.size(2), x.size(3), x.size(1))
                    .permute(0, 3, 1, 2);
        });
    }

    private Tensor attention(Tensor x, String name) {
        return local(() -> {
            Tensor[] parts = queriesKeysValues(x, name + "qkv", name + "qkv_dwconv");
            Tensor out = attend(parts[0], parts[1], parts[2], name + "temperature");
            return convolution(out, name + "project_out", 0, 1);
        });
    }

    private Tensor[] queriesKeysValues(Tensor x, String pointwise, String depthwise) {
        TensorVector parts = convolution(convolution(x, pointwise, 0, 1), depthwise, 1, 3 * x.size(1))
                .chunk(3, 1);
        return new Tensor[] {parts.get(0), parts.get(1), parts.get(2)};
    }

    private Tensor attend(Tensor query, Tensor key, Tensor value, String temperature) {
        Tensor unitQuery = local(() -> unit(heads(query)));
        Tensor unitKey = local(() -> unit(heads(key)));
        Tensor weights = unitQuery
                .matmul(unitKey.transpose(-2, -1))
                .mul(parameter(temperature))
                .softmax(-1);
        return weights.matmul(heads(value)).reshape(value.size(0), value.size(1), value.size(2), value.size(3));
    }

    /** [N,heads,C/heads,H·W]. */
    private static Tensor heads(Tensor x) {
        return x.reshape(x.size(0), HEADS, x.size(1) / HEADS, x.size(2) * x.size(3));
    }

    private static Tensor unit(Tensor x) {
        Tensor norm =
                x.norm(new ScalarOptional(new Scalar(2)), new long[] {-1}, true).clamp_min(new Scalar(1e-12));
        return x.div(norm.expand_as(x));
    }

    private Tensor feedForward(Tensor x, String name) {
        Tensor gated = local(() -> {
            Tensor hidden = local(() -> convolution(x, name + "project_in", 0, 1));
            TensorVector halves =
                    convolution(hidden, name + "dwconv", 1, hidden.size(1)).chunk(2, 1);
            return torch.gelu(halves.get(0)).mul(halves.get(1));
        });
        return convolution(gated, name + "project_out", 0, 1);
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
