package io.dynafuse.fusion;

import io.dynafuse.torch.Engine;
import java.util.concurrent.atomic.AtomicLong;

/** The most memory that work takes, as the system counts it. */
public final class PeakMemory {
    private static final double MEGABYTE = 1 << 20;
    private static final long MILLISECONDS_BETWEEN_LOOKS = 1;

    private PeakMemory() {}

    /** Work on images. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /** The largest resident memory of this process during work, above that before it, in megabytes. */
    public static double megabytes(Work work) throws InterruptedException {
        Engine.releaseUnusedMemory();
        long before = Engine.residentBytes();
        AtomicLong most = new AtomicLong(before);
        Thread watch = new Thread(() -> watch(most), "memory");
        watch.setDaemon(true);
        watch.start();
        try {
            work.run();
        } finally {
            watch.interrupt();
            watch.join();
        }
        return (Math.max(most.get(), Engine.residentBytes()) - before) / MEGABYTE;
    }

    private static void watch(AtomicLong most) {
        try {
            while (true) {
                most.accumulateAndGet(Engine.residentBytes(), Math::max);
                Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            // The work has ended.
        }
    }
}
