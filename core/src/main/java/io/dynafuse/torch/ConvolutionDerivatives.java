package io.dynafuse.torch;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Derivatives of convolutions. oneDNN, which libtorch computes them with, gives wrong ones for planes of one channel on some processors
 * (seen on one of AMD's with AVX-512, where they differ from run to run); there they are found without it, which takes longer.
 */
final class ConvolutionDerivatives {
    private static final int KERNEL = 3;

    private ConvolutionDerivatives() {}

    /** Looked at once a process, where derivatives are first asked for. */
    private static final class Check {
        static final boolean SOUND = isSound(11, 13) && isSound(64, 64);
    }

    /** Runs {@code work}, which finds derivatives, without oneDNN if that finds wrong ones here. */
    static <T> T soundly(Supplier<T> work) {
        return Check.SOUND ? work.get() : withoutOneDnn(work);
    }

    /** One at a time, as the setting is that of the whole process. */
    private static synchronized <T> T withoutOneDnn(Supplier<T> work) {
        boolean before = torch.globalContext().userEnabledMkldnn();
        torch.globalContext().setUserEnabledMkldnn(false);
        try {
            return work.get();
        } finally {
            torch.globalContext().setUserEnabledMkldnn(before);
        }
    }

    /**
     * Of two planes of ones under a kernel of ones, every sum is 9, and the derivative of its square, 18, goes to each of the 9 elements
     * that it is made of.
     */
    private static boolean isSound(int height, int width) {
        try (PointerScope temporaries = new PointerScope();
                AutoGradMode mode = new AutoGradMode(true)) {
            org.bytedeco.pytorch.Tensor planes = torch.ones(new long[] {2, 1, height, width});
            planes.set_requires_grad(true);
            org.bytedeco.pytorch.Tensor sums = torch.conv2d(
                    planes,
                    torch.ones(new long[] {1, 1, KERNEL, KERNEL}),
                    new TensorOptional(),
                    new long[] {1, 1},
                    new long[] {0, 0},
                    new long[] {1, 1},
                    1);
            TensorVector squares = new TensorVector(sums.mul(sums).sum());
            TensorVector inputs = new TensorVector(planes);
            TensorVector found = torch.grad(squares, inputs, new TensorVector(), new BoolOptional(false), false, false);
            float[] derivatives = new float[2 * height * width];
            found.get(0).contiguous().data_ptr_float().get(derivatives);
            return isExpected(derivatives, height, width);
        }
    }

    private static boolean isExpected(float[] derivatives, int height, int width) {
        float[] expected = new float[derivatives.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = 18f * windows(i / width % height, height) * windows(i % width, width);
        }
        return Arrays.equals(derivatives, expected);
    }

    /** How many positions of the kernel along an axis cover an element. */
    private static int windows(int position, int size) {
        return Math.min(Math.min(position + 1, size - position), KERNEL);
    }
}
