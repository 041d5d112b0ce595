import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.Viridis;
import io.dynafuse.image.WriteOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lays images of one size side by side: {@code java Sheet.java OUT IMAGE... WEIGHTS}.
 *
 * <p>The last is a map of fusion weights, which is shown in viridis' colours, violet for 0 and yellow for 1.
 */
class Sheet {
    private static final int GAP = 6;
    private static final WriteOptions SMALL = WriteOptions.DEFAULT.withJpegQuality(88);

    public static void main(String[] files) throws Exception {
        List<Image> images = new ArrayList<>();
        for (int i = 1; i < files.length - 1; i++) {
            images.add(ImageFiles.read(Path.of(files[i])));
        }
        images.add(Viridis.colour(ImageFiles.read(Path.of(files[files.length - 1]))));
        try (var sheet = ImageFiles.prepare(besideEachOther(images), Path.of(files[0]), SMALL)) {
            sheet.commit();
        }
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
