package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.util.Arrays;

/** Parts of photographs, as a whole background or cut out along random outlines. */
record PhotographWorld(Photographs photographs, LinearLight linear) implements SceneWorld {
    @Override
    public Painter painter(SceneRandom random) {
        return new PhotographPainter();
    }

    /** A part of a random photograph: at a random place and scale, perhaps mirrored, and enlarged only if the photograph is too small. */
    Canvas part(int width, int height, SceneRandom random) {
        Image photograph = photographs.get(random.below(photographs.count()));
        double most = Math.min((double) photograph.width() / width, (double) photograph.height() / height);
        double scale = most > 1 ? random.logUniform(1, most) : most;
        int wide = Math.min(photograph.width(), (int) Math.ceil(width * scale));
        int high = Math.min(photograph.height(), (int) Math.ceil(height * scale));
        int x = random.below(photograph.width() - wide + 1);
        int y = random.below(photograph.height() - high + 1);
        Canvas source = linear(photograph, new Region(x, y, wide, high));
        Canvas part = scaled(source, width, height, scale);
        return random.chance(0.5) ? mirrored(part) : part;
    }

    /** Gray photographs have three equal channels. */
    private Canvas linear(Image photograph, Region region) {
        float[] values = photograph.values(region);
        Canvas canvas = new Canvas(region.width(), region.height(), 3);
        int plane = canvas.coverage.length;
        for (int c = 0; c < 3; c++) {
            int start = c % photograph.channels() * plane;
            for (int i = 0; i < plane; i++) {
                canvas.planes[c][i] = linear.of(values[start + i]);
            }
        }
        return canvas;
    }

    /** Each pixel is the mean of a few places within it, enough not to skip any source pixel. */
    private static Canvas scaled(Canvas source, int width, int height, double scale) {
        Canvas scaled = new Canvas(width, height, source.planes.length);
        int fineness = Math.max(1, (int) Math.ceil(scale));
        float[] radiance = new float[source.planes.length];
        float share = 1f / (fineness * fineness);
        for (int y = 0; y < height * fineness; y++) {
            double fromY = (y + 0.5) * scale / fineness - 0.5;
            for (int x = 0; x < width * fineness; x++) {
                source.sample((x + 0.5) * scale / fineness - 0.5, fromY, radiance);
                int pixel = y / fineness * width + x / fineness;
                for (int c = 0; c < radiance.length; c++) {
                    scaled.planes[c][pixel] += share * radiance[c];
                }
            }
        }
        Arrays.fill(scaled.coverage, 1);
        return scaled;
    }

    private static Canvas mirrored(Canvas canvas) {
        Canvas mirrored = new Canvas(canvas.width, canvas.height, canvas.planes.length);
        Arrays.fill(mirrored.coverage, 1);
        for (int c = 0; c < canvas.planes.length; c++) {
            for (int i = 0; i < canvas.coverage.length; i++) {
                int x = i % canvas.width;
                mirrored.planes[c][i] = canvas.planes[c][i - x + canvas.width - 1 - x];
            }
        }
        return mirrored;
    }

    private final class PhotographPainter implements Painter {
        @Override
        public Canvas background(int width, int height, SceneRandom random) {
            return part(width, height, random);
        }

        @Override
        public Canvas picture(int width, int height, SceneRandom random) {
            return part(width, height, random);
        }

        @Override
        public Canvas cutout(int width, int height, SceneRandom random) {
            double size = Math.min(width, height);
            double radius = random.radius(0.12 * size, 0.6 * size);
            Outline outline = Outlines.any(random, radius);
            int half = (int) Math.ceil(outline.outerRadius()) + 1;
            Canvas filling = part(2 * half + 1, 2 * half + 1, random);
            Surface surface = (x, y, channels) -> filling.sample(x + half, y + half, channels);
            Canvas canvas = new Canvas(width, height, 3);
            double x = random.uniform(0, width);
            double y = random.uniform(0, height);
            SceneObject object = random.chance(0.5)
                    ? SceneObject.upright(outline, surface, Math.rint(x), Math.rint(y))
                    : SceneObject.turned(outline, surface, x, y, random);
            canvas.draw(object, Canvas.Place.IN_FRONT);
            return canvas;
        }
    }
}
