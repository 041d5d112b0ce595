import io.dynafuse.image.ContrastStretch;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.SampleRange;
import io.dynafuse.image.Viridis;
import io.dynafuse.image.WriteOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lays images of one size side by side: {@code java Sheet.java OUT IMAGE... WEIGHTS}.
 *
 * <p>The last is a map of fusion weights. As weights of two sources lie close to a half, its colours, viridis, are spread from the thousandth
 * of the least weights to that of the greatest, and both are printed.
 */
class Sheet {
    private static final int GAP = 6;
    private static final WriteOptions SMALL = new WriteOptions(88);

    public static void main(String[] files) throws Exception {
        List<Image> images = new ArrayList<>();
        for (int i = 1; i < files.length - 1; i++) {
            images.add(ImageFiles.read(Path.of(files[i])));
        }
        Image weights = ImageFiles.read(Path.of(files[files.length - 1]));
        SampleRange range = SampleRange.of(weights);
        images.add(Viridis.colour(new ContrastStretch(range.low(), range.high()).of(weights)));
        try (var sheet = ImageFiles.prepare(besideEachOther(images), Path.of(files[0]), SMALL)) {
            sheet.commit();
        }
        System.out.printf(Locale.ROOT, "%s: weights of %.3f to %.3f%n", files[0], range.low(), range.high());
    }

    private static Image besideEachOther(List<Image> images) {
        int width = images.get(0).width();
        int height = images.get(0).height();
        int all = images.size() * (width + GAP) - GAP;
        ImageBuilder sheet = new ImageBuilder(all, height, 3, SampleDepth.BITS_8);
        float[] white = new float[3 * all * height];
        Arrays.fill(white, 1);
        sheet.put(new Region(0, 0, all, height), white);
        for (int i = 0; i < images.size(); i++) {
            sheet.put(new Region(i * (width + GAP), 0, width, height), inColour(images.get(i)));
        }
        return sheet.build(ImageMetadata.NONE);
    }

    private static float[] inColour(Image image) {
        float[] values = image.values();
        if (image.channels() == 3) {
            return values;
        }
        float[] rgb = new float[3 * values.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(values, 0, rgb, channel * values.length, values.length);
        }
        return rgb;
    }
}
