package io.dynafuse.fusion;

import com.sun.management.OperatingSystemMXBean;
import io.dynafuse.model.NetworkFacts;
import io.dynafuse.torch.Precision;
import java.lang.management.ManagementFactory;

/**
 * How many pixels a tile may have so that the whole process stays within a number of bytes.
 *
 * @param bytes for everything: the program, the images, and the network's tensors
 */
record MemoryBudget(long bytes) {
    // Measured: the Java program with the loaded engine and its buffers, without any image.
    private static final long PROGRAM_BYTES = 650L << 20;
    // Larger tiles are no faster.
    private static final long LARGEST_TILE_PIXELS = 1L << 20;
    private static final int SMALLEST_TILE_SIDE = 64;

    /** Half of this machine's memory, at most 4 GB. */
    static MemoryBudget ofThisMachine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MemoryBudget(Math.min(4L << 30, system.getTotalMemorySize() / 2));
    }

    /**
     * The side of a square tile, halo included.
     *
     * @param imageBytes what sources, result and weight maps take
     * @throws InsufficientMemoryException if not even a small tile fits
     */
    int tileSide(long imageBytes, NetworkFacts facts, int sources, Precision precision, int halo) {
        long bytesPerPixel = bytesPerPixel(facts, sources, precision);
        long smallestSide = SMALLEST_TILE_SIDE + 2L * halo;
        long needed = PROGRAM_BYTES + imageBytes + smallestSide * smallestSide * bytesPerPixel;
        if (needed > bytes) {
            throw new InsufficientMemoryException(needed, bytes);
        }
        long pixels = Math.min(LARGEST_TILE_PIXELS, (bytes - PROGRAM_BYTES - imageBytes) / bytesPerPixel);
        return (int) Math.sqrt(pixels);
    }

    private static long bytesPerPixel(NetworkFacts facts, int sources, Precision precision) {
        long featureBytes = precision == Precision.BF16 ? 2 : 4;
        long features = (long) sources * facts.featureChannels() + facts.workingChannels();
        // Sources, references, targets and losses: small, always in 32 bits.
        long images = 4L * facts.colour().channels() * (3L * sources + 3);
        return features * featureBytes + images;
    }
}
