package io.dynafuse.testing;

import org.bytedeco.javacpp.Pointer;

/** The objects of the engine that this process holds: tensors, scalars, shapes. */
public final class NativeObjects {
    private static final int PATIENCE = 100;

    private NativeObjects() {}

    /** How many there are now, those of the garbage too, which would be freed some time. */
    public static long count() {
        return Pointer.totalCount();
    }

    /** The same when the collector has freed what earlier tests forgot. */
    public static long countWithoutGarbage() throws InterruptedException {
        System.gc();
        long last = count();
        for (int i = 0; i < PATIENCE; i++) {
            // A thread of its own frees them.
            Thread.sleep(50);
            long now = count();
            if (now == last) {
                return now;
            }
            last = now;
        }
        throw new AssertionError("the number of native objects does not settle: " + last);
    }
}
