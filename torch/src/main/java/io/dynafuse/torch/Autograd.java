package io.dynafuse.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Derivatives by automatic differentiation. Operations on a {@linkplain Tensor#asVariable variable} are recorded inside {@link
 * #record}; the record lives as long as the tensors computed from it.
 */
public final class Autograd {
    private Autograd() {}

    /** Runs {@code work} and records its operations, also on a thread that usually does not. */
    public static <T> T record(Supplier<T> work) {
        Engine.load();
        try (AutoGradMode mode = new AutoGradMode(true)) {
            return work.get();
        }
    }

    /**
     * The derivatives of a scalar by each of the inputs; the record is kept, so that other derivatives can follow.
     *
     * @param scalar a tensor of one element, recorded from the inputs
     * @param inputs variables
     * @return tensors of the shapes of the inputs
     * @throws EngineException if the scalar was not computed from every input
     */
    public static List<Tensor> gradients(Tensor scalar, List<Tensor> inputs) {
        return gradients(scalar, inputs, false, false);
    }

    /** {@link #gradients}, zeros by inputs that the scalar does not depend on. */
    public static List<Tensor> gradientsOrZeros(Tensor scalar, List<Tensor> inputs) {
        return gradients(scalar, inputs, false, true);
    }

    /** {@link #gradients} that are themselves recorded, so that what is computed from them can be differentiated again. */
    public static List<Tensor> recordedGradients(Tensor scalar, List<Tensor> inputs) {
        return gradients(scalar, inputs, true, false);
    }

    private static List<Tensor> gradients(Tensor scalar, List<Tensor> inputs, boolean recorded, boolean orZeros) {
        List<Tensor> gradients = new ArrayList<>();
        try (PointerScope temporaries = new PointerScope()) {
            TensorVector found = torch.grad(
                    vector(List.of(scalar)),
                    vector(inputs),
                    new TensorVector(),
                    new BoolOptional(true),
                    recorded,
                    orZeros);
            for (int i = 0; i < inputs.size(); i++) {
                org.bytedeco.pytorch.Tensor gradient = found.get(i);
                org.bytedeco.pytorch.Tensor input = inputs.get(i).handle();
                gradients.add(Tensor.result(() ->
                        gradient.defined() ? new org.bytedeco.pytorch.Tensor(gradient) : torch.zeros_like(input)));
            }
            return gradients;
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw EngineException.from(e);
        }
    }

    /**
     * How fast a function's result changes where its arguments move: the product of its derivatives with the directions, found forwards with the
     * result (forward mode) and without a record of the way. Inside {@link #record} it is itself recorded, so that second derivatives are the
     * gradients of a directional one, of which the engine knows all formulas and needs no second pass backwards.
     *
     * @param at the arguments
     * @param along for each argument its direction, of its shape
     * @param function of the arguments, which must depend on them
     * @return of the shape of the result
     */
    public static Tensor directionalDerivative(
            List<Tensor> at, List<Tensor> along, Function<List<Tensor>, Tensor> function) {
        Engine.load();
        return Scope.compute(() -> {
            long level = torch.enter_dual_level();
            try {
                List<Tensor> moving = new ArrayList<>();
                for (int i = 0; i < at.size(); i++) {
                    moving.add(moving(at.get(i), along.get(i), level));
                }
                Tensor result = function.apply(moving);
                return Tensor.result(() -> new org.bytedeco.pytorch.Tensor(
                        result.handle().unsafeGetTensorImpl()._fw_grad(level, result.handle())));
            } finally {
                torch.exit_dual_level(level);
            }
        });
    }

    private static Tensor moving(Tensor at, Tensor along, long level) {
        return Tensor.result(() -> {
            org.bytedeco.pytorch.Tensor dual = at.handle()._fw_primal(level);
            // The engine wants both in one layout.
            org.bytedeco.pytorch.Tensor tangent = torch.empty_like(at.handle()).copy_(along.handle());
            dual.unsafeGetTensorImpl()._set_fw_grad(tangent, dual, level, false);
            return dual;
        });
    }

    private static TensorVector vector(List<Tensor> tensors) {
        TensorVector vector = new TensorVector();
        tensors.forEach(tensor -> vector.push_back(tensor.handle()));
        return vector;
    }
}
