package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** SeAFusion {@linkplain AsWritten as written}. */
final class SeaFusionAsWritten extends AsWritten {
    private static final double SLOPE = 0.2;
    private static final double SLOPE_OF_BLOCK = 0.1;

    /** @param given under the names of {@link io.dynafuse.network.zoo.SeaFusion} */
    SeaFusionAsWritten(io.dynafuse.torch.Parameters given) {
        super(given);
    }

    @Override
    Tensor forward(Tensor infrared, Tensor visible) {
        Tensor ofVisible = encoder(visible, "vis");
        Tensor ofInfrared = encoder(infrared, "inf");
        Tensor fourth = local(() -> rectified(cat(ofVisible, ofInfrared), "decode4.conv"));
        Tensor third = local(() -> rectified(fourth, "decode3.conv"));
        Tensor second = local(() -> rectified(third, "decode2.conv"));
        return local(() -> convolution(second, "decode1.conv", 1, 1)
                .tanh()
                .div(new Scalar(2.0))
                .add(new Scalar(0.5)));
    }

    private Tensor encoder(Tensor image, String source) {
        Tensor first = local(() -> rectified(image, source + "_conv.conv"));
        Tensor block = local(() -> block(first, source + "_rgbd1"));
        return local(() -> block(block, source + "_rgbd2"));
    }

    private Tensor block(Tensor x, String name) {
        Tensor once = cat(x, rectified(x, name + ".dense.conv1.conv"));
        Tensor twice = cat(once, rectified(once, name + ".dense.conv2.conv"));
        long channels = x.size(1);
        Tensor gradient = convolution(x, name + ".sobelconv.convx", 1, channels)
                .abs()
                .add(convolution(x, name + ".sobelconv.convy", 1, channels).abs());
        Tensor sum = convolution(twice, name + ".convdown.conv", 0, 1)
                .add(convolution(gradient, name + ".convup.conv", 0, 1));
        return torch.leaky_relu(sum, new Scalar(SLOPE_OF_BLOCK));
    }

    private Tensor rectified(Tensor x, String name) {
        return torch.leaky_relu(convolution(x, name, 1, 1), new Scalar(SLOPE));
    }
}
