package io.dynafuse.task;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The pixels at which every source of a scene has data, that is, an alpha above 0: only these can be compared.
 *
 * @param pixels the indices of these pixels, counted row after row; empty if they are all pixels
 * @param box the smallest rectangle that holds them all; empty if there are none
 */
record CommonData(int width, Optional<BitSet> pixels, Optional<Region> box) {
    static CommonData of(List<Image> sources) {
        Image first = sources.get(0);
        if (sources.stream().allMatch(Image::isOpaque)) {
            Region whole = new Region(0, 0, first.width(), first.height());
            return new CommonData(first.width(), Optional.empty(), Optional.of(whole));
        }
        BitSet pixels = new BitSet(first.width() * first.height());
        pixels.set(0, first.width() * first.height());
        sources.stream().filter(source -> !source.isOpaque()).forEach(source -> leaveOutTransparent(source, pixels));
        return new CommonData(first.width(), Optional.of(pixels), box(pixels, first.width()));
    }

    boolean has(int x, int y) {
        return pixels.isEmpty() || pixels.get().get(y * width + x);
    }

    private static void leaveOutTransparent(Image source, BitSet pixels) {
        for (int y = 0; y < source.height(); y++) {
            float[] alphas = source.alpha(new Region(0, y, source.width(), 1));
            for (int x = 0; x < alphas.length; x++) {
                if (alphas[x] == 0) {
                    pixels.clear(y * source.width() + x);
                }
            }
        }
    }

    private static Optional<Region> box(BitSet pixels, int width) {
        if (pixels.isEmpty()) {
            return Optional.empty();
        }
        int left = width;
        int right = 0;
        for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
            left = Math.min(left, i % width);
            right = Math.max(right, i % width);
        }
        int top = pixels.nextSetBit(0) / width;
        int bottom = (pixels.length() - 1) / width;
        return Optional.of(new Region(left, top, right - left + 1, bottom - top + 1));
    }
}
