package io.dynafuse.image;

import static io.dynafuse.image.HandMade.alphas;
import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.chunk;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.floats;
import static io.dynafuse.image.HandMade.join;
import static io.dynafuse.image.HandMade.levels;
import static io.dynafuse.image.HandMade.maskedBmp;
import static io.dynafuse.image.HandMade.png;
import static io.dynafuse.image.HandMade.shorts;
import static io.dynafuse.image.HandMade.tiff;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alpha on the way from files and to them. */
class AlphaTest {
    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GRAY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    private static final int ASSOCIATED = 1;
    private static final int UNASSOCIATED = 2;

    @TempDir
    Path folder;

    @Test
    void thatOfPngIsTakenAsStored() throws Exception {
        Image colour = readPng(png(2, 1, 8, RGB_ALPHA, bytes(0, 10, 20, 30, 0, 40, 50, 60, 128)));
        assertThat(levels(colour, 255)).containsExactly(10, 40, 20, 50, 30, 60);
        assertThat(alphas(colour, 255)).containsExactly(0, 128);

        Image gray = readPng(png(2, 1, 8, GRAY_ALPHA, bytes(0, 10, 0, 40, 128)));
        assertThat(gray.channels()).isOne();
        assertThat(levels(gray, 255)).containsExactly(10, 40);
        assertThat(alphas(gray, 255)).containsExactly(0, 128);

        Image deepGray = readPng(png(1, 1, 16, GRAY_ALPHA, bytes(0, 1, 2, 0xab, 0xcd)));
        assertThat(levels(deepGray, 65535)).containsExactly(0x102);
        assertThat(alphas(deepGray, 65535)).containsExactly(0xabcd);

        Image deep = readPng(png(1, 1, 16, RGB_ALPHA, bytes(0, 0, 1, 0x80, 0, 0xab, 0xcd, 0x12, 0x34)));
        assertThat(levels(deep, 65535)).containsExactly(1, 0x8000, 0xabcd);
        assertThat(alphas(deep, 65535)).containsExactly(0x1234);
    }

    @Test
    void aTransparentColourOfPngIsNoData() throws Exception {
        byte[] rgb = chunk("tRNS", bytes(0, 1, 0, 2, 0, 3));
        Image colour = readPng(png(3, 1, 8, RGB, bytes(0, 1, 2, 3, 1, 2, 4, 9, 2, 3), rgb));
        assertThat(levels(colour, 255)).containsExactly(1, 1, 9, 2, 2, 2, 3, 4, 3);
        assertThat(alphas(colour, 255)).containsExactly(0, 255, 255);

        byte[] deep = chunk("tRNS", bytes(1, 2, 3, 4, 5, 6));
        assertThat(alphas(readPng(png(2, 1, 16, RGB, bytes(0, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 7), deep)), 255))
                .containsExactly(0, 255);
        assertThat(alphas(readPng(png(2, 1, 16, GRAY, bytes(0, 1, 2, 1, 3), chunk("tRNS", bytes(1, 2)))), 255))
                .containsExactly(0, 255);
        assertThat(alphas(readPng(png(3, 1, 8, GRAY, bytes(0, 7, 8, 7), chunk("tRNS", bytes(0, 7)))), 255))
                .containsExactly(0, 255, 0);
        // Levels 1, 10 and 15 of 4 bits.
        assertThat(alphas(readPng(png(3, 1, 4, GRAY, bytes(0, 0x1a, 0xf0), chunk("tRNS", bytes(0, 10)))), 255))
                .containsExactly(255, 0, 255);
        assertThat(alphas(readPng(png(2, 1, 1, GRAY, bytes(0, 0b01000000), chunk("tRNS", bytes(0, 0)))), 255))
                .containsExactly(0, 255);
        assertThatThrownBy(() -> readPng(png(1, 1, 8, RGB, bytes(0, 1, 2, 3), chunk("tRNS", bytes(0, 1)))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("transparent colour");
    }

    @Test
    void transparentEntriesOfAPalette() throws Exception {
        byte[] colours = join(chunk("PLTE", bytes(9, 8, 7, 6, 5, 4, 3, 2, 1)), chunk("tRNS", bytes(0, 128)));
        Image image = readPng(png(3, 1, 8, PALETTE, bytes(0, 0, 1, 2), colours));
        assertThat(levels(image, 255)).containsExactly(9, 6, 3, 8, 5, 2, 7, 4, 1);
        assertThat(alphas(image, 255)).containsExactly(0, 128, 255);

        byte[] grays = join(chunk("PLTE", bytes(9, 9, 9, 6, 6, 6)), chunk("tRNS", bytes(0)));
        Image gray = readPng(png(2, 1, 1, PALETTE, bytes(0, 0b01000000), grays));
        assertThat(gray.channels()).isOne();
        assertThat(levels(gray, 255)).containsExactly(9, 6);
        assertThat(alphas(gray, 255)).containsExactly(0, 255);
    }

    @Test
    void oneThatIsFullEverywhereIsNone() throws Exception {
        Image image = readPng(png(2, 1, 8, RGB_ALPHA, bytes(0, 10, 20, 30, 255, 40, 50, 60, 255)));

        assertThat(image.isOpaque()).isTrue();
        assertThat(image.byteSize()).isEqualTo(6);
    }

    /**
     * 64 of 128 is half of 255: 127.5, rounded up; 100 of 200 likewise; 30 of 200 is 38.25; 5 of 3 is no share of it and taken as
     * all; what lies under alpha 0 is 0.
     */
    @Test
    void associatedAlphaIsDividedOutInEightBits() throws Exception {
        byte[] pixels = bytes(64, 32, 0, 128, 100, 200, 30, 200, 5, 2, 1, 3, 7, 8, 9, 0, 255, 1, 0, 255);
        Image image = readTiff(tiff(5, 1, 8, 4, pixels, ASSOCIATED));

        assertThat(levels(image, 255)).containsExactly(128, 128, 255, 0, 255, 64, 255, 170, 0, 1, 0, 38, 85, 0, 0);
        assertThat(alphas(image, 255)).containsExactly(128, 200, 3, 0, 255);
    }

    /** 12345 of 40000 is 20225.7 of 65535; 1 of 3 is 21845; 20000 of 40000 is 32767.5. */
    @Test
    void associatedAlphaIsDividedOutInSixteenBits() throws Exception {
        byte[] pixels = shorts(LITTLE_ENDIAN, 12345, 40000, 1, 3, 20000, 40000, 500, 0, 65535, 65535);
        Image image = readTiff(tiff(5, 1, 16, 2, pixels, ASSOCIATED));

        assertThat(levels(image, 65535)).containsExactly(20226, 21845, 32768, 0, 65535);
        assertThat(alphas(image, 65535)).containsExactly(40000, 3, 40000, 0, 65535);
    }

    @Test
    void associatedAlphaIsDividedOutInFloats() throws Exception {
        Image image = readTiff(tiff(3, 1, 32, 2, floats(LITTLE_ENDIAN, 0.25f, 0.5f, 0.3f, 0, 0.75f, 1), ASSOCIATED));

        assertThat(image.values()).containsExactly(0.5f, 0, 0.75f);
        assertThat(image.alpha(new Region(0, 0, 3, 1))).containsExactly(0.5f, 0, 1);
    }

    @Test
    void unassociatedAlphaIsTakenAsStored() throws Exception {
        Image colour = readTiff(tiff(2, 1, 8, 4, bytes(10, 20, 30, 0, 40, 50, 60, 128), UNASSOCIATED));
        assertThat(levels(colour, 255)).containsExactly(10, 40, 20, 50, 30, 60);
        assertThat(alphas(colour, 255)).containsExactly(0, 128);

        Image gray = readTiff(tiff(2, 1, 16, 2, shorts(LITTLE_ENDIAN, 1, 2, 3, 65535), UNASSOCIATED));
        assertThat(levels(gray, 65535)).containsExactly(1, 3);
        assertThat(alphas(gray, 65535)).containsExactly(2, 65535);

        Image floats = readTiff(tiff(1, 1, 32, 4, floats(LITTLE_ENDIAN, 0.1f, 0.2f, 0.3f, 0.4f), UNASSOCIATED));
        assertThat(floats.values()).containsExactly(0.1f, 0.2f, 0.3f);
        assertThat(floats.alpha(new Region(0, 0, 1, 1))).containsExactly(0.4f);
    }

    @Test
    void theMasksOfABitmapSayWhatIsAlpha() throws Exception {
        Image image = readBmp(maskedBmp(2, 1, 0x00102030, 0x80405060));
        assertThat(levels(image, 255)).containsExactly(0x10, 0x40, 0x20, 0x50, 0x30, 0x60);
        assertThat(alphas(image, 255)).containsExactly(0, 0x80);

        assertThat(readBmp(maskedBmp(2, 1, 0x00102030, 0x00405060)).isOpaque()).isTrue();
        assertThat(readBmp(HandMade.bmp(2, 1, 32, new int[0], bytes(1, 2, 3, 0, 4, 5, 6, 128)))
                        .isOpaque())
                .isTrue();
    }

    /** Orientation 6 is shown turned to the right: the left column, from the bottom up, becomes the first row. */
    @Test
    void itIsTurnedWithTheSamples() throws Exception {
        byte[] exif = chunk("eXIf", HandMade.exif(LITTLE_ENDIAN, 6));
        Image image = readPng(png(2, 2, 8, GRAY_ALPHA, bytes(0, 1, 10, 2, 20, 0, 3, 30, 4, 40), exif));

        assertThat(levels(image, 255)).containsExactly(3, 1, 4, 2);
        assertThat(alphas(image, 255)).containsExactly(30, 10, 40, 20);
    }

    @ParameterizedTest
    @CsvSource({
        "png,1,BITS_8",
        "png,3,BITS_8",
        "png,1,BITS_16",
        "png,3,BITS_16",
        "tif,1,BITS_8",
        "tif,3,BITS_8",
        "tif,1,BITS_16",
        "tif,3,BITS_16",
        "tif,1,FLOAT_32",
        "tif,3,FLOAT_32"
    })
    void itComesBackFromFiles(String extension, int channels, SampleDepth depth) throws Exception {
        Image image = withAlpha(channels, depth);
        Path path = folder.resolve("image." + extension);

        ImageFiles.write(image, path);

        Image read = ImageFiles.read(path);
        assertThat(read.depth()).isEqualTo(depth);
        assertThat(read.values()).isEqualTo(image.values());
        assertThat(read.alpha(WHOLE)).isEqualTo(image.alpha(WHOLE));
    }

    @Test
    void othersSeeItInAPng() throws Exception {
        Path path = folder.resolve("image.png");
        ImageFiles.write(withAlpha(3, SampleDepth.BITS_8), path);

        int[] pixel = ImageIO.read(path.toFile()).getRaster().getPixel(1, 0, (int[]) null);

        assertThat(pixel).containsExactly(26, 128, 230, 51);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "pfm"})
    void whereAFormatHasNoPlaceForItAnImageLiesOverBlack(String extension) throws Exception {
        Path path = folder.resolve("image." + extension);

        ImageFiles.write(withAlpha(3, SampleDepth.FLOAT_32), path);

        Image read = ImageFiles.read(path);
        float tolerance = extension.equals("jpg") ? 0.02f : 1e-7f;
        assertThat(read.isOpaque()).isTrue();
        assertThat(read.values())
                .containsExactly(
                        new float[] {0, 0.02f, 0.1f, 0, 0.1f, 0.5f, 0, 0.18f, 0.9f},
                        org.assertj.core.data.Offset.offset(tolerance));
    }

    private static final Region WHOLE = new Region(0, 0, 3, 1);

    /** Alphas of 0, a fifth and 1 over one colour. */
    private static Image withAlpha(int channels, SampleDepth depth) {
        ImageBuilder builder = new ImageBuilder(3, 1, channels, depth);
        float[] values = channels == 1
                ? new float[] {0.1f, 0.1f, 0.1f}
                : new float[] {0.1f, 0.1f, 0.1f, 0.5f, 0.5f, 0.5f, 0.9f, 0.9f, 0.9f};
        builder.put(WHOLE, values);
        builder.putAlpha(WHOLE, new float[] {0, 0.2f, 1});
        return builder.build(ImageMetadata.NONE);
    }

    private Image readPng(byte[] png) throws ImageException {
        return ImageFiles.read(file(folder, "image.png", png));
    }

    private Image readTiff(byte[] tiff) throws ImageException {
        return ImageFiles.read(file(folder, "image.tif", tiff));
    }

    private Image readBmp(byte[] bmp) throws ImageException {
        return ImageFiles.read(file(folder, "image.bmp", bmp));
    }
}
