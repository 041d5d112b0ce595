package io.dynafuse.image;

import java.util.Arrays;
import java.util.Locale;

/**
 * A gray map for the eye: its values, stretched to their range, in {@link Viridis} colours, and below it a scale that says the range. So
 * values that differ by little are seen to differ, and by how much.
 */
public final class ColouredMap {
    private static final int BAR = 10;
    private static final int MARGIN = 3;
    private static final int GLYPH_HEIGHT = 7;
    private static final int GLYPH_WIDTH = 6;
    private static final int SCALE_HEIGHT = BAR + 3 * MARGIN + GLYPH_HEIGHT;
    private static final String GLYPHS = "0123456789.";
    // Five columns of a glyph a row, the first bit at the left.
    private static final int[][] DOTS = {
        {14, 17, 19, 21, 25, 17, 14},
        {4, 12, 4, 4, 4, 4, 14},
        {14, 17, 1, 2, 4, 8, 31},
        {31, 2, 4, 2, 1, 17, 14},
        {2, 6, 10, 18, 31, 2, 2},
        {31, 16, 30, 1, 1, 17, 14},
        {6, 8, 16, 30, 17, 17, 14},
        {31, 1, 2, 4, 8, 8, 8},
        {14, 17, 17, 14, 17, 17, 14},
        {14, 17, 17, 15, 1, 2, 12},
        {0, 0, 0, 0, 0, 12, 12}
    };

    private ColouredMap() {}

    /**
     * Colours a map.
     *
     * @param gray one channel, without alpha
     * @return the map in colours, as wide as it is and at least as wide as its scale, with the scale below it
     * @throws IllegalArgumentException if the image has more than one channel
     */
    public static Image of(Image gray) {
        if (gray.channels() != 1) {
            throw new IllegalArgumentException("expected an image of 1 channel, found " + gray.channels());
        }
        float[] values = gray.values();
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        String from = label(least);
        String to = label(greatest);
        int width = Math.max(gray.width(), (from.length() + to.length() + 2) * GLYPH_WIDTH + 2 * MARGIN);
        ImageBuilder picture = new ImageBuilder(width, gray.height() + SCALE_HEIGHT, 3, SampleDepth.BITS_8);
        float range = greatest > least ? greatest - least : 1;
        for (int y = 0; y < gray.height(); y++) {
            float[] row = new float[gray.width()];
            for (int x = 0; x < row.length; x++) {
                row[x] = (values[y * gray.width() + x] - least) / range;
            }
            picture.put(new Region(0, y, row.length, 1), Viridis.paint(row));
        }
        if (width > gray.width()) {
            Region beside = new Region(gray.width(), 0, width - gray.width(), gray.height());
            picture.put(beside, white(beside));
        }
        drawScale(picture, width, gray.height(), from, to);
        return picture.build(ImageMetadata.NONE);
    }

    private static String label(float value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static float[] white(Region region) {
        float[] white = new float[3 * region.width() * region.height()];
        Arrays.fill(white, 1);
        return white;
    }

    private static void drawScale(ImageBuilder picture, int width, int top, String from, String to) {
        Region scale = new Region(0, top, width, SCALE_HEIGHT);
        picture.put(scale, white(scale));
        float[] ramp = new float[width - 2 * MARGIN];
        for (int x = 0; x < ramp.length; x++) {
            ramp[x] = x / (ramp.length - 1f);
        }
        float[] colours = Viridis.paint(ramp);
        for (int y = 0; y < BAR; y++) {
            picture.put(new Region(MARGIN, top + MARGIN + y, ramp.length, 1), colours);
        }
        int line = top + BAR + 2 * MARGIN;
        draw(picture, from, MARGIN, line);
        draw(picture, to, width - MARGIN - to.length() * GLYPH_WIDTH + 1, line);
    }

    private static void draw(ImageBuilder picture, String text, int left, int top) {
        for (int i = 0; i < text.length(); i++) {
            int[] glyph = DOTS[GLYPHS.indexOf(text.charAt(i))];
            for (int y = 0; y < GLYPH_HEIGHT; y++) {
                for (int x = 0; x < GLYPH_WIDTH - 1; x++) {
                    if ((glyph[y] >> (GLYPH_WIDTH - 2 - x) & 1) == 1) {
                        Region dot = new Region(left + i * GLYPH_WIDTH + x, top + y, 1, 1);
                        picture.put(dot, new float[3]);
                    }
                }
            }
        }
    }
}
