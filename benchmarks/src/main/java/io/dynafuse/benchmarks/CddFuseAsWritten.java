package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** CDDFuse {@linkplain AsWritten as written}. */
final class CddFuseAsWritten extends RestormerAsWritten {
    private static final int BLOCKS = 4;

    /** @param given under the names of {@link io.dynafuse.network.cddfuse.CddFuse} */
    CddFuseAsWritten(io.dynafuse.torch.Parameters given) {
        super(given);
    }

    @Override
    Tensor forward(Tensor infrared, Tensor visible) {
        Tensor[] ofVisible = encoder(visible);
        Tensor[] ofInfrared = encoder(infrared);
        Tensor base = local(() -> base(ofVisible[0].add(ofInfrared[0]), "base_fusion."));
        Tensor detail = local(() -> detail(ofVisible[1].add(ofInfrared[1]), "detail_fusion.", 1));
        Tensor reduced = local(() -> convolution(cat(base, detail), "decoder.reduce_channel", 0, 1));
        Tensor decoded = local(() -> blocks(reduced, "decoder.encoder_level2."));
        Tensor before = local(() -> torch.leaky_relu(convolution(decoded, "decoder.output.0", 1, 1), new Scalar(0.01)));
        return local(
                () -> convolution(before, "decoder.output.2", 1, 1).add(visible).sigmoid());
    }

    /** Base and detail features. */
    private Tensor[] encoder(Tensor image) {
        Tensor first = local(() -> convolution(image, "encoder.patch_embed.proj", 1, 1));
        Tensor shared = local(() -> blocks(first, "encoder.encoder_level1."));
        return new Tensor[] {
            local(() -> base(shared, "encoder.baseFeature.")), local(() -> detail(shared, "encoder.detailFeature.", 3))
        };
    }

    private Tensor blocks(Tensor x, String name) {
        return repeated(x, BLOCKS, (block, input) -> block(input, name + block + "."));
    }

    private interface Numbered {
        Tensor apply(int number, Tensor input);
    }

    private static Tensor repeated(Tensor x, int count, Numbered layer) {
        Tensor result = x;
        for (int i = 0; i < count; i++) {
            int number = i;
            Tensor input = result;
            result = local(() -> layer.apply(number, input));
        }
        return result;
    }

    private Tensor base(Tensor x, String name) {
        Tensor attended = local(() -> x.add(baseAttention(normalised(x, name + "norm1.body."), name + "attn.")));
        return local(() -> attended.add(feedForward(normalised(attended, name + "norm2.body."), name + "mlp.", 2)));
    }

    private Tensor baseAttention(Tensor x, String name) {
        TensorVector parts = local(() -> convolution(convolution(x, name + "qkv1", 0, 1), name + "qkv2", 1, 1))
                .chunk(3, 1);
        Tensor out = local(() -> attend(parts.get(0), parts.get(1), parts.get(2), name + "scale"));
        return convolution(out, name + "proj", 0, 1);
    }

    private Tensor detail(Tensor x, String name, int layers) {
        return repeated(x, layers, (layer, input) -> detailLayer(input, name + "net." + layer + "."));
    }

    private Tensor detailLayer(Tensor x, String name) {
        TensorVector halves = convolution(x, name + "shffleconv", 0, 1).chunk(2, 1);
        Tensor second = halves.get(1).add(bottleneck(halves.get(0), name + "theta_phi."));
        Tensor first = halves.get(0)
                .mul(bottleneck(second, name + "theta_rho.").exp())
                .add(bottleneck(second, name + "theta_eta."));
        return cat(first, second);
    }

    private Tensor bottleneck(Tensor x, String name) {
        return local(() -> {
            String layer = name + "bottleneckBlock.";
            Tensor wide = torch.relu6(convolution(x, layer + "0", 0, 1));
            Tensor extended = torch.reflection_pad2d(wide, new long[] {1, 1, 1, 1});
            Tensor seen = torch.relu6(convolution(extended, layer + "3", 0, extended.size(1)));
            return convolution(seen, layer + "5", 0, 1);
        });
    }
}
