package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.testing.Differences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
    @Provide
    Arbitrary<Image> images() {
        Arbitrary<Integer> side = Arbitraries.integers().between(1, 40);
        return Combinators.combine(
                        side, side, Arbitraries.of(1, 3), Arbitraries.of(SampleDepth.class), Arbitraries.longs())
                .as(RoundTripTest::noise);
    }

    @Property(tries = 60)
    void pngKeepsUpTo16Bits(@ForAll("images") Image image) throws Exception {
        Image read = writtenAndRead(image, "png");
        SampleDepth depth = image.depth() == SampleDepth.BITS_8 ? SampleDepth.BITS_8 : SampleDepth.BITS_16;
        requireEqual(read, image, depth, 0.5f / depth.maximum() + 1e-7f);
    }

    @Property(tries = 100)
    void tiffKeepsEveryDepth(@ForAll("images") Image image) throws Exception {
        requireEqual(writtenAndRead(image, "tiff"), image, image.depth(), 0);
    }

    @Property(tries = 60)
    void pfmKeepsEveryValue(@ForAll("images") Image image) throws Exception {
        requireEqual(writtenAndRead(image, "pfm"), image, SampleDepth.FLOAT_32, 0);
    }

    /** Flat images show the quality without the detail that JPEG is meant to lose. */
    @Property(tries = 40)
    void jpegKeepsFlatColoursWithinALevelOrTwo(@ForAll("images") Image image) throws Exception {
        float[] first = image.values(new Region(0, 0, 1, 1));
        float[] flat = new float[first.length * 48];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = first[i / 48];
        }
        Image original = Image.of(8, 6, image.channels(), flat, image.depth());
        requireEqual(writtenAndRead(original, "jpg"), original, SampleDepth.BITS_8, 2.6f / 255);
    }

    /** With chroma at half resolution, neighbouring red and blue columns would run into each other. */
    @Test
    void jpegKeepsColourAtFullResolution(@TempDir Path folder) throws Exception {
        float[] stripes = new float[3 * 64];
        for (int i = 0; i < 64; i++) {
            stripes[i % 2 == 0 ? i : 128 + i] = 1;
        }
        Path path = folder.resolve("stripes.jpg");
        ImageFiles.write(Image.of(8, 8, 3, stripes, SampleDepth.BITS_8), path);

        float[] read = ImageFiles.read(path).values();
        assertThat(Differences.largest(read, stripes)).isLessThan(0.15);
    }

    @Test
    void otherReadersSeeTheSame(@TempDir Path folder) throws Exception {
        Image image = noise(7, 5, 3, SampleDepth.BITS_8, 1);
        int[] levels = HandMade.levels(image, 255);
        for (String extension : new String[] {"png", "tiff"}) {
            Path path = folder.resolve("image." + extension);
            ImageFiles.write(image, path);
            for (int i = 0; i < 35; i++) {
                int rgb = 0xff << 24 | levels[i] << 16 | levels[35 + i] << 8 | levels[70 + i];
                assertThat(ImageIO.read(path.toFile()).getRGB(i % 7, i / 7)).isEqualTo(rgb);
            }
        }
    }

    /** Large enough for several strips, chunks and buffers. */
    @Test
    void largerImagesAreWhole(@TempDir Path folder) throws Exception {
        Image image = noise(700, 900, 3, SampleDepth.BITS_16, 2);
        for (String extension : new String[] {"png", "tiff"}) {
            Path path = folder.resolve("large." + extension);
            ImageFiles.write(image, path);
            requireEqual(ImageFiles.read(path), image, SampleDepth.BITS_16, 0);
        }
    }

    @Test
    void onlyFormatsThatCanBeWrittenAre(@TempDir Path folder) {
        Image image = noise(1, 1, 1, SampleDepth.BITS_8, 1);
        for (String name : Set.of("a.bmp", "a.pgm", "a.gif", "a")) {
            assertThatThrownBy(() -> ImageFiles.write(image, folder.resolve(name)))
                    .isInstanceOf(ImageException.class)
                    .hasMessage(folder.resolve(name)
                            + ": cannot be written as an image; name it *.png, *.jpg, *.tif, *.pfm");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static Image noise(int width, int height, int channels, SampleDepth depth, long seed) {
        Random random = new Random(seed);
        float[] values = new float[width * height * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(width, height, channels, values, depth);
    }

    private static Image writtenAndRead(Image image, String extension) throws Exception {
        Path folder = Files.createTempDirectory("dynafuse");
        Path path = folder.resolve("image." + extension);
        try {
            ImageFiles.write(image, path);
            return ImageFiles.read(path);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(folder);
        }
    }

    private static void requireEqual(Image read, Image original, SampleDepth depth, float tolerance) {
        assertThat(read.width()).isEqualTo(original.width());
        assertThat(read.height()).isEqualTo(original.height());
        assertThat(read.channels()).isEqualTo(original.channels());
        assertThat(read.depth()).isEqualTo(depth);
        assertThat(Differences.largest(read.values(), original.values())).isLessThanOrEqualTo(tolerance);
    }
}
