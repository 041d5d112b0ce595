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
    // Measured on a pair of 640x480 and one of 100 megapixels: Java and the loaded engine, and what decoding
    // images leaves in the Java heap.
    private static final long PROGRAM_BYTES = 350L << 20;
    private static final double HEAP_PER_IMAGE_BYTE = 1.35;
    // Larger tiles are no faster.
    private static final long LARGEST_TILE_PIXELS = 1L << 20;
    private static final int SMALLEST_TILE_SIDE = 64;
    private static final int GRADIENT_FACTOR = 3;

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
        long fixed = PROGRAM_BYTES + (long) (HEAP_PER_IMAGE_BYTE * imageBytes);
        long needed = fixed + smallestSide * smallestSide * bytesPerPixel;
        if (needed > bytes) {
            throw new InsufficientMemoryException(needed, bytes);
        }
        long pixels = Math.min(LARGEST_TILE_PIXELS, (bytes - fixed) / bytesPerPixel);
        return (int) Math.sqrt(pixels);
    }

    /**
     * Checks that gradients by the features of an image as a whole fit.
     *
     * @throws InsufficientMemoryException if they do not
     */
    void requireGradients(long pixels, long imageBytes, NetworkFacts facts, int sources) {
        // Beside each source's features their derivative, what was recorded of the decoder, and work space.
        long perPixel = GRADIENT_FACTOR * bytesPerPixel(facts, sources, Precision.FP32);
        long needed = PROGRAM_BYTES + (long) (HEAP_PER_IMAGE_BYTE * imageBytes) + pixels * perPixel;
        if (needed > bytes) {
            throw new InsufficientMemoryException(needed, bytes);
        }
    }

    private static long bytesPerPixel(NetworkFacts facts, int sources, Precision precision) {
        long featureBytes = precision == Precision.BF16 ? 2 : 4;
        long features = (long) sources * facts.featureChannels() + facts.workingChannels();
        // Sources, references, targets and losses: small, always in 32 bits.
        long images = 4L * facts.colour().channels() * (3L * sources + 3);
        return features * featureBytes + images;
    }
}
