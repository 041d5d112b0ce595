package io.dynafuse.image;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Work on the rows of an image, or other parts that do not touch each other: on all processors where there is enough of it. */
final class Rows {
    /** Less than about a millisecond of work is not worth waking another thread. */
    private static final int ENOUGH = 1 << 19;

    private Rows() {}

    /**
     * Calls {@code work} with every number from 0 to {@code rows}, exclusively, in any order.
     *
     * @param samples of all rows together
     * @throws RuntimeException what work throws, the very exception; other rows may then be left out or not
     */
    static void each(int rows, long samples, IntConsumer work) {
        if (samples < ENOUGH) {
            for (int row = 0; row < rows; row++) {
                work.accept(row);
            }
            return;
        }
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        IntStream.range(0, rows).parallel().forEach(row -> {
            try {
                work.accept(row);
            } catch (RuntimeException e) {
                // A stream would wrap it in another one if it comes from another thread.
                failure.compareAndSet(null, e);
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** A part of an array. */
    @FunctionalInterface
    interface Part {
        void of(int from, int to);
    }

    /** Calls {@code work} with parts of {@code length} elements, every element in one of them. */
    static void parts(int length, Part work) {
        int size = 1 << 14;
        int parts = length / size + (length % size == 0 ? 0 : 1);
        each(parts, length, part -> work.of(part * size, Math.min(length, (part + 1) * size)));
    }
}
