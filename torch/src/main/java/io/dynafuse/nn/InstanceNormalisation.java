package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/**
 * Instance normalisation of {@code [N,channels,H,W]} tensors (Ulyanov et al. 2016, arXiv:1607.08022): every channel of every image minus its mean, divided by
 * √(variance + ε), times {@code weight} plus {@code bias}. Batch normalisation that is left in training mode is the same for a single image. A network with
 * such a layer looks at an image as a whole.
 *
 * @param channels of the input
 * @param epsilon ε, PyTorch's 1e-5 unless said otherwise
 * @param affine whether it has the parameters {@code weight} and {@code bias}, both {@code [channels]}
 */
public record InstanceNormalisation(int channels, double epsilon, boolean affine) {
    /** PyTorch's ε, with weight and bias. */
    public static InstanceNormalisation of(int channels) {
        return new InstanceNormalisation(channels, 1e-5, true);
    }

    /** PyTorch's ε, without parameters. */
    public static InstanceNormalisation plain(int channels) {
        return new InstanceNormalisation(channels, 1e-5, false);
    }

    /** Its parameters below {@code name}, beginning as what changes nothing; none if it is not affine. */
    public ParameterDeclarations declare(String name) {
        return affine
                ? ParameterDeclarations.join(
                                ParameterDeclarations.of("weight", Initializer.ones(), channels),
                                ParameterDeclarations.of("bias", Initializer.zeros(), channels))
                        .in(name)
                : ParameterDeclarations.of();
    }

    /** Normalises; other parameters than its own, such as stored statistics, are not used. */
    public Tensor apply(Tensor input, Parameters layer) {
        return affine ? input.normaliseImages(layer.find("weight"), layer.find("bias"), epsilon) : apply(input);
    }

    /** Normalises without weight and bias. */
    public Tensor apply(Tensor input) {
        return input.normaliseImages(Optional.empty(), Optional.empty(), epsilon);
    }
}
