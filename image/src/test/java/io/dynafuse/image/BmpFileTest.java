package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bmp;
import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.levels;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BmpFileTest {
    private static final int[] NO_PALETTE = {};

    @TempDir
    Path folder;

    /** A bitmap stores blue first and the bottom row first. */
    @Test
    void coloursComeInTheOrderOfImages() throws Exception {
        byte[] rows = bytes(3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10, 0, 0);

        assertThat(levels(read(bmp(2, 2, 24, NO_PALETTE, rows)), 255))
                .containsExactly(7, 10, 1, 4, 8, 11, 2, 5, 9, 12, 3, 6);
    }

    @Test
    void palettesAreExpanded() throws Exception {
        int[] colours = {0x102030, 0xffffff};
        int[] grays = {0x101010, 0xffffff};

        assertThat(levels(read(bmp(2, 1, 8, colours, bytes(1, 0, 0, 0))), 255))
                .containsExactly(255, 0x10, 255, 0x20, 255, 0x30);
        assertThat(levels(read(bmp(3, 1, 1, grays, bytes(0b01000000, 0, 0, 0))), 255))
                .containsExactly(0x10, 255, 0x10);
    }

    @Test
    void missingRowsAreRefused() {
        assertThatThrownBy(() -> read(bmp(2, 2, 24, NO_PALETTE, new byte[8]))).isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> read(bmp(2, 2, 24, NO_PALETTE, new byte[13]))).isInstanceOf(ImageException.class);
    }

    @Test
    void anotherFormatInsideIsRefused() {
        byte[] bmp = bmp(1, 1, 24, NO_PALETTE, new byte[4]);
        ByteBuffer.wrap(bmp).order(LITTLE_ENDIAN).putInt(30, 4);

        assertThatThrownBy(() -> read(bmp))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("around another format");
    }

    @Test
    void absurdNumbersAreRefused() {
        for (int field : new int[] {10, 14, 18, 22, 46}) {
            for (int value : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fff0000}) {
                byte[] bmp = bmp(1, 1, 24, NO_PALETTE, new byte[4]);
                ByteBuffer.wrap(bmp).order(LITTLE_ENDIAN).putInt(field, value);
                assertThatThrownBy(() -> read(bmp)).isInstanceOf(ImageException.class);
            }
        }
    }

    private Image read(byte[] bmp) throws ImageException {
        return ImageFiles.read(file(folder, "image.bmp", bmp));
    }
}
