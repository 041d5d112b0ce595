package io.dynafuse.network.ifcnn;

import io.dynafuse.network.Borders;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The outermost ring of pixels, where a fast way to compute layers differs from the layers, which repeat the border of each one's input. Its values
 * are replaced by what the layers themselves make of the few lines next to it.
 *
 * @param narrowing how many rows more than the result the input has at each end that is no border of the image
 * @param layers in their order
 */
record Border(int narrowing, List<Layer> layers) {
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    /**
     * A layer.
     *
     * @param radius how many pixels around one it looks at
     * @param convolution from {@code [N,C,h,w]} to {@code [N,F,h-2·radius,w-2·radius]}
     */
    record Layer(int radius, UnaryOperator<Tensor> convolution) {}

    /**
     * Replaces the ring in place; at an end of the rows that is no border of the image there is none.
     *
     * @param result {@code [N,F,H,W]}, correct everywhere but in the ring
     * @param input {@code [N,C,h,W]} that the result was computed from
     */
    void replace(Tensor result, Tensor input, Borders borders) {
        if (borders.top()) {
            replace(result, HEIGHT, false, input, borders);
        }
        if (borders.bottom()) {
            replace(result, HEIGHT, true, input, borders);
        }
        replace(result, WIDTH, false, input, borders);
        replace(result, WIDTH, true, input, borders);
    }

    private void replace(Tensor result, int dimension, boolean last, Tensor input, Borders borders) {
        try (Scope scope = Scope.open()) {
            int needed = 1 + layers.stream().mapToInt(Layer::radius).sum();
            Tensor lines = outermost(input, dimension, last, needed);
            for (Layer layer : layers) {
                // No line more than the next layers look at.
                needed -= layer.radius();
                Tensor padded = lines.replicatePad(layer.radius());
                lines = layer.convolution.apply(outermost(padded, dimension, last, needed + 2 * layer.radius()));
            }
            outermost(result, dimension, last, 1)
                    .copyInPlace(dimension == HEIGHT ? lines : borders.inner(lines, narrowing));
        }
    }

    private static Tensor outermost(Tensor tensor, int dimension, boolean last, long count) {
        long size = tensor.size(dimension);
        long most = Math.min(count, size);
        return tensor.slice(dimension, last ? size - most : 0, most);
    }
}
