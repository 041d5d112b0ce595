package io.dynafuse.evaluation.study;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import java.util.ArrayList;
import java.util.List;

/** Images of one size in rows, as one picture to look at: in 8 bits and colour, each small enough that a row fits on a screen. */
final class PictureGrid {
    private static final int LARGEST_SIDE = 256;
    private static final int GAP = 4;

    private final List<List<Image>> rows = new ArrayList<>();

    void add(List<Image> row) {
        rows.add(row.stream().map(PictureGrid::small).toList());
    }

    Image picture() {
        Image first = rows.get(0).get(0);
        int width = first.width() + GAP;
        int height = first.height() + GAP;
        ImageBuilder picture =
                new ImageBuilder(rows.get(0).size() * width - GAP, rows.size() * height - GAP, 3, SampleDepth.BITS_8);
        for (int y = 0; y < rows.size(); y++) {
            for (int x = 0; x < rows.get(y).size(); x++) {
                picture.put(
                        new Region(x * width, y * height, first.width(), first.height()),
                        rows.get(y).get(x).values());
            }
        }
        return picture.build(ImageMetadata.NONE);
    }

    /** The image in RGB, each pixel the mean of a square of as many as it takes. */
    private static Image small(Image image) {
        int side = (Math.max(image.width(), image.height()) + LARGEST_SIDE - 1) / LARGEST_SIDE;
        int width = Math.max(1, image.width() / side);
        int height = Math.max(1, image.height() / side);
        float[] values = image.values();
        float[] small = new float[3 * width * height];
        for (int channel = 0; channel < 3; channel++) {
            int plane = channel % image.channels() * image.width() * image.height();
            for (int i = 0; i < width * height; i++) {
                int corner = plane + i / width * side * image.width() + i % width * side;
                small[channel * width * height + i] = mean(values, corner, image.width(), side, image);
            }
        }
        return Image.of(width, height, 3, small, SampleDepth.BITS_8);
    }

    private static float mean(float[] values, int corner, int stride, int side, Image image) {
        int rows = Math.min(side, image.height());
        int columns = Math.min(side, image.width());
        double sum = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                sum += values[corner + y * stride + x];
            }
        }
        return (float) (sum / (rows * columns));
    }
}
