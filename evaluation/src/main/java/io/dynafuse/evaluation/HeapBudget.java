package io.dynafuse.evaluation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shares the Java heap among scenes that are measured at once: one for which there is no room waits until others have ended.
 * One alone is always let in, however large it is.
 */
final class HeapBudget {
    // What images and features of a pixel take when every metric is computed.
    private static final long BYTES_A_PIXEL = 250;
    private static final long UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;
    private final ReentrantLock door = new ReentrantLock(true);

    HeapBudget(long bytes) {
        units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
        free = new Semaphore(units, true);
    }

    /** All that the virtual machine may use. */
    static HeapBudget whole() {
        return new HeapBudget(Runtime.getRuntime().maxMemory());
    }

    /**
     * Begins a scene. Until its {@linkplain Share#take size is told} no other begins, so that no more than one image is in memory that
     * nothing is accounted for.
     */
    Share enter() throws InterruptedException {
        door.lockInterruptibly();
        return new Share();
    }

    /** What one scene takes, given back when it is closed by the thread that entered. */
    final class Share implements AutoCloseable {
        private int taken;

        private Share() {}

        /** Waits until there is room for a scene of this many pixels. */
        void take(long pixels) throws InterruptedException {
            int wanted = (int) Math.max(1, Math.min(units, pixels * BYTES_A_PIXEL / UNIT));
            free.acquire(wanted);
            taken = wanted;
            door.unlock();
        }

        @Override
        public void close() {
            free.release(taken);
            if (taken == 0) {
                door.unlock();
            }
        }
    }
}
