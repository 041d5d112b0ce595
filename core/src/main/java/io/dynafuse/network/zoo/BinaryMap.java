package io.dynafuse.network.zoo;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A map of pixels that are in or out, with the operations of mathematical morphology, as scikit-image defines them. What lies beyond the border does not
 * count.
 */
final class BinaryMap {
    private final int width;
    private final int height;
    private final BitSet in;

    private BinaryMap(int width, int height, BitSet in) {
        this.width = width;
        this.height = height;
        this.in = in;
    }

    /**
     * A map of numbers.
     *
     * @param values {@code height * width}, in where above 0.5
     */
    static BinaryMap of(float[] values, int width, int height) {
        return where(width, height, pixel -> values[pixel] > 0.5f);
    }

    private static BinaryMap where(int width, int height, IntPredicate isIn) {
        BitSet in = new BitSet(width * height);
        IntStream.range(0, width * height).filter(isIn).forEach(in::set);
        return new BinaryMap(width, height, in);
    }

    /** 1 for what is in, 0 for what is out. */
    float[] toFloats() {
        float[] values = new float[width * height];
        in.stream().forEach(pixel -> values[pixel] = 1);
        return values;
    }

    /** In and out exchanged. */
    BinaryMap inverse() {
        BitSet others = (BitSet) in.clone();
        others.flip(0, width * height);
        return new BinaryMap(width, height, others);
    }

    /** All disks of this radius that fit into what is in. */
    BinaryMap opened(int radius) {
        return eroded(radius).dilated(radius);
    }

    /** All but the disks of this radius that fit into what is out. */
    BinaryMap closed(int radius) {
        return dilated(radius).eroded(radius);
    }

    private BinaryMap eroded(int radius) {
        return inverse().dilated(radius).inverse();
    }

    /** Everything no farther than the radius from what is in. */
    private BinaryMap dilated(int radius) {
        BitSet near = new BitSet(width * height);
        in.stream().forEach(pixel -> drawDisk(pixel % width, pixel / width, radius, near));
        return new BinaryMap(width, height, near);
    }

    private void drawDisk(int x, int y, int radius, BitSet drawn) {
        for (int row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
            int half = (int) Math.sqrt(radius * radius - (row - y) * (row - y));
            drawn.set(row * width + Math.max(0, x - half), row * width + Math.min(width - 1, x + half) + 1);
        }
    }

    /** Without the regions of fewer pixels; those of a region are neighbours in a row or a column. */
    BinaryMap withoutRegionsBelow(double pixels) {
        BitSet left = (BitSet) in.clone();
        BitSet kept = new BitSet(width * height);
        for (int first = left.nextSetBit(0); first >= 0; first = left.nextSetBit(first)) {
            int[] region = takeRegion(first, left);
            if (region.length >= pixels) {
                Arrays.stream(region).forEach(kept::set);
            }
        }
        return new BinaryMap(width, height, kept);
    }

    private int[] takeRegion(int first, BitSet left) {
        IntStream.Builder region = IntStream.builder();
        Deque<Integer> found = new ArrayDeque<>();
        take(first, left, found);
        while (!found.isEmpty()) {
            int pixel = found.pop();
            region.add(pixel);
            if (pixel % width > 0) {
                take(pixel - 1, left, found);
            }
            if (pixel % width < width - 1) {
                take(pixel + 1, left, found);
            }
            if (pixel >= width) {
                take(pixel - width, left, found);
            }
            if (pixel < (height - 1) * width) {
                take(pixel + width, left, found);
            }
        }
        return region.build().toArray();
    }

    private static void take(int pixel, BitSet left, Deque<Integer> found) {
        if (left.get(pixel)) {
            left.clear(pixel);
            found.push(pixel);
        }
    }
}
