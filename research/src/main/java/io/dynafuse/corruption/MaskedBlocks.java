package io.dynafuse.corruption;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Square blocks of an image that a sensor lost (TTD, Fig. 6). Their side is a sixteenth of the image's shorter one, rounded down and
 * at least a pixel; they lie anywhere in the image, may overlap, and are as many as it takes to cover the share asked for.
 * A larger share of the same seed adds blocks to those of a smaller one.
 *
 * @param width of the image
 * @param height of the image
 * @param blocks all within the image
 */
public record MaskedBlocks(int width, int height, List<Region> blocks) {
    private static final int SIDES_TO_A_BLOCK = 16;

    /** @throws IllegalArgumentException if the image has no pixel or a block reaches beyond it */
    public MaskedBlocks {
        blocks = List.copyOf(blocks);
        Region image = new Region(0, 0, width, height);
        for (Region block : blocks) {
            if (block.x() > width - block.width() || block.y() > height - block.height()) {
                throw new IllegalArgumentException("expected blocks inside " + image + ", found " + block);
            }
        }
    }

    /** What {@link Corruption#MASK} masks of an image of this size. */
    public static MaskedBlocks of(int width, int height, int severity, long seed) {
        return covering(width, height, Corruption.MASK.strength(severity), seed);
    }

    /**
     * Random blocks.
     *
     * @param share of the image that they cover at least, in [0, 1]; more than that by less than a block
     * @throws IllegalArgumentException if the image has no pixel or the share is outside [0, 1]
     */
    static MaskedBlocks covering(int width, int height, double share, long seed) {
        if (width < 1 || height < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("expected at least one pixel and a share from 0 to 1, found " + width
                    + " x " + height + " pixels and " + share);
        }
        int side = Math.max(1, Math.min(width, height) / SIDES_TO_A_BLOCK);
        Random random = new Random(seed);
        List<Region> blocks = new ArrayList<>();
        boolean[] masked = new boolean[Math.multiplyExact(width, height)];
        for (long covered = 0; covered < share * masked.length; ) {
            Region block = new Region(random.nextInt(width - side + 1), random.nextInt(height - side + 1), side, side);
            blocks.add(block);
            covered += mask(block, width, masked);
        }
        return new MaskedBlocks(width, height, blocks);
    }

    /** Whether each pixel is masked, row after row; a copy of the caller's own. */
    public boolean[] pixels() {
        boolean[] masked = new boolean[width * height];
        blocks.forEach(block -> mask(block, width, masked));
        return masked;
    }

    /**
     * A copy of an image, black where it is masked.
     *
     * @throws IllegalArgumentException if the image is of another size
     */
    public Image applyTo(Image image) {
        if (image.width() != width || image.height() != height) {
            throw new IllegalArgumentException("expected an image of " + width + "x" + height + " pixels, found "
                    + image.width() + "x" + image.height());
        }
        return Planes.map(image, plane -> {
            for (Region block : blocks) {
                for (int y = block.y(); y < block.y() + block.height(); y++) {
                    int start = y * width + block.x();
                    Arrays.fill(plane, start, start + block.width(), 0);
                }
            }
            return plane;
        });
    }

    /** Masks a block and returns how many of its pixels were not masked before. */
    private static int mask(Region block, int width, boolean[] masked) {
        int added = 0;
        for (int y = block.y(); y < block.y() + block.height(); y++) {
            for (int x = block.x(); x < block.x() + block.width(); x++) {
                added += masked[y * width + x] ? 0 : 1;
                masked[y * width + x] = true;
            }
        }
        return added;
    }
}
