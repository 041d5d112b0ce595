package io.dynafuse.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The layout of a tensor in its storage; all counts are in elements.
 *
 * @param shape sizes, slowest first
 * @param strides steps between neighbours along each axis, as many as sizes
 * @param offset the index of the tensor's first element in the storage
 */
record TensorLayout(ElementType type, List<Long> shape, List<Long> strides, long offset) {
    /** Repeated elements are legitimate in small tensors (an expanded constant); beyond this they are an attack on memory. */
    private static final long MAXIMUM_EXPANDED_ELEMENTS = 1 << 20;

    private static final int MAXIMUM_ARRAY = Integer.MAX_VALUE - 8;

    /** @throws Malformed if the tensor does not lie within {@code available} elements, or has far more elements than these */
    static TensorLayout within(long available, ElementType type, List<Long> shape, List<Long> strides, long offset)
            throws Malformed {
        long elements = elements(shape);
        if (strides.size() != shape.size() || offset < 0 || strides.stream().anyMatch(stride -> stride < 0)) {
            throw new Malformed(
                    "a tensor of shape " + shape + " has the impossible strides " + strides + " or offset " + offset);
        }
        TensorLayout layout = new TensorLayout(type, List.copyOf(shape), List.copyOf(strides), offset);
        if (!layout.endsWithin(available)) {
            throw new Malformed("a tensor of shape " + shape + ", strides " + strides + " and offset " + offset
                    + " leaves its storage of " + available + " elements");
        }
        if (elements > Math.max(available, MAXIMUM_EXPANDED_ELEMENTS)) {
            throw new Malformed("a tensor of shape " + shape + " is expanded from only " + available + " elements");
        }
        return layout;
    }

    /** A row-major tensor that fills its storage. */
    static TensorLayout contiguous(ElementType type, List<Long> shape) throws Malformed {
        elements(shape);
        return new TensorLayout(type, List.copyOf(shape), contiguousStrides(shape), 0);
    }

    long elements() {
        return Shapes.elements(shape);
    }

    private static long elements(List<Long> shape) throws Malformed {
        try {
            return Shapes.elements(shape);
        } catch (IllegalArgumentException e) {
            throw new Malformed(e.getMessage(), e);
        }
    }

    private static List<Long> contiguousStrides(List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.get(axis);
        }
        return List.of(strides);
    }

    private boolean endsWithin(long available) {
        try {
            return Math.addExact(offset, span()) <= available;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** The number of storage elements from the first to the last one used. */
    private long span() {
        if (shape.contains(0L)) {
            return 0;
        }
        long span = 1;
        for (int axis = 0; axis < shape.size(); axis++) {
            span = Math.addExact(span, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
        }
        return span;
    }

    /**
     * The elements in row-major order.
     *
     * @throws Malformed if they do not fit in an array
     */
    float[] read(ByteSource storage) throws IOException {
        long elements = elements();
        if (elements > MAXIMUM_ARRAY || span() > MAXIMUM_ARRAY / type.bytes()) {
            throw new Malformed("a tensor of shape " + shape + " is too large for an array; expected less than 2 GiB");
        }
        byte[] bytes = storage.read(offset * type.bytes(), (int) (span() * type.bytes()));
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return strides.equals(contiguousStrides(shape))
                ? inOrder(data, (int) elements)
                : gathered(data, (int) elements);
    }

    private float[] inOrder(ByteBuffer data, int elements) {
        float[] values = new float[elements];
        if (type == ElementType.FLOAT_32) {
            data.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < elements; i++) {
            values[i] = type.floatAt(data, i);
        }
        return values;
    }

    private float[] gathered(ByteBuffer data, int elements) {
        float[] values = new float[elements];
        long[] index = new long[shape.size()];
        long position = 0;
        for (int i = 0; i < elements; i++) {
            values[i] = type.floatAt(data, (int) position);
            position += advance(index);
        }
        return values;
    }

    /** Moves {@code index} to the next element in row-major order; returns the step in the storage. */
    private long advance(long[] index) {
        long step = 0;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape.get(axis)) {
                return step + strides.get(axis);
            }
            step -= (index[axis] - 1) * strides.get(axis);
            index[axis] = 0;
        }
        return step;
    }
}
