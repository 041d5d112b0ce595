package io.dynafuse.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A network for two gray images in the way that networks are written in PyTorch: one operation after the other on whole images, every channel a plane, each
 * result in memory of its own, which is freed when the function that made it returns. What ours are compared with; it uses the engine's operations directly,
 * as nothing of Dynafuse is to take part.
 */
abstract class AsWritten implements AutoCloseable {
    private final Map<String, Tensor> parameters = new HashMap<>();

    /** Copies parameters under the names of our network. */
    AsWritten(io.dynafuse.torch.Parameters given) {
        for (String name : given.names()) {
            io.dynafuse.torch.Tensor tensor = given.get(name);
            parameters.put(name, own(tensor.toFloats(), tensor.shape()));
        }
    }

    private static Tensor own(float[] values, long... shape) {
        Tensor tensor = torch.empty(shape);
        tensor.data_ptr_float().put(values);
        return tensor;
    }

    /**
     * Fuses two images; to be called where operations are not recorded.
     *
     * @param first in row-major order, as is {@code second}
     */
    float[] fuse(float[] first, float[] second, int width, int height) {
        try (PointerScope temporaries = new PointerScope()) {
            Tensor fused = forward(own(first, 1, 1, height, width), own(second, 1, 1, height, width));
            float[] values = new float[width * height];
            fused.data_ptr_float().get(values);
            return values;
        }
    }

    /** The fused image {@code [1,1,H,W]} of two. */
    abstract Tensor forward(Tensor first, Tensor second);

    Tensor parameter(String name) {
        return parameters.get(name);
    }

    static Tensor cat(Tensor first, Tensor second) {
        TensorVector both = new TensorVector();
        List.of(first, second).forEach(both::push_back);
        return torch.cat(both, 1);
    }

    /** With a bias, if there is one. */
    Tensor convolution(Tensor x, String name, long padding, long groups) {
        String bias = name + ".bias";
        return torch.conv2d(
                x,
                parameter(name + ".weight"),
                parameters.containsKey(bias) ? new TensorOptional(parameter(bias)) : new TensorOptional(),
                new long[] {1, 1},
                new long[] {padding, padding},
                new long[] {1, 1},
                groups);
    }

    /** What a function makes on its way is freed when it returns. */
    static Tensor local(Supplier<Tensor> function) {
        Tensor result;
        try (PointerScope locals = new PointerScope()) {
            result = function.get();
            result.retainReference();
        }
        PointerScope.getInnerScope().attach(result);
        result.releaseReference();
        return result;
    }

    @Override
    public void close() {
        parameters.values().forEach(Tensor::close);
    }
}
