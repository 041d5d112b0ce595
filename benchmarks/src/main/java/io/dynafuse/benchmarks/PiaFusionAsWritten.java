package io.dynafuse.benchmarks;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** PIAFusion {@linkplain AsWritten as written}: both streams by themselves, each with what it takes of the other. */
final class PiaFusionAsWritten extends AsWritten {
    private static final int LAST_EXCHANGE = 4;
    private static final int LAST_OF_ENCODER = 5;

    /** @param given under the names of {@link io.dynafuse.network.piafusion.PiaFusion} */
    PiaFusionAsWritten(io.dynafuse.torch.Parameters given) {
        super(given);
    }

    @Override
    Tensor forward(Tensor infrared, Tensor visible) {
        Tensor features = local(() -> encoder(visible, infrared));
        Tensor decoded = local(() -> decoder(features));
        return local(() -> convolution(decoded, "decoder.conv5", 0, 1)
                .tanh()
                .div(new Scalar(2))
                .add(new Scalar(0.5)));
    }

    private Tensor encoder(Tensor visible, Tensor infrared) {
        Tensor vi = local(() -> activated(convolution(visible, "encoder.vi_conv1", 0, 1)));
        Tensor ir = local(() -> activated(convolution(infrared, "encoder.ir_conv1", 0, 1)));
        for (int i = 2; i <= LAST_OF_ENCODER; i++) {
            Tensor nextVi = convolved(vi, "encoder.vi_conv" + i);
            Tensor nextIr = convolved(ir, "encoder.ir_conv" + i);
            vi = i <= LAST_EXCHANGE ? local(() -> exchanged(nextVi, nextIr)) : nextVi;
            ir = i <= LAST_EXCHANGE ? local(() -> exchanged(nextIr, nextVi)) : nextIr;
        }
        return cat(vi, ir);
    }

    private Tensor decoder(Tensor features) {
        Tensor x = features;
        for (int i = 1; i <= 4; i++) {
            x = convolved(x, "decoder.conv" + i);
        }
        return x;
    }

    private Tensor convolved(Tensor x, String name) {
        return local(() -> activated(convolution(
                local(() -> torch.reflection_pad2d(x, new long[] {1, 1, 1, 1})), name + ".conv.1", 0, 1)));
    }

    private static Tensor activated(Tensor x) {
        return torch.leaky_relu(x, new Scalar(0.01));
    }

    private static Tensor exchanged(Tensor own, Tensor other) {
        Tensor difference = other.sub(own);
        Tensor share = torch.adaptive_avg_pool2d(difference, new long[] {1, 1}).sigmoid();
        return own.add(difference.mul(share));
    }
}
