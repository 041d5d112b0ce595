package io.dynafuse.scenes;

import java.util.Arrays;

/**
 * A picture that may be partly transparent: radiance times coverage, plane after plane, and coverage. For one thread.
 */
final class Canvas {
    /** A difference that is invisible in 8-bit images. */
    private static final float COVERED = 0.998f;

    final int width;
    final int height;
    final float[][] planes;
    final float[] coverage;

    Canvas(int width, int height, int channels) {
        this(width, height, new float[channels][width * height], new float[width * height]);
    }

    private Canvas(int width, int height, float[][] planes, float[] coverage) {
        this.width = width;
        this.height = height;
        this.planes = planes;
        this.coverage = coverage;
    }

    /** A view of some planes of this picture: drawing on it changes these planes and no others. */
    Canvas only(int from, int to) {
        return new Canvas(width, height, Arrays.copyOfRange(planes, from, to), coverage);
    }

    /** How an object is combined with the existing picture. */
    enum Place {
        /** Over everything. */
        IN_FRONT {
            @Override
            void join(Canvas canvas, int pixel, float part, float[] radiance) {
                canvas.mix(pixel, part, radiance, 1 - part);
            }
        },
        /** Only where nothing is yet. */
        BEHIND {
            @Override
            void join(Canvas canvas, int pixel, float part, float[] radiance) {
                canvas.mix(pixel, part * (1 - canvas.coverage[pixel]), radiance, 1);
            }
        },
        /** Only over what is there. */
        UPON {
            @Override
            void join(Canvas canvas, int pixel, float part, float[] radiance) {
                canvas.mix(pixel, part * canvas.coverage[pixel], radiance, 1 - part);
            }
        };

        abstract void join(Canvas canvas, int pixel, float part, float[] radiance);
    }

    /** Draws an object; pixels on its edge are partly covered. */
    void draw(SceneObject object, Place place) {
        double reach = object.reach();
        int left = Math.max(0, (int) Math.ceil(object.x() - reach));
        int right = Math.min(width - 1, (int) Math.floor(object.x() + reach));
        int top = Math.max(0, (int) Math.ceil(object.y() - reach));
        int bottom = Math.min(height - 1, (int) Math.floor(object.y() + reach));
        float[] radiance = new float[planes.length];
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                int pixel = y * width + x;
                if (!isSettled(pixel, place)) {
                    drawPixel(object, place, x, y, radiance);
                }
            }
        }
    }

    private boolean isSettled(int pixel, Place place) {
        return place == Place.BEHIND && coverage[pixel] > COVERED || place == Place.UPON && coverage[pixel] == 0;
    }

    private void drawPixel(SceneObject object, Place place, int x, int y, float[] radiance) {
        double part = object.coverage(x, y);
        if (part > 0) {
            object.surface().at(object.ownX(x, y), object.ownY(x, y), radiance);
            place.join(this, y * width + x, (float) part, radiance);
        }
    }

    private void mix(int pixel, float added, float[] radiance, float kept) {
        for (int c = 0; c < planes.length; c++) {
            planes[c][pixel] = planes[c][pixel] * kept + added * radiance[c];
        }
        coverage[pixel] = coverage[pixel] * kept + added;
    }

    /**
     * The radiance between pixels, of a picture without gaps; beyond it, its border pixels are repeated.
     *
     * @param x the first pixel is at 0
     * @param radiance receives the result
     */
    void sample(double x, double y, float[] radiance) {
        double inX = Math.min(Math.max(x, 0), width - 1);
        double inY = Math.min(Math.max(y, 0), height - 1);
        int left = (int) inX;
        int top = (int) inY;
        float right = (float) (inX - left);
        float bottom = (float) (inY - top);
        int here = top * width + left;
        int next = left + 1 < width ? 1 : 0;
        int below = top + 1 < height ? width : 0;
        for (int c = 0; c < planes.length; c++) {
            float[] plane = planes[c];
            float upper = plane[here] * (1 - right) + plane[here + next] * right;
            float lower = plane[here + below] * (1 - right) + plane[here + below + next] * right;
            radiance[c] = upper * (1 - bottom) + lower * bottom;
        }
    }

    /** Lays another picture of this size over this one. */
    void lay(Canvas other) {
        for (int i = 0; i < coverage.length; i++) {
            if (other.coverage[i] > 0) {
                layPixel(other, i);
            }
        }
    }

    /** Lays one pixel of another picture of this size over this one's. */
    void layPixel(Canvas other, int pixel) {
        float kept = 1 - other.coverage[pixel];
        for (int c = 0; c < planes.length; c++) {
            planes[c][pixel] = planes[c][pixel] * kept + other.planes[c][pixel];
        }
        coverage[pixel] = coverage[pixel] * kept + other.coverage[pixel];
    }

    /** The share of the picture that is covered, in [0, 1]. */
    double coveredShare() {
        double sum = 0;
        for (float covered : coverage) {
            sum += covered;
        }
        return sum / coverage.length;
    }

    boolean isEmpty() {
        for (float covered : coverage) {
            if (covered > 0) {
                return false;
            }
        }
        return true;
    }
}
