package io.dynafuse.task;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * A source at low resolution: the means over some hundred square places, in which neither focus nor noise nor a misalignment of one pixel
 * shows. Pixels where a source of the scene has no data are not counted, and places in which half of the pixels or more have none are left out.
 *
 * @param luma of each place, row after row, in [0,1]
 * @param blueness Cb − 0.5 of each place
 * @param redness Cr − 0.5 of each place
 * @param detail of each place: the mean absolute difference of luma between neighbouring pixels
 * @param darkRim the share of black pixels in the outermost twentieth, on every side, of the part that has data
 */
record CoarseView(float[] luma, float[] blueness, float[] redness, float[] detail, double darkRim) {
    /** The number of places along the longer side. */
    private static final int PLACES = 32;

    /** A pixel below this is black: level 12 of 255, above the noise of scanners. */
    private static final float BLACK = 0.05f;

    private static final int RIM = 20;

    /** @throws IllegalArgumentException if no pixel has data in all sources */
    static CoarseView of(Image image, CommonData data) {
        int side = Math.max(1, ceilDivide(Math.max(image.width(), image.height()), PLACES));
        Places places = new Places(image.width(), image.height(), side, data);
        // The sums of a place take its pixels in one order, however many rows of places are added to at once.
        IntStream.range(0, ceilDivide(image.height(), side)).parallel().forEach(line -> {
            for (int y = line * side; y < Math.min(image.height(), (line + 1) * side); y++) {
                float[] row = image.values(new Region(0, y, image.width(), 1));
                places.add(y, image.channels() == 1 ? row : Bt601.toYCbCr(row), image.channels());
            }
        });
        return places.view();
    }

    private static int ceilDivide(int a, int b) {
        return (a + b - 1) / b;
    }

    /** The distance of the colours from gray, 0 for a gray image. */
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
        private final CommonData data;
        private final Region box;
        // A place may have a million pixels, too many for the precision of a float sum.
        private final double[] luma;
        private final double[] blueness;
        private final double[] redness;
        private final double[] detail;
        private final int[] pixels;
        private final LongAdder rim = new LongAdder();
        private final LongAdder darkRim = new LongAdder();

        Places(int width, int height, int side, CommonData data) {
            this.data = data;
            this.box = data.box().orElseThrow(() -> new IllegalArgumentException("expected data, found none"));
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
            int rimY = Math.max(1, box.height() / RIM);
            int rimX = Math.max(1, box.width() / RIM);
            int left = box.x() + rimX;
            int right = box.x() + box.width() - rimX;
            boolean rimRow = y < box.y() + rimY || y >= box.y() + box.height() - rimY;
            int dark = 0;
            int seen = 0;
            for (int column = 0; column < columns; column++) {
                int from = column * side;
                int to = Math.min(width, from + side);
                add(y, row, channels, from, to);
                for (int x = from; x < to; x++) {
                    if ((rimRow || x < left || x >= right) && data.has(x, y)) {
                        seen++;
                        dark += row[x] < BLACK ? 1 : 0;
                    }
                }
            }
            rim.add(seen);
            darkRim.add(dark);
        }

        /** Adds what a row has of a place. */
        private void add(int y, float[] row, int channels, int from, int to) {
            int place = y / side * columns + from / side;
            double lumaSum = luma[place];
            double bluenessSum = blueness[place];
            double rednessSum = redness[place];
            double detailSum = detail[place];
            int count = 0;
            for (int x = from; x < to; x++) {
                if (!data.has(x, y)) {
                    continue;
                }
                float value = row[x];
                lumaSum += value;
                count++;
                if (channels == 3) {
                    bluenessSum += row[width + x] - 0.5f;
                    rednessSum += row[2 * width + x] - 0.5f;
                }
                if (x > 0 && data.has(x - 1, y)) {
                    detailSum += Math.abs(value - row[x - 1]);
                }
            }
            luma[place] = lumaSum;
            blueness[place] = bluenessSum;
            redness[place] = rednessSum;
            detail[place] = detailSum;
            pixels[place] += count;
        }

        CoarseView view() {
            return new CoarseView(
                    means(luma), means(blueness), means(redness), means(detail), darkRim.sum() / (double) rim.sum());
        }

        private float[] means(double[] sums) {
            int[] seen = seen();
            float[] means = new float[seen.length];
            for (int i = 0; i < seen.length; i++) {
                means[i] = (float) (sums[seen[i]] / pixels[seen[i]]);
            }
            return means;
        }

        /** The places of which most pixels have data; if there are none, those of which any pixel has. */
        private int[] seen() {
            int[] mostly =
                    IntStream.range(0, pixels.length).filter(this::isMostlySeen).toArray();
            return mostly.length > 0
                    ? mostly
                    : IntStream.range(0, pixels.length)
                            .filter(place -> pixels[place] > 0)
                            .toArray();
        }

        private boolean isMostlySeen(int place) {
            int x = place % columns * side;
            int y = place / columns * side;
            return 2 * pixels[place] > Math.min(side, width - x) * Math.min(side, height - y);
        }
    }
}
