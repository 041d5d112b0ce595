package io.dynafuse.evaluation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger largest = new AtomicInteger();

    HeapBudget(long bytes) {
        units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
        free = new Semaphore(units, true);
    }

    /** All that the virtual machine may use. */
    static HeapBudget whole() {
        return new HeapBudget(Runtime.getRuntime().maxMemory());
    }

    /**
     * Begins a scene, whose {@linkplain Share#take size is told} later. It waits for as much room as the largest scene so far
     * took; until there is one, only one begins at a time.
     */
    Share enter() throws InterruptedException {
        if (largest.get() == 0) {
            door.lockInterruptibly();
            if (largest.get() == 0) {
                return new Share(0);
            }
            door.unlock();
        }
        int guess = largest.get();
        free.acquire(guess);
        return new Share(guess);
    }

    /** What one scene takes, given back when it is closed by the thread that entered. */
    final class Share implements AutoCloseable {
        private int taken;

        private Share(int taken) {
            this.taken = taken;
        }

        /** Waits until there is room for a scene of this many pixels. */
        void take(long pixels) throws InterruptedException {
            int wanted = (int) Math.max(1, Math.min(units, pixels * BYTES_A_PIXEL / UNIT));
            // All is given back first, as two that each wait for the other's part would wait for ever.
            release(wanted <= taken ? taken - wanted : taken);
            if (taken == 0) {
                free.acquire(wanted);
                taken = wanted;
            }
            largest.accumulateAndGet(wanted, Math::max);
            openDoor();
        }

        @Override
        public void close() {
            release(taken);
            openDoor();
        }

        private void release(int part) {
            free.release(part);
            taken -= part;
        }

        private void openDoor() {
            if (door.isHeldByCurrentThread()) {
                door.unlock();
            }
        }
    }
}
