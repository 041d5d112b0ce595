package io.dynafuse.fusion;

import com.sun.management.OperatingSystemMXBean;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.torch.Precision;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Limits the size of tiles so that the whole process stays within a number of bytes.
 *
 * @param bytes for everything: the program, the images, and the network's tensors
 * @param wholeImageBytes the same for an image that cannot be cut into tiles
 */
public record MemoryBudget(long bytes, long wholeImageBytes) {
    // Measured on a pair of 640x480 and one of 100 megapixels: Java and the loaded engine, and what decoding
    // images leaves in the Java heap.
    private static final long PROGRAM_BYTES = 350L << 20;
    private static final double HEAP_PER_IMAGE_BYTE = 1.35;
    // Larger tiles are not faster.
    private static final long LARGEST_TILE_PIXELS = 1L << 20;
    private static final int SMALLEST_TILE_SIDE = 64;
    // Measured on two and three sources of 1000x800: 2.3 to 3.4 times what fusion per pixel takes, and up to 3.9
    // where every source is also fused with itself.
    private static final double GRADIENT_FACTOR = 3.5;
    private static final double SELF_FUSED_GRADIENT_FACTOR = 4;
    // What is kept of weights, scores, sums and pyramids from band to band or source to source, and the garbage beside
    // it. Measured on exposures and focus planes of 24 megapixels: up to 25 where sources are in memory, up to 58
    // where they are read one after the other.
    private static final int BLENDING_BYTES = 70;
    // Alphas, their logarithms or shares, and where they are above 0.
    private static final int ALPHA_PLANES = 4;

    /** Half of this machine's memory, of which tiles take at most 4 GB. */
    public static MemoryBudget ofThisMachine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long half = system.getTotalMemorySize() / 2;
        return new MemoryBudget(Math.min(4L << 30, half), half);
    }

    /** A limit of a given number of bytes. */
    public static MemoryBudget of(long bytes) {
        return new MemoryBudget(bytes, bytes);
    }

    /**
     * Checks, before anything is decoded, that images can fit at all: the images, the garbage of decoding, and a result of one channel in
     * 8 bits. The memory of the network comes on top and is checked once the network is known.
     *
     * @throws InsufficientMemoryException if they cannot
     */
    public void requireImages(List<ImageHeader> headers) {
        long images = headers.stream().mapToLong(ImageHeader::byteSize).sum();
        long result = headers.stream()
                .mapToLong(header -> (long) header.width() * header.height())
                .max()
                .orElse(0);
        long needed = fixedBytes(images + result);
        if (needed > wholeImageBytes) {
            throw InsufficientMemoryException.ofImages(needed, wholeImageBytes);
        }
    }

    /**
     * Checks, before parameters are read, that a network can fit at all, without images.
     *
     * @throws InsufficientMemoryException if it cannot
     */
    void requireNetwork(Network network) {
        long needed = PROGRAM_BYTES + networkBytes(network.facts());
        if (needed > wholeImageBytes) {
            throw InsufficientMemoryException.ofNetwork(
                    network.id(), network.facts().memory().parameters(), needed, wholeImageBytes);
        }
    }

    /**
     * The side of square tiles, without the halo around them.
     *
     * @param imageBytes what sources, result and weight maps take
     * @param opaque whether no source is transparent anywhere
     * @throws InsufficientMemoryException if not even small tiles fit
     */
    int tileSide(
            int width,
            int height,
            long imageBytes,
            NetworkFacts facts,
            int sources,
            boolean opaque,
            Precision precision,
            int halo) {
        long bytesPerPixel = bytesPerPixel(facts, sources, opaque, precision);
        long fixed = fixedBytes(imageBytes) + networkBytes(facts);
        long smallest = inputPixels(width, height, SMALLEST_TILE_SIDE, halo);
        if (fixed + smallest * bytesPerPixel > bytes) {
            throw InsufficientMemoryException.ofTiles(fixed + smallest * bytesPerPixel, bytes);
        }
        // Tiles that are not wider than their halo compute it again and again.
        long worthwhile = Math.max(LARGEST_TILE_PIXELS, inputPixels(width, height, 2 * halo, halo));
        long pixels = Math.min(worthwhile, (bytes - fixed) / bytesPerPixel);
        if ((long) width * height <= pixels) {
            return Math.max(width, height);
        }
        return Math.max(SMALLEST_TILE_SIDE, (int) Math.sqrt(pixels) - 2 * halo);
    }

    private static long inputPixels(int width, int height, int side, int halo) {
        return Math.min(width, side + 2L * halo) * Math.min(height, side + 2L * halo);
    }

    private static long networkBytes(NetworkFacts facts) {
        return facts.memory().parameters() * Float.BYTES + facts.memory().pieceBytes();
    }

    private static long fixedBytes(long imageBytes) {
        return PROGRAM_BYTES + (long) (HEAP_PER_IMAGE_BYTE * imageBytes);
    }

    /**
     * Checks that gradients by the features of an image as a whole fit.
     *
     * @throws InsufficientMemoryException if they do not
     */
    void requireGradients(
            long pixels, long imageBytes, NetworkFacts facts, int sources, boolean opaque, Reference reference) {
        // Beside each source's features: their derivatives, the record of the decoder, and work space.
        double factor = reference == Reference.SELF_FUSED ? SELF_FUSED_GRADIENT_FACTOR : GRADIENT_FACTOR;
        long needed = neededForGradients(factor, pixels, imageBytes, facts, sources, opaque);
        if (needed > wholeImageBytes) {
            throw InsufficientMemoryException.ofGradients(needed, wholeImageBytes);
        }
    }

    /**
     * Checks that images fit as a whole, for a network that cannot fuse them in tiles.
     *
     * @throws InsufficientMemoryException if they do not; it says how many pixels would fit
     */
    void requireFusionAsAWhole(
            long pixels, long imageBytes, NetworkFacts facts, int sources, boolean opaque, Precision precision) {
        long needed = neededAsAWhole(1, pixels, imageBytes, facts, sources, opaque, precision);
        if (needed > wholeImageBytes) {
            long ofPixels = needed - neededAsAWhole(1, 0, 0, facts, sources, opaque, precision);
            long fitting = Math.max(0, wholeImageBytes - (needed - ofPixels));
            throw InsufficientMemoryException.ofGlobalNetwork(
                    needed, wholeImageBytes, (long) ((double) fitting * pixels / ofPixels));
        }
    }

    /**
     * Checks that images can be put together as a whole.
     *
     * @param imageBytes what sources, result and weight maps take
     * @throws InsufficientMemoryException if they cannot
     */
    void requireBlending(long pixels, long imageBytes) {
        long needed = fixedBytes(imageBytes) + pixels * BLENDING_BYTES;
        if (needed > wholeImageBytes) {
            throw InsufficientMemoryException.ofBlending(needed, wholeImageBytes);
        }
    }

    /**
     * Checks that work on whole images fits, even with the most costly gradients.
     *
     * @throws InsufficientMemoryException if it does not
     */
    void requireWholeImages(long pixels, long imageBytes, NetworkFacts facts, int sources, boolean opaque) {
        long needed = neededForGradients(SELF_FUSED_GRADIENT_FACTOR, pixels, imageBytes, facts, sources, opaque);
        if (needed > wholeImageBytes) {
            throw InsufficientMemoryException.ofWholeImages(needed, wholeImageBytes);
        }
    }

    private static long neededForGradients(
            double factor, long pixels, long imageBytes, NetworkFacts facts, int sources, boolean opaque) {
        long streamed = (long) sources * facts.memory().streamedChannels() * Float.BYTES;
        return neededAsAWhole(factor, pixels, imageBytes, facts, sources, opaque, Precision.FP32)
                + (long) (pixels * factor * streamed);
    }

    private static long neededAsAWhole(
            double factor,
            long pixels,
            long imageBytes,
            NetworkFacts facts,
            int sources,
            boolean opaque,
            Precision precision) {
        long bytesPerPixel = bytesPerPixel(facts, sources, opaque, precision);
        return fixedBytes(imageBytes) + networkBytes(facts) + (long) (pixels * factor * bytesPerPixel);
    }

    private static long bytesPerPixel(NetworkFacts facts, int sources, boolean opaque, Precision precision) {
        // A partly transparent source is weighted before the static fusion too.
        long weighed = opaque ? 0 : facts.memory().featureChannels() + (long) ALPHA_PLANES * sources;
        long features = (long) sources * facts.memory().featureChannels()
                + facts.memory().workingChannels()
                + weighed;
        // Sources, references, targets and losses: small, always in 32 bits.
        long images = 4L * facts.inputs().colour().channels() * (3L * sources + 3);
        return features * precision.bytes() + images;
    }
}
