package io.dynafuse.align;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The luma of an image, and which pixels have data.
 *
 * @param values row after row
 * @param valid 1 for a pixel with data and 0 for one without; empty if all have data
 */
record Gray(int width, int height, float[] values, Optional<float[]> valid) {
    private static final int BAND = 64;
    private static final float NEARLY_ALL = 0.999f;

    /** Of an image; pixels without data take the value of the nearest with data. */
    static Gray of(Image image) {
        Image filled = image.hasData() ? image.filled() : image;
        int width = image.width();
        int height = image.height();
        float[] luma = new float[Math.multiplyExact(width, height)];
        Optional<float[]> valid = image.isOpaque() ? Optional.empty() : Optional.of(new float[luma.length]);
        forBands(height, (from, to) -> {
            Region rows = new Region(0, from, width, to - from);
            float[] values = image.channels() == 1 ? filled.values(rows) : Bt601.luma(filled.values(rows));
            System.arraycopy(values, 0, luma, from * width, values.length);
            if (valid.isPresent()) {
                float[] alphas = image.alpha(rows);
                for (int i = 0; i < alphas.length; i++) {
                    valid.get()[from * width + i] = alphas[i] > 0 ? 1 : 0;
                }
            }
        });
        return new Gray(width, height, luma, valid);
    }

    /** Work on some rows. */
    @FunctionalInterface
    interface RowsWork {
        void run(int from, int to);
    }

    private static void forBands(int height, RowsWork work) {
        IntStream.range(0, (height + BAND - 1) / BAND)
                .parallel()
                .forEach(band -> work.run(band * BAND, Math.min(height, (band + 1) * BAND)));
    }

    /** Copies in halves of the size: first this, then ever smaller ones, until the longer side is at most so many pixels. */
    List<Gray> pyramid(int longest) {
        List<Gray> levels = new ArrayList<>(List.of(this));
        Gray last = this;
        while (Math.max(last.width, last.height) > longest && Math.min(last.width, last.height) > 1) {
            last = last.half();
            levels.add(last);
        }
        return levels;
    }

    /** Each pixel the mean of four; a last odd row or column is left out, so that all pixels have one size. */
    private Gray half() {
        int w = width / 2;
        int h = height / 2;
        float[] small = new float[w * h];
        forBands(h, (from, to) -> {
            for (int y = from; y < to; y++) {
                for (int x = 0; x < w; x++) {
                    small[y * w + x] = mean(values, x, y);
                }
            }
        });
        return new Gray(w, h, small, valid.map(mask -> {
            float[] smaller = new float[w * h];
            for (int i = 0; i < smaller.length; i++) {
                smaller[i] = mean(mask, i % w, i / w) > NEARLY_ALL ? 1 : 0;
            }
            return smaller;
        }));
    }

    private float mean(float[] of, int x, int y) {
        int i = 2 * y * width + 2 * x;
        return (of[i] + of[i + 1] + of[i + width] + of[i + width + 1]) / 4;
    }

    /** A part, in which pixels beyond the border repeat those at the border and have no data. */
    Gray part(int left, int top, int w, int h) {
        float[] part = new float[w * h];
        float[] mask = new float[w * h];
        for (int y = 0; y < h; y++) {
            int row = Math.min(Math.max(top + y, 0), height - 1);
            for (int x = 0; x < w; x++) {
                int column = Math.min(Math.max(left + x, 0), width - 1);
                int i = row * width + column;
                part[y * w + x] = values[i];
                boolean inside = row == top + y && column == left + x;
                mask[y * w + x] = inside && (valid.isEmpty() || valid.get()[i] > 0) ? 1 : 0;
            }
        }
        return new Gray(w, h, part, Optional.of(mask));
    }

    /** What is seen at the places where a transform moves the pixels of a rectangle, interpolated linearly; none beyond the border. */
    Gray seenBy(Transform transform, int left, int top, int w, int h) {
        float[] seen = new float[w * h];
        float[] mask = new float[w * h];
        double[] m = transform.rows();
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double px = left + x;
                double py = top + y;
                double z = m[6] * px + m[7] * py + m[8];
                double u = (m[0] * px + m[1] * py + m[2]) / z;
                double v = (m[3] * px + m[4] * py + m[5]) / z;
                boolean inside = z > 0 && u >= 0 && v >= 0 && u <= width - 1 && v <= height - 1;
                double cu = Math.min(Math.max(u, 0), width - 1);
                double cv = Math.min(Math.max(v, 0), height - 1);
                int i = y * w + x;
                // NaN, of a point infinitely far away, counts as the top left pixel without data.
                int column = Math.min((int) cu, Math.max(width - 2, 0));
                int row = Math.min((int) cv, Math.max(height - 2, 0));
                seen[i] = interpolated(column, row, (float) (cu - column), (float) (cv - row));
                mask[i] = inside && hasData(column, row) ? 1 : 0;
            }
        }
        return new Gray(w, h, seen, Optional.of(mask));
    }

    private boolean hasData(int column, int row) {
        if (valid.isEmpty()) {
            return true;
        }
        int right = Math.min(column + 1, width - 1);
        int below = Math.min(row + 1, height - 1) * width;
        float[] mask = valid.get();
        return mask[row * width + column] * mask[row * width + right] * mask[below + column] * mask[below + right] > 0;
    }

    private float interpolated(int column, int row, float x, float y) {
        int i = row * width + column;
        int right = width > 1 ? 1 : 0;
        int down = height > 1 ? width : 0;
        float above = values[i] + x * (values[i + right] - values[i]);
        float below = values[i + down] + x * (values[i + down + right] - values[i + down]);
        return above + y * (below - above);
    }
}
