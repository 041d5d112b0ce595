package io.dynafuse.training;

import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What one step found.
 *
 * @param loss the number to report
 * @param gradients by the names of the parameters
 */
public record Step(float loss, Map<String, Tensor> gradients) {
    /** Copies the map. */
    public Step {
        gradients = Map.copyOf(gradients);
    }

    /**
     * A loss and its gradients by all parameters that are variables.
     *
     * @param loss a tensor of one element, recorded
     */
    public static Step of(Tensor loss, Parameters parameters) {
        return of(loss, parameters, Autograd::gradients);
    }

    /** The same where the loss does not depend on some of the variables, as on those of another task: their gradients are 0. */
    static Step ofSome(Tensor loss, Parameters parameters) {
        return of(loss, parameters, Autograd::gradientsOrZeros);
    }

    private static Step of(
            Tensor loss, Parameters parameters, BiFunction<Tensor, List<Tensor>, List<Tensor>> gradientsBy) {
        List<String> names = parameters.names().stream()
                .filter(name -> parameters.get(name).requiresGrad())
                .toList();
        List<Tensor> found =
                gradientsBy.apply(loss, names.stream().map(parameters::get).toList());
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            gradients.put(names.get(i), found.get(i));
        }
        return new Step(loss.toFloats()[0], gradients);
    }
}
