package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.chunk;
import static io.dynafuse.image.HandMade.exif;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.grayTiff;
import static io.dynafuse.image.HandMade.join;
import static io.dynafuse.image.HandMade.levels;
import static io.dynafuse.image.HandMade.png;
import static io.dynafuse.image.HandMade.text;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static final byte[] RGB_PROFILE =
            ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    private static final byte[] GRAY_PROFILE =
            ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();

    @TempDir
    Path folder;

    /** Stored rows 1 2 3 and 4 5 6. */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 1 2 3 4 5 6",
        "2, 3, 3 2 1 6 5 4",
        "3, 3, 6 5 4 3 2 1",
        "4, 3, 4 5 6 1 2 3",
        "5, 2, 1 4 2 5 3 6",
        "6, 2, 4 1 5 2 6 3",
        "7, 2, 6 3 5 2 4 1",
        "8, 2, 3 6 2 5 1 4",
        "9, 3, 1 2 3 4 5 6",
        "0, 3, 1 2 3 4 5 6"
    })
    void rowsAreTurnedUpright(int orientation, int width, String upright) throws Exception {
        int[] expected =
                Arrays.stream(upright.split(" ")).mapToInt(Integer::parseInt).toArray();
        for (var order : new java.nio.ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
            byte[] exif = chunk("eXIf", exif(order, orientation));
            Image fromPng = read("a.png", png(3, 2, 8, 0, bytes(0, 1, 2, 3, 0, 4, 5, 6), exif));
            byte[] tiff = grayTiff(order, 3, 2, 8, bytes(1, 2, 3, 4, 5, 6), new int[] {274, 3, 1, orientation});
            Image fromTiff = read("a.tif", tiff);

            assertThat(fromPng.width()).isEqualTo(width);
            assertThat(levels(fromPng, 255)).isEqualTo(expected);
            assertThat(levels(fromTiff, 255)).isEqualTo(expected);
            assertThat(fromPng.metadata().exif()).hasValue(exif(order, 1));
        }
    }

    @Test
    void colouredPixelsAreTurnedWhole() throws Exception {
        byte[] exif = chunk("eXIf", exif(LITTLE_ENDIAN, 6));

        Image image = read("a.png", png(2, 1, 8, 2, bytes(0, 1, 2, 3, 4, 5, 6), exif));

        assertThat(image.height()).isEqualTo(2);
        assertThat(levels(image, 255)).containsExactly(1, 4, 2, 5, 3, 6);
    }

    /** The left half is black, the right half white; a quarter turn to the right brings black to the top. */
    @Test
    void jpegsAreTurnedUpright() throws Exception {
        float[] halves = new float[32 * 16];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = i % 32 < 16 ? 0 : 1;
        }
        Path plain = folder.resolve("plain.jpg");
        ImageFiles.write(Image.of(32, 16, 1, halves, SampleDepth.BITS_8), plain);
        byte[] jpeg = Files.readAllBytes(plain);
        byte[] content = join(text("Exif\0\0"), exif(BIG_ENDIAN, 6));
        byte[] segment = join(bytes(0xff, 0xe1, 0, content.length + 2), content);

        Image image = read("a.jpg", join(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length)));

        assertThat(image.width()).isEqualTo(16);
        assertThat(image.height()).isEqualTo(32);
        assertThat(image.values(new Region(3, 3, 1, 1))[0]).isCloseTo(0, within(0.02f));
        assertThat(image.values(new Region(3, 28, 1, 1))[0]).isCloseTo(1, within(0.02f));
        assertThat(image.metadata().exif()).hasValue(exif(BIG_ENDIAN, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void profileAndExifGoAlong(String extension) throws Exception {
        ImageMetadata metadata = new ImageMetadata(Optional.of(RGB_PROFILE), Optional.of(exif(LITTLE_ENDIAN, 1)));

        assertThat(writtenAndRead(3, metadata, extension)).isEqualTo(metadata);
    }

    @Test
    void aTiffCarriesProfileAndExifInItsDirectory() throws Exception {
        ImageMetadata metadata = new ImageMetadata(Optional.of(GRAY_PROFILE), Optional.of(exif(BIG_ENDIAN, 1)));

        ImageMetadata read = writtenAndRead(1, metadata, "tiff");

        assertThat(read.iccProfile()).hasValue(GRAY_PROFILE);
        assertThat(new String(read.exif().orElseThrow(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("MM")
                .contains("DYNACAM");
        assertThat(directorySeenByTheJdk(folder.resolve("image.tiff"))
                        .getTIFFField(271)
                        .getAsString(0))
                .isEqualTo("DYNACAM");
    }

    @Test
    void aLargeProfileIsSpreadOverSeveralJpegSegments() throws Exception {
        byte[] large = Arrays.copyOf(RGB_PROFILE, 200_000);
        large[150_000] = 7;

        assertThat(writtenAndRead(3, new ImageMetadata(Optional.of(large), Optional.empty()), "jpg")
                        .iccProfile())
                .hasValue(large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "tiff"})
    void aProfileOfOtherChannelsIsLeftOut(String extension) throws Exception {
        assertThat(writtenAndRead(1, new ImageMetadata(Optional.of(RGB_PROFILE), Optional.empty()), extension)
                        .iccProfile())
                .isEmpty();
        assertThat(writtenAndRead(3, new ImageMetadata(Optional.of(GRAY_PROFILE), Optional.empty()), extension)
                        .iccProfile())
                .isEmpty();
    }

    @Test
    void samplesAreNotConvertedByTheProfile() throws Exception {
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        float[] colour = {0.2f, 0.5f, 0.8f};
        Image image = Image.of(1, 1, 3, colour, SampleDepth.BITS_8);
        ImageBuilder builder = new ImageBuilder(1, 1, 3, SampleDepth.BITS_8);
        builder.put(new Region(0, 0, 1, 1), image.values());
        Image profiled = builder.build(new ImageMetadata(Optional.of(linear), Optional.empty()));
        for (String name : new String[] {"a.png", "a.jpg", "a.tiff"}) {
            ImageFiles.write(profiled, folder.resolve(name));
            Image read = ImageFiles.read(folder.resolve(name));
            assertThat(read.metadata().iccProfile()).hasValue(linear);
            assertThat(read.values()).containsExactly(colour, within(0.01f));
        }
    }

    @Test
    void exifThatLeadNowhereAreHarmless() throws Exception {
        byte[] pixels = bytes(0, 9);
        for (byte[] exif : new byte[][] {
            text("II*\0\u00ff\u00ff\u00ff\u007f"),
            text("MM\0*\u0080\0\0\0"),
            text("II*\0\u0008\0\0\0\u00ff\u00ff"),
            text("II")
        }) {
            assertThat(levels(read("a.png", png(1, 1, 8, 0, pixels, chunk("eXIf", exif))), 255))
                    .containsExactly(9);
        }
    }

    @Test
    void nobodyCanChangeMetadataAfterwards() {
        byte[] profile = RGB_PROFILE.clone();
        ImageMetadata metadata = new ImageMetadata(Optional.of(profile), Optional.empty());
        profile[0]++;
        metadata.iccProfile().orElseThrow()[1]++;

        assertThat(metadata.iccProfile()).hasValue(RGB_PROFILE);
    }

    private Image read(String name, byte[] content) throws ImageException {
        return ImageFiles.read(file(folder, name, content));
    }

    private ImageMetadata writtenAndRead(int channels, ImageMetadata metadata, String extension) throws Exception {
        Path path = folder.resolve("image." + extension);
        ImageFiles.write(new ImageBuilder(9, 7, channels, SampleDepth.BITS_8).build(metadata), path);
        return ImageFiles.read(path).metadata();
    }

    private static TIFFDirectory directorySeenByTheJdk(Path path) throws Exception {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("tiff");
        ImageReader reader = readers.next();
        while (!reader.getClass().getName().startsWith("com.sun.")) {
            reader = readers.next();
        }
        try (ImageInputStream input = ImageIO.createImageInputStream(path.toFile())) {
            reader.setInput(input);
            return TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
        } finally {
            reader.dispose();
        }
    }
}
