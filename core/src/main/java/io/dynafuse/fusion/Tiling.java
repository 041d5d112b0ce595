package io.dynafuse.fusion;

import io.dynafuse.image.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * An image cut into tiles that are computed one after the other. Each tile is computed from its {@code input}, which surrounds its {@code
 * output} by a halo as wide as the radius of the receptive field; only at the border of the image, where the network sees a border too,
 * there is none. Then the assembled result is that of the whole image.
 */
final class Tiling {
    /**
     * One tile.
     *
     * @param output the part of the result that this tile computes
     * @param input the region that the network needs for it
     */
    record Tile(Region output, Region input) {
        /** The output within the input. */
        Region outputInInput() {
            return new Region(output.x() - input.x(), output.y() - input.y(), output.width(), output.height());
        }
    }

    private Tiling() {}

    /**
     * Tiles with outputs of equal size, as far as the image's size allows, and no larger than {@code side} on a side.
     *
     * @throws IllegalArgumentException if {@code side} is below 1 or {@code halo} is negative
     */
    static List<Tile> of(int width, int height, int side, int halo) {
        return of(width, height, side, halo, 1);
    }

    /**
     * The same for a network whose layers see the image in blocks: every input begins at a multiple of the block's side, and ends at one
     * or at the border
     * of the image.
     */
    static List<Tile> of(int width, int height, int side, int halo, int block) {
        return of(width, height, side, side, halo, block);
    }

    /** The same with outputs that need not be as high as they are wide. */
    static List<Tile> of(int width, int height, int mostColumns, int mostRows, int halo, int block) {
        if (Math.min(mostColumns, mostRows) < 1 || halo < 0) {
            throw new IllegalArgumentException("expected a side of 1 or more and a halo of 0 or more, found "
                    + Math.min(mostColumns, mostRows) + " and " + halo);
        }
        int tileWidth = evenly(width, mostColumns);
        int tileHeight = evenly(height, mostRows);
        List<Tile> tiles = new ArrayList<>();
        for (int y = 0; y < height; y += tileHeight) {
            for (int x = 0; x < width; x += tileWidth) {
                Region output = new Region(x, y, Math.min(tileWidth, width - x), Math.min(tileHeight, height - y));
                tiles.add(new Tile(output, surround(output, halo, width, height, block)));
            }
        }
        return tiles;
    }

    private static int evenly(int length, int side) {
        int count = (length + side - 1) / side;
        return (length + count - 1) / count;
    }

    private static Region surround(Region region, int halo, int width, int height, int block) {
        int left = Math.max(0, region.x() - halo) / block * block;
        int top = Math.max(0, region.y() - halo) / block * block;
        int right = Math.min(width, Padded.length(region.x() + region.width() + halo, block));
        int bottom = Math.min(height, Padded.length(region.y() + region.height() + halo, block));
        return new Region(left, top, right - left, bottom - top);
    }
}
