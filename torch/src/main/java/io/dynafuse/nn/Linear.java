package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;

/**
 * A linear map of the last dimension. Its parameters are {@code weight} {@code [outputs,inputs]} and {@code bias} {@code [outputs]}.
 *
 * @param inputs numbers in
 * @param outputs numbers out
 * @param biased whether a bias is declared; {@link #apply} adds one wherever it is given
 */
public record Linear(int inputs, int outputs, boolean biased) {
    /** A linear map with bias. */
    public static Linear of(int inputs, int outputs) {
        return new Linear(inputs, outputs, true);
    }

    /** This map without a bias. */
    public Linear withoutBias() {
        return new Linear(inputs, outputs, false);
    }

    /** Its parameters below {@code name}, beginning as PyTorch's do. */
    public ParameterDeclarations declare(String name) {
        return declare(name, Initializer.uniformFanIn());
    }

    /** Its parameters below {@code name}, the weight beginning as given. */
    public ParameterDeclarations declare(String name, Initializer weight) {
        return ParameterDeclarations.ofLayer(weight, biased, outputs, inputs).in(name);
    }

    /** Its parameters below {@code name}, beginning as those of vision transformers do: {@link Initializer#xavierUniform}, no bias. */
    public ParameterDeclarations declareXavier(String name) {
        ParameterDeclarations layer = declare(name, Initializer.xavierUniform());
        return biased ? layer.initialised(name + ".bias", Initializer.zeros()) : layer;
    }

    /**
     * Maps {@code […,inputs]} to {@code […,outputs]}.
     *
     * @param layer {@code weight} and, perhaps, {@code bias}
     */
    public Tensor apply(Tensor input, Parameters layer) {
        return input.linear(layer.get("weight"), layer.find("bias"));
    }
}
