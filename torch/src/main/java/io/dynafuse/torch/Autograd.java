package io.dynafuse.torch;

import java.util.ArrayList;
import java.util.List;
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
        return gradients(scalar, inputs, false);
    }

    /** {@link #gradients} that are themselves recorded, so that what is computed from them can be differentiated again. */
    public static List<Tensor> recordedGradients(Tensor scalar, List<Tensor> inputs) {
        return gradients(scalar, inputs, true);
    }

    private static List<Tensor> gradients(Tensor scalar, List<Tensor> inputs, boolean recorded) {
        List<Tensor> gradients = new ArrayList<>();
        try (PointerScope temporaries = new PointerScope()) {
            TensorVector found = torch.grad(
                    vector(List.of(scalar)),
                    vector(inputs),
                    new TensorVector(),
                    new BoolOptional(true),
                    recorded,
                    false);
            for (long i = 0; i < found.size(); i++) {
                long index = i;
                gradients.add(Tensor.result(() -> new org.bytedeco.pytorch.Tensor(found.get(index))));
            }
            return gradients;
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw EngineException.from(e);
        }
    }

    private static TensorVector vector(List<Tensor> tensors) {
        TensorVector vector = new TensorVector();
        tensors.forEach(tensor -> vector.push_back(tensor.handle()));
        return vector;
    }
}
