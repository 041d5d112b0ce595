package io.dynafuse.nn;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;

/**
 * Layer normalisation (Ba et al. 2016, arXiv:1607.06450): minus the mean of the features, divided by √(variance + ε) with the biased variance,
 * times {@code weight} plus {@code bias}, both {@code [features]}.
 *
 * @param features how many are normalised together
 * @param epsilon ε, PyTorch's 1e-5 unless said otherwise
 */
public record LayerNormalisation(int features, double epsilon) {
    // The engine normalises a pixel at a time, which takes as long for 16 channels as for 64. Measured in single
    // operations on two processors: products of matrices take 0.45 of that for 16 channels, 0.75 for 32.
    private static final int FEW = 32;

    /** PyTorch's ε. */
    public static LayerNormalisation of(int features) {
        return new LayerNormalisation(features, 1e-5);
    }

    /** Its parameters below {@code name}, beginning as what only normalises. */
    public ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(
                        ParameterDeclarations.of("weight", Initializer.ones(), features),
                        ParameterDeclarations.of("bias", Initializer.zeros(), features))
                .in(name);
    }

    /** Normalises the last dimension, as of tokens {@code [N,L,features]}. */
    public Tensor apply(Tensor input, Parameters layer) {
        return input.normaliseLast(layer.get("weight"), layer.get("bias"), epsilon);
    }

    /** Normalises the channels of every pixel of a {@code [N,features,H,W]} tensor; the result is channels-last. */
    public Tensor applyToChannels(Tensor input, Parameters layer) {
        return Scope.compute(() -> {
            Tensor pixels = input.permute(0, 2, 3, 1);
            boolean byProducts = features <= FEW
                    && !input.requiresGrad()
                    && input.precision() == Precision.FP32
                    && input.device() == Device.CPU;
            return (byProducts ? applyByProducts(pixels, layer) : apply(pixels, layer)).permute(0, 3, 1, 2);
        });
    }

    /** The mean is taken away before squares are summed, so that little is lost where it is large. */
    private Tensor applyByProducts(Tensor pixels, Parameters layer) {
        Tensor centred = pixels.matmul(centring());
        Tensor means = Tensor.of(filled(features), features, 1);
        Tensor scale = centred.square().matmul(means).plus(epsilon).power(-0.5);
        return centred.timesInPlace(scale)
                .timesInPlace(layer.get("weight"))
                .plusInPlace(layer.get("bias"));
    }

    private Tensor centring() {
        float[] values = filled(features * features);
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % (features + 1) == 0 ? 1 : 0) - values[i];
        }
        return Tensor.of(values, features, features);
    }

    private float[] filled(int length) {
        float[] values = new float[length];
        Arrays.fill(values, 1f / features);
        return values;
    }
}
