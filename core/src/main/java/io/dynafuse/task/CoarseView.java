package io.dynafuse.task;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;

/**
 * A source as it looks from afar: the means over some hundred square places, in which neither focus nor noise nor a pixel of
 * misalignment shows.
 *
 * @param luma of each place, row after row, in [0,1]
 * @param blueness Cb − 0.5 of each place
 * @param redness Cr − 0.5 of each place
 * @param detail of each place: the mean difference of luma between pixels side by side
 * @param darkRim the share of pixels that are black in the outermost twentieth on every side
 */
record CoarseView(float[] luma, float[] blueness, float[] redness, float[] detail, double darkRim) {
    /** The places along the longer side. */
    private static final int PLACES = 32;

    /** A pixel below this is black: level 12 of 255, above the noise of scanners. */
    private static final float BLACK = 0.05f;

    private static final int RIM = 20;

    static CoarseView of(Image image) {
        int side = Math.max(1, ceilDivide(Math.max(image.width(), image.height()), PLACES));
        Places places = new Places(image.width(), image.height(), side);
        for (int y = 0; y < image.height(); y++) {
            float[] row = image.values(new Region(0, y, image.width(), 1));
            places.add(y, image.channels() == 1 ? row : Bt601.toYCbCr(row), image.channels());
        }
        return places.view();
    }

    private static int ceilDivide(int a, int b) {
        return (a + b - 1) / b;
    }

    /** How far the colours are from gray, 0 for a gray image. */
    double colour() {
        double sum = 0;
        for (int i = 0; i < luma.length; i++) {
            sum += Math.hypot(blueness[i], redness[i]);
        }
        return sum / luma.length;
    }

    boolean isBlack(int place) {
        return luma[place] < BLACK;
    }

    double brightness() {
        double sum = 0;
        for (float value : luma) {
            sum += value;
        }
        return sum / luma.length;
    }

    private static final class Places {
        private final int width;
        private final int height;
        private final int side;
        private final int columns;
        // A place may have a million pixels, more than sums of floats can tell apart.
        private final double[] luma;
        private final double[] blueness;
        private final double[] redness;
        private final double[] detail;
        private final int[] pixels;
        private long rim;
        private long darkRim;

        Places(int width, int height, int side) {
            this.width = width;
            this.height = height;
            this.side = side;
            this.columns = ceilDivide(width, side);
            int count = columns * ceilDivide(height, side);
            luma = new double[count];
            blueness = new double[count];
            redness = new double[count];
            detail = new double[count];
            pixels = new int[count];
        }

        void add(int y, float[] row, int channels) {
            int rimY = Math.max(1, height / RIM);
            int rimX = Math.max(1, width / RIM);
            boolean rimRow = y < rimY || y >= height - rimY;
            for (int x = 0; x < width; x++) {
                int place = y / side * columns + x / side;
                float value = row[x];
                luma[place] += value;
                pixels[place]++;
                if (channels == 3) {
                    blueness[place] += row[width + x] - 0.5f;
                    redness[place] += row[2 * width + x] - 0.5f;
                }
                if (x > 0) {
                    detail[place] += Math.abs(value - row[x - 1]);
                }
                if (rimRow || x < rimX || x >= width - rimX) {
                    rim++;
                    darkRim += value < BLACK ? 1 : 0;
                }
            }
        }

        CoarseView view() {
            return new CoarseView(means(luma), means(blueness), means(redness), means(detail), (double) darkRim / rim);
        }

        private float[] means(double[] sums) {
            float[] means = new float[sums.length];
            for (int i = 0; i < sums.length; i++) {
                means[i] = (float) (sums[i] / pixels[i]);
            }
            return means;
        }
    }
}
