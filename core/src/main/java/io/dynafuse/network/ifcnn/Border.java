package io.dynafuse.network.ifcnn;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.function.UnaryOperator;

/**
 * The outermost ring of pixels, where a fast way to compute a layer differs from the layer. Its values are replaced by the output of the
 * layer itself for strips that are just deep enough.
 */
final class Border {
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private Border() {}

    /**
     * Replaces the ring in place.
     *
     * @param result {@code [N,F,H,W]}, correct everywhere but in the ring
     * @param input {@code [N,C,H,W]} that the result was computed from
     * @param radius of the layer's receptive field, in pixels
     * @param layer from {@code [N,C,h,w]} to {@code [N,F,h,w]}
     */
    static void replace(Tensor result, Tensor input, int radius, UnaryOperator<Tensor> layer) {
        for (int dimension : new int[] {HEIGHT, WIDTH}) {
            long size = input.size(dimension);
            long depth = Math.min(size, 1 + radius);
            replace(result, dimension, 0, layer, input.slice(dimension, 0, depth), 0);
            replace(result, dimension, size - 1, layer, input.slice(dimension, size - depth, depth), depth - 1);
        }
    }

    private static void replace(
            Tensor result, int dimension, long line, UnaryOperator<Tensor> layer, Tensor strip, long lineInStrip) {
        try (Scope scope = Scope.open()) {
            Tensor exact = layer.apply(strip).slice(dimension, lineInStrip, 1);
            result.slice(dimension, line, 1).copyInPlace(exact);
        }
    }
}
