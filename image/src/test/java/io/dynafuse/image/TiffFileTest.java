package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.floats;
import static io.dynafuse.image.HandMade.grayTiff;
import static io.dynafuse.image.HandMade.levels;
import static io.dynafuse.image.HandMade.shorts;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TiffFileTest {
    private static final int SHORT = 3;
    private static final int[] FLOAT = {339, SHORT, 1, 3};
    private static final int[] SIGNED = {339, SHORT, 1, 2};

    @TempDir
    Path folder;

    @Test
    void integersOfBothByteOrders() throws Exception {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            assertThat(levels(read(grayTiff(order, 2, 2, 8, bytes(0, 100, 200, 255))), 255))
                    .containsExactly(0, 100, 200, 255);
            Image deep = read(grayTiff(order, 3, 1, 16, shorts(order, 0, 0x1234, 0xffff)));
            assertThat(deep.depth()).isEqualTo(SampleDepth.BITS_16);
            assertThat(levels(deep, 65535)).containsExactly(0, 0x1234, 0xffff);
        }
    }

    @Test
    void floatsOfBothByteOrders() throws Exception {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            Image image = read(grayTiff(order, 3, 1, 32, floats(order, 0, 0.3f, 1), FLOAT));
            assertThat(image.depth()).isEqualTo(SampleDepth.FLOAT_32);
            assertThat(image.values()).containsExactly(0, 0.3f, 1);
        }
    }

    /** 4095 is the largest of 12 bits: 0x123 = 291 becomes 291/4095 · 65535 = 4657.07. */
    @Test
    void smallAndOddDepthsAreScaled() throws Exception {
        assertThat(levels(read(grayTiff(LITTLE_ENDIAN, 3, 1, 4, bytes(0x1a, 0xf0))), 255))
                .containsExactly(17, 170, 255);
        assertThat(levels(read(grayTiff(LITTLE_ENDIAN, 9, 1, 1, bytes(0b10100000, 0b10000000))), 255))
                .containsExactly(255, 0, 255, 0, 0, 0, 0, 0, 255);
        assertThat(levels(read(grayTiff(LITTLE_ENDIAN, 2, 1, 12, bytes(0x12, 0x3f, 0xff))), 65535))
                .containsExactly(4657, 65535);
    }

    @Test
    void floatsOnAnotherScaleAreRefused() {
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 2, 1, 32, floats(LITTLE_ENDIAN, 0, 255), FLOAT)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("0.0 to 255.0");
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 2, 1, 32, floats(LITTLE_ENDIAN, 0, Float.NaN), FLOAT)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void samplesWithoutAPlaceAreRefused() {
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 1, 1, 16, bytes(1, 2), SIGNED)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("unsigned");
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 1, 1, 32, bytes(1, 2, 3, 4))))
                .isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 1, 1, 24, bytes(1, 2, 3), FLOAT)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("24-bit floats");
    }

    @Test
    @Timeout(10)
    void aLoopOfDirectoriesIsRefused() {
        byte[] tiff = grayTiff(LITTLE_ENDIAN, 1, 1, 8, bytes(9));
        // The offset of the next directory follows the eight entries of the first.
        ByteBuffer.wrap(tiff).order(LITTLE_ENDIAN).putInt(8 + 2 + 8 * 12, 8);

        assertThatThrownBy(() -> read(tiff)).isInstanceOf(ImageException.class).hasMessageContaining("leads back");
    }

    @Test
    void absurdNumbersAreRefused() {
        int stripOffsets = 8 + 2 + 5 * 12;
        for (int[] change : new int[][] {{4, Integer.MAX_VALUE}, {4, -1}, {8, -1}, {8, Integer.MAX_VALUE}}) {
            byte[] tiff = grayTiff(LITTLE_ENDIAN, 1, 1, 8, bytes(9));
            ByteBuffer.wrap(tiff).order(LITTLE_ENDIAN).putInt(stripOffsets + change[0], change[1]);
            assertThatThrownBy(() -> read(tiff)).isInstanceOf(ImageException.class);
        }
        int[] manySamples = {277, SHORT, 1, 60000};
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 1, 1, 8, bytes(9), manySamples)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("60000 samples a pixel");
        int[] tileWidth = {322, 4, 1, 1 << 20};
        int[] tileHeight = {323, 4, 1, 1 << 20};
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 1, 1, 8, bytes(9), tileWidth, tileHeight)))
                .isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> read(HandMade.join(HandMade.text("II*\0"), bytes(0, 0, 0, 0))))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void aStripShorterThanItsRowsIsRefused() {
        assertThatThrownBy(() -> read(grayTiff(LITTLE_ENDIAN, 4, 4, 8, new byte[15])))
                .isInstanceOf(ImageException.class);
        byte[] deflated = HandMade.deflated(new byte[15]);
        byte[] tiff = grayTiff(LITTLE_ENDIAN, 4, 4, 8, deflated);
        // The fourth entry says how the strip is compressed; 8 is deflate.
        ByteBuffer.wrap(tiff).order(LITTLE_ENDIAN).putShort(8 + 2 + 3 * 12 + 8, (short) 8);
        assertThatThrownBy(() -> read(tiff)).isInstanceOf(ImageException.class);
    }

    private Image read(byte[] tiff) throws ImageException {
        return ImageFiles.read(file(folder, "image.tif", tiff));
    }
}
