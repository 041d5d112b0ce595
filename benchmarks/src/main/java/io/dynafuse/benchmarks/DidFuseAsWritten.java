package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** DIDFuse {@linkplain AsWritten as written}: every convolution and the batch normalisation after it one after the other. */
final class DidFuseAsWritten extends AsWritten {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;

    /** @param given under the names of {@link io.dynafuse.network.zoo.DidFuse} */
    DidFuseAsWritten(io.dynafuse.torch.Parameters given) {
        super(given);
    }

    /** What the encoder makes of an image. */
    private record Features(Tensor base, Tensor detail, Tensor second, Tensor first) {}

    @Override
    Tensor forward(Tensor infrared, Tensor visible) {
        Features ofInfrared = encoder(infrared);
        Features ofVisible = encoder(visible);
        Tensor base = ofVisible.base.add(ofInfrared.base);
        Tensor detail = ofVisible.detail.add(ofInfrared.detail);
        Tensor second = ofVisible.second.add(ofInfrared.second);
        Tensor first = ofVisible.first.add(ofInfrared.first);
        Tensor joined = local(() -> rectified(cat(base, detail), "cov5.cov5", 0, 1));
        Tensor nearer = local(() -> rectified(cat(joined, second), "cov6.cov6", 0, 1));
        return local(() ->
                normalised(extended(cat(nearer, first)), "cov7.cov7", 1, 0).sigmoid());
    }

    private Features encoder(Tensor image) {
        Tensor first = local(() -> rectified(extended(image), "cov1.cov1", 1, 0));
        Tensor second = local(() -> rectified(first, "cov2.cov2", 0, 1));
        return new Features(
                local(() -> normalised(second, "cov3.cov3", 0, 1).tanh()),
                local(() -> normalised(second, "cov4.cov4", 0, 1).tanh()),
                second,
                first);
    }

    private static Tensor extended(Tensor x) {
        return torch.reflection_pad2d(x, new long[] {1, 1, 1, 1});
    }

    /** @param place of the convolution in its sequence; what follows it are the normalisation and the slope */
    private Tensor rectified(Tensor x, String name, int place, long padding) {
        return torch.prelu(normalised(x, name, place, padding), parameter(name + "." + (place + 2) + ".weight"));
    }

    private Tensor normalised(Tensor x, String name, int place, long padding) {
        String normalisation = name + "." + (place + 1) + ".";
        return torch.batch_norm(
                convolution(x, name + "." + place, padding, 1),
                new TensorOptional(parameter(normalisation + "weight")),
                new TensorOptional(parameter(normalisation + "bias")),
                new TensorOptional(parameter(normalisation + "running_mean")),
                new TensorOptional(parameter(normalisation + "running_var")),
                false,
                MOMENTUM,
                EPSILON,
                false);
    }
}
