package io.dynafuse.nn;

import io.dynafuse.torch.Tensor;
import java.util.function.UnaryOperator;

/** A function of every element by itself. */
public enum Activation {
    /** max(x, 0). */
    RELU(Tensor::relu, Tensor::reluInPlace),
    /** x, or x/100 where x is negative. */
    LEAKY_RELU(x -> x.leakyRelu(0.01), x -> x.leakyReluInPlace(0.01)),
    /** x, not below 0 and not above 6. */
    RELU6(x -> x.clamp(0, 6), x -> x.clampInPlace(0, 6)),
    /** x·Φ(x), Φ the standard normal distribution, found with the error function (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
    GELU(Tensor::gelu, Tensor::geluInPlace),
    /** 1/(1 + exp(−x)). */
    SIGMOID(Tensor::sigmoid, Tensor::sigmoidInPlace),
    /** The hyperbolic tangent. */
    TANH(Tensor::tanh, Tensor::tanhInPlace);

    private final UnaryOperator<Tensor> function;
    private final UnaryOperator<Tensor> overwriting;

    Activation(UnaryOperator<Tensor> function, UnaryOperator<Tensor> overwriting) {
        this.function = function;
        this.overwriting = overwriting;
    }

    /** The function of every element, as a new tensor. */
    public Tensor apply(Tensor input) {
        return function.apply(input);
    }

    /**
     * The same in the memory of the input, for what a layer has just made and nobody else needs; derivatives can still be found.
     *
     * @return the input itself
     */
    public Tensor overwrite(Tensor input) {
        return overwriting.apply(input);
    }
}
