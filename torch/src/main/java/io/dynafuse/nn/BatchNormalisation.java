package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Batch normalisation of {@code [N,channels,H,W]} tensors (Ioffe and Szegedy 2015, arXiv:1502.03167): every channel minus a mean, divided by
 * √(variance + ε), times {@code weight} plus {@code bias}. Its parameters are those two and the statistics {@code running_mean} and {@code
 * running_var}, all {@code [channels]}.
 *
 * @param channels of the input
 * @param epsilon ε, PyTorch's 1e-5 unless said otherwise
 * @param momentum the share of a batch in the running statistics, 0.1 unless said otherwise
 */
public record BatchNormalisation(int channels, double epsilon, double momentum) {
    /** PyTorch's ε and momentum. */
    public static BatchNormalisation of(int channels) {
        return new BatchNormalisation(channels, 1e-5, 0.1);
    }

    /** Whether a parameter of a network is a running statistic, by its full name. */
    public static boolean isStatistic(String parameter) {
        return parameter.endsWith(".running_mean") || parameter.endsWith(".running_var");
    }

    /** Its parameters below {@code name}, beginning as what changes nothing but by ε; the statistics are not trained. */
    public ParameterDeclarations declare(String name) {
        return ParameterDeclarations.join(
                        ParameterDeclarations.of("weight", Initializer.ones(), channels),
                        ParameterDeclarations.of("bias", Initializer.zeros(), channels),
                        ParameterDeclarations.of("running_mean", Initializer.zeros(), channels),
                        ParameterDeclarations.of("running_var", Initializer.ones(), channels))
                .frozen("running_mean", "running_var")
                .in(name);
    }

    /** Normalises by the running statistics, which stay. */
    public Tensor apply(Tensor input, Parameters layer) {
        return normalised(input, layer, 0);
    }

    /**
     * Normalises by mean and biased variance of the batch, and moves the running statistics, in place, towards its mean and unbiased variance.
     *
     * @throws io.dynafuse.torch.EngineException if a channel has a single element
     */
    public Tensor applyToBatch(Tensor input, Parameters layer) {
        return normalised(input, layer, momentum);
    }

    private Tensor normalised(Tensor input, Parameters layer, double share) {
        return input.normaliseBatch(
                layer.get("weight"),
                layer.get("bias"),
                layer.get("running_mean"),
                layer.get("running_var"),
                share,
                epsilon);
    }

    /**
     * A convolution and the normalisation by running statistics after it as one convolution, which is exact: BN(Wx + b) = (γ/σ)Wx + (β + (b −
     * μ)γ/σ). Recorded if the parameters are.
     *
     * @param convolution {@code weight} and, perhaps, {@code bias}
     * @param normalisation this layer's parameters
     * @return {@code weight} and {@code bias}, owned by the scope that is open, and nothing else
     */
    public Parameters fold(Parameters convolution, Parameters normalisation) {
        Tensor gain = normalisation
                .get("weight")
                .dividedBy(normalisation.get("running_var").plus(epsilon).squareRoot());
        Tensor mean = normalisation.get("running_mean");
        Tensor centre = convolution.find("bias").map(mean::minus).orElse(mean);
        Map<String, Tensor> folded = new LinkedHashMap<>();
        folded.put("weight", convolution.get("weight").times(gain.reshape(-1, 1, 1, 1)));
        folded.put("bias", normalisation.get("bias").minus(centre.times(gain)));
        return Parameters.of(folded);
    }
}
