package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What networks of Restormer blocks have in common, {@linkplain AsWritten as written}. */
abstract class RestormerAsWritten extends AsWritten {
    private static final int HEADS = 8;

    RestormerAsWritten(io.dynafuse.torch.Parameters given) {
        super(given);
    }

    Tensor block(Tensor x, String name) {
        Tensor attended = local(() -> x.add(attention(normalised(x, name + "norm1.body."), name + "attn.")));
        return local(() -> attended.add(feedForward(normalised(attended, name + "norm2.body."), name + "ffn.", 1)));
    }

    /** As [N,H·W,C], and back. */
    Tensor normalised(Tensor x, String name) {
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

    Tensor[] queriesKeysValues(Tensor x, String pointwise, String depthwise) {
        TensorVector parts = convolution(convolution(x, pointwise, 0, 1), depthwise, 1, 3 * x.size(1))
                .chunk(3, 1);
        return new Tensor[] {parts.get(0), parts.get(1), parts.get(2)};
    }

    Tensor attend(Tensor query, Tensor key, Tensor value, String temperature) {
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

    /** @param together how many channels each group of the convolution in it sees */
    Tensor feedForward(Tensor x, String name, int together) {
        Tensor gated = local(() -> {
            Tensor hidden = local(() -> convolution(x, name + "project_in", 0, 1));
            TensorVector halves = convolution(hidden, name + "dwconv", 1, hidden.size(1) / together)
                    .chunk(2, 1);
            return torch.gelu(halves.get(0)).mul(halves.get(1));
        });
        return convolution(gated, name + "project_out", 0, 1);
    }
}
