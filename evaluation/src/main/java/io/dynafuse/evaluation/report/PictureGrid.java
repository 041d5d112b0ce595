package io.dynafuse.evaluation.report;

import io.dynafuse.image.AreaAverage;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import java.util.ArrayList;
import java.util.List;

/** Images of one size in rows, as one picture to look at: in 8 bits and colour, each no larger than asked for. */
public final class PictureGrid {
    private static final int LARGEST_SIDE = 256;
    private static final int GAP = 4;

    private final int largestSide;
    private final List<List<Image>> rows = new ArrayList<>();

    /** With images small enough that a row fits on a screen. */
    public PictureGrid() {
        this(LARGEST_SIDE);
    }

    /** @param largestSide of the longer side of an image, in pixels */
    public PictureGrid(int largestSide) {
        this.largestSide = largestSide;
    }

    /** Adds a row of one image or more, all of the size of those before. */
    public void add(List<Image> row) {
        rows.add(row.stream().map(this::small).toList());
    }

    /** The rows below one another, black where one is shorter than the longest. */
    public Image picture() {
        Image first = rows.get(0).get(0);
        int width = first.width() + GAP;
        int height = first.height() + GAP;
        int columns = rows.stream().mapToInt(List::size).max().orElseThrow();
        ImageBuilder picture =
                new ImageBuilder(columns * width - GAP, rows.size() * height - GAP, 3, SampleDepth.BITS_8);
        for (int y = 0; y < rows.size(); y++) {
            for (int x = 0; x < rows.get(y).size(); x++) {
                picture.put(
                        new Region(x * width, y * height, first.width(), first.height()),
                        rows.get(y).get(x).values());
            }
        }
        return picture.build(ImageMetadata.NONE);
    }

    /** The image in RGB, its longer side no longer than fits. */
    private Image small(Image image) {
        Image fitted = AreaAverage.fit(image, largestSide);
        float[] values = fitted.values();
        float[] colour = new float[3 * fitted.width() * fitted.height()];
        for (int channel = 0; channel < 3; channel++) {
            int pixels = fitted.width() * fitted.height();
            System.arraycopy(values, channel % fitted.channels() * pixels, colour, channel * pixels, pixels);
        }
        return Image.of(fitted.width(), fitted.height(), 3, colour, SampleDepth.BITS_8);
    }
}
