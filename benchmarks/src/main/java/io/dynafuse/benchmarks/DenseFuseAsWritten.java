package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** DenseFuse for luma, by the mean, {@linkplain AsWritten as written}. */
final class DenseFuseAsWritten extends AsWritten {
    private static final double WHITE = 255;
    private static final int DENSE_LAYERS = 3;
    private static final int FIRST_OF_DECODER = 2;
    private static final int LAST = 5;

    /** @param given under the names of {@link io.dynafuse.network.zoo.DenseFuse} */
    DenseFuseAsWritten(io.dynafuse.torch.Parameters given) {
        super(given);
    }

    @Override
    Tensor forward(Tensor first, Tensor second) {
        Tensor features = encoder(first).add(encoder(second)).div(new Scalar(2.0));
        for (int i = FIRST_OF_DECODER; i <= LAST; i++) {
            Tensor before = features;
            String name = "conv" + i;
            features = local(() -> rectified(before, name));
        }
        return features.div(new Scalar(WHITE));
    }

    private Tensor encoder(Tensor image) {
        Tensor features = local(() -> rectified(image.mul(new Scalar(WHITE)), "conv1"));
        for (int i = 0; i < DENSE_LAYERS; i++) {
            Tensor before = features;
            String name = "DB1.denseblock." + i + ".dense_conv";
            features = local(() -> cat(before, rectified(before, name)));
        }
        return features;
    }

    private Tensor rectified(Tensor x, String name) {
        return convolution(torch.reflection_pad2d(x, new long[] {1, 1, 1, 1}), name + ".conv2d", 0, 1)
                .relu();
    }
}
