package io.dynafuse.image;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Resamples images: Lanczos-3 along sides that grow, area averages along sides that shrink. Pixels are areas, so that
 * the corners of both images lie on each other.
 *
 * <ul>
 *   <li>Growing, a pixel is the sum of the six nearest along the side, each times L(d) = sinc(d)·sinc(d/3) of its distance d in old
 *       pixels (Duchon, Lanczos filtering in one and two dimensions, 1979; Turkowski, Filters for common resampling tasks, 1990). The
 * weights are divided by their sum, at the edges by the sum over the pixels that exist: a constant image stays constant.
 *   <li>Shrinking, it is the mean of the area it covers, to which parts of pixels contribute by their share, which prevents aliasing.
 * </ul>
 *
 * <p>Where there is alpha, samples are weighted by it, so that pixels without data have no influence; a pixel made only of such pixels has
 * no data either.
 *
 * <p>Computed in floats, a band of rows at a time; clipped to [0, 1], as the weights of Lanczos overshoot beside edges, and rounded to
 * the nearest level.
 */
public final class Resampling {
    /** How far the weights of Lanczos reach, in pixels. */
    public static final int LOBES = 3;

    /** The rows that one thread computes at once: few enough to need little memory, enough to read few rows twice. */
    private static final int BAND = 64;

    /** An alpha of less than half a level of 65535 counts as 0. */
    public static final float TRANSPARENT = 0.5f / 65535;

    private final Image image;
    private final int planes;
    private final Side horizontal;
    private final Side vertical;

    private Resampling(Image image, int width, int height) {
        this.image = image;
        this.planes = image.channels() + (image.isOpaque() ? 0 : 1);
        this.horizontal = Side.of(image.width(), width);
        this.vertical = Side.of(image.height(), height);
    }

    /**
     * The image in another size, with its depth and metadata; itself if it has that size.
     *
     * @throws IllegalArgumentException if a side is below 1, or there would be more than 2^31 samples
     */
    public static Image to(Image image, int width, int height) {
        return image.width() == width && image.height() == height
                ? image
                : resampled(image, width, height, image.depth()).buildFrom(image);
    }

    /**
     * The image made smaller, if its longest side is longer than this.
     *
     * @param side the longest that is left
     */
    public static Image within(Image image, int side) {
        double factor = factor(image, side);
        return to(image, scaled(image.width(), factor), scaled(image.height(), factor));
    }

    /** The same in another depth, without metadata. */
    public static Image within(Image image, int side, SampleDepth depth) {
        double factor = factor(image, side);
        return to(image, scaled(image.width(), factor), scaled(image.height(), factor), depth);
    }

    private static double factor(Image image, int side) {
        return Math.min(1, side / (double) Math.max(image.width(), image.height()));
    }

    private static int scaled(int length, double factor) {
        return Math.max(1, (int) Math.round(factor * length));
    }

    /**
     * The image in another size and depth, without metadata.
     *
     * @throws IllegalArgumentException if a side is below 1, or there would be more than 2^31 samples
     */
    public static Image to(Image image, int width, int height, SampleDepth depth) {
        return resampled(image, width, height, depth).build(ImageMetadata.NONE);
    }

    /**
     * The weight of Lanczos-3 for a pixel at a distance, before weights are divided by their sum.
     *
     * @param distance in pixels of the coarser image; beyond {@link #LOBES} the weight is 0
     */
    public static double lanczos(double distance) {
        return Math.abs(distance) >= LOBES ? 0 : sinc(distance) * sinc(distance / LOBES);
    }

    private static double sinc(double x) {
        double angle = Math.PI * x;
        return x == 0 ? 1 : Math.sin(angle) / angle;
    }

    private static ImageBuilder resampled(Image image, int width, int height, SampleDepth depth) {
        ImageBuilder builder = new ImageBuilder(width, height, image.channels(), depth);
        new Resampling(image, width, height).into(builder);
        return builder;
    }

    private void into(ImageBuilder builder) {
        int height = vertical.length();
        IntStream.range(0, (height + BAND - 1) / BAND).parallel().forEach(band -> {
            int top = band * BAND;
            Region rows = new Region(0, top, horizontal.length(), Math.min(BAND, height - top));
            float[] values = band(rows);
            if (!image.isOpaque()) {
                int plane = rows.width() * rows.height();
                float[] alphas = Arrays.copyOfRange(values, plane * image.channels(), values.length);
                builder.putAlpha(rows, alphas);
                values = divided(values, alphas);
            }
            builder.put(rows, values);
        });
    }

    private static float[] divided(float[] values, float[] alphas) {
        float[] straight = Arrays.copyOf(values, values.length - alphas.length);
        for (int i = 0; i < straight.length; i++) {
            float alpha = alphas[i % alphas.length];
            straight[i] = alpha < TRANSPARENT ? 0 : straight[i] / alpha;
        }
        return straight;
    }

    /** The samples of a row times its alphas, then the alphas; the samples alone if the image is opaque. */
    private float[] row(int y) {
        Region region = new Region(0, y, image.width(), 1);
        float[] values = image.values(region);
        if (image.isOpaque()) {
            return values;
        }
        float[] alphas = image.alpha(region);
        float[] row = Arrays.copyOf(values, values.length + alphas.length);
        for (int i = 0; i < values.length; i++) {
            row[i] *= alphas[i % alphas.length];
        }
        System.arraycopy(alphas, 0, row, values.length, alphas.length);
        return row;
    }

    private float[] band(Region rows) {
        int width = rows.width();
        int plane = width * rows.height();
        float[] sums = new float[plane * planes];
        int bottom = rows.y() + rows.height();
        for (int y = vertical.first(rows.y()); y < vertical.end(bottom - 1); y++) {
            float[] row = along(row(y));
            for (int target = rows.y(); target < bottom; target++) {
                float weight = vertical.weight(target, y);
                for (int p = 0; weight != 0 && p < planes; p++) {
                    add(weight, row, p * width, sums, p * plane + (target - rows.y()) * width, width);
                }
            }
        }
        return sums;
    }

    private static void add(float weight, float[] row, int start, float[] sums, int sumsStart, int count) {
        for (int x = 0; x < count; x++) {
            sums[sumsStart + x] += weight * row[start + x];
        }
    }

    /** One row, resampled along itself. */
    private float[] along(float[] row) {
        int width = horizontal.length();
        float[] result = new float[width * planes];
        for (int p = 0; p < planes; p++) {
            for (int x = 0; x < width; x++) {
                result[p * width + x] = horizontal.sum(x, row, p * image.width());
            }
        }
        return result;
    }

    /**
     * The old pixels that make each new one along a side, and their weights.
     *
     * @param first the first old pixel of each new one
     * @param weights of the old pixels from there on
     */
    private record Side(int[] first, float[][] weights) {
        static Side of(int from, int to) {
            Side side = new Side(new int[to], new float[to][]);
            for (int position = 0; position < to; position++) {
                if (to > from) {
                    side.setLanczos(position, from);
                } else {
                    side.setArea(position, from);
                }
            }
            return side;
        }

        int length() {
            return first.length;
        }

        int first(int position) {
            return first[position];
        }

        /** The position after the last old pixel. */
        int end(int position) {
            return first[position] + weights[position].length;
        }

        float weight(int position, int old) {
            return old < first(position) || old >= end(position) ? 0 : weights[position][old - first(position)];
        }

        float sum(int position, float[] row, int start) {
            float[] factors = weights[position];
            int from = start + first[position];
            float sum = 0;
            for (int i = 0; i < factors.length; i++) {
                sum += factors[i] * row[from + i];
            }
            return sum;
        }

        private void setLanczos(int position, int from) {
            double centre = (position + 0.5) * from / length() - 0.5;
            int start = Math.max(0, (int) Math.ceil(centre - LOBES));
            int end = Math.min(from, (int) Math.floor(centre + LOBES) + 1);
            double[] factors = IntStream.range(start, end)
                    .mapToDouble(old -> lanczos(old - centre))
                    .toArray();
            double sum = Arrays.stream(factors).sum();
            set(position, start, end, i -> factors[i] / sum);
        }

        private void setArea(int position, int from) {
            double step = (double) length() / from;
            int start = Math.max(0, (int) Math.floor(position / step) - 1);
            while (share(start, step, position) == 0) {
                start++;
            }
            int end = start + 1;
            while (end < from && share(end, step, position) > 0) {
                end++;
            }
            int begin = start;
            set(position, start, end, i -> share(begin + i, step, position));
        }

        private void set(int position, int start, int end, IntToDoubleFunction factor) {
            first[position] = start;
            weights[position] = new float[end - start];
            for (int i = 0; i < end - start; i++) {
                weights[position][i] = (float) factor.applyAsDouble(i);
            }
        }

        /** The share of a new pixel that an old one covers. */
        private static double share(int old, double step, int position) {
            double start = old * step;
            return Math.max(0, Math.min(start + step, position + 1) - Math.max(start, position));
        }
    }
}
