package io.dynafuse.evaluation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shares the Java heap among scenes that are measured at once: one for which there is no room waits until others have ended.
 * One alone is always let in, however large it is.
 */
public final class HeapBudget {
    // Histograms and the like, however small the images are.
    private static final long BYTES_A_SCENE = 4_000_000;

    // What images and features of a pixel take when every metric is computed, as measured with 3 and 9 images.
    private static final long BYTES_A_PIXEL = 150;
    private static final long BYTES_A_PIXEL_OF_GRAY = 50;
    private static final long BYTES_A_PIXEL_OF_COLOUR = 85;
    private static final long UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;
    private final ReentrantLock door = new ReentrantLock(true);
    private final AtomicInteger last = new AtomicInteger();

    HeapBudget(long bytes) {
        units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
        free = new Semaphore(units, true);
    }

    /** All that the virtual machine may use. */
    public static HeapBudget whole() {
        return new HeapBudget(Runtime.getRuntime().maxMemory());
    }

    /**
     * Begins a scene, whose {@linkplain Share#take size is told} later. It waits for as much room as the last such scene wanted;
     * until there is one, only one begins at a time.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Share enter() throws InterruptedException {
        if (last.get() == 0) {
            door.lockInterruptibly();
            if (last.get() == 0) {
                return new Share(0);
            }
            door.unlock();
        }
        int guess = last.get();
        free.acquire(guess);
        return new Share(guess);
    }

    /** What one scene takes, given back when it is closed by the thread that entered. */
    public final class Share implements AutoCloseable {
        private int taken;

        private Share(int taken) {
            this.taken = taken;
        }

        /**
         * Waits until there is room for a scene of images of this many pixels.
         *
         * @throws InterruptedException if the thread is interrupted while it waits
         */
        public void take(long pixels, int images, boolean colour) throws InterruptedException {
            long image = colour ? BYTES_A_PIXEL_OF_COLOUR : BYTES_A_PIXEL_OF_GRAY;
            long bytes = BYTES_A_SCENE + pixels * (BYTES_A_PIXEL + images * image);
            int wanted = (int) Math.min(units, bytes / UNIT);
            takeUnits(wanted);
            last.set(wanted);
            openDoor();
        }

        /**
         * Waits until no other scene takes any room.
         *
         * @throws InterruptedException if the thread is interrupted while it waits
         */
        public void takeAll() throws InterruptedException {
            takeUnits(units);
        }

        private void takeUnits(int wanted) throws InterruptedException {
            // All is given back first, as two that each wait for the other's part would wait for ever.
            release(wanted <= taken ? taken - wanted : taken);
            if (taken == 0) {
                free.acquire(wanted);
                taken = wanted;
            }
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
