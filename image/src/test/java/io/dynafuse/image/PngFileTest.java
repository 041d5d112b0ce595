package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.chunk;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.levels;
import static io.dynafuse.image.HandMade.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {
    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GRAY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    @TempDir
    Path folder;

    @Test
    void oneBitGray() throws Exception {
        Image image = read(png(10, 2, 1, GRAY, bytes(0, 0b10110010, 0b01000000, 0, 0b00000001, 0b10000000)));

        assertThat(levels(image, 255))
                .containsExactly(255, 0, 255, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0);
        assertThat(image.channels()).isOne();
    }

    @Test
    void twoBitGrayIsScaledBy85() throws Exception {
        assertThat(levels(read(png(4, 1, 2, GRAY, bytes(0, 0b00011011))), 255)).containsExactly(0, 85, 170, 255);
    }

    @Test
    void fourBitGrayIsScaledBy17() throws Exception {
        assertThat(levels(read(png(3, 1, 4, GRAY, bytes(0, 0x1a, 0xf0))), 255)).containsExactly(17, 170, 255);
    }

    /** Shown values of gray files are often bent by a gamma when read through the colour space of the image. */
    @Test
    void eightBitGrayIsTakenAsStored() throws Exception {
        assertThat(levels(read(png(3, 1, 8, GRAY, bytes(0, 1, 128, 254))), 255)).containsExactly(1, 128, 254);
    }

    @Test
    void sixteenBitsStay() throws Exception {
        Image gray = read(png(2, 1, 16, GRAY, bytes(0, 0x12, 0x34, 0xff, 0xfe)));
        assertThat(gray.depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(levels(gray, 65535)).containsExactly(0x1234, 0xfffe);

        Image colour = read(png(1, 1, 16, RGB, bytes(0, 0, 1, 0x80, 0, 0xab, 0xcd)));
        assertThat(levels(colour, 65535)).containsExactly(1, 0x8000, 0xabcd);
    }

    @Test
    void aColouredPaletteIsExpanded() throws Exception {
        byte[] palette = chunk("PLTE", bytes(1, 2, 3, 10, 20, 30, 100, 150, 200));

        Image image = read(png(3, 1, 2, PALETTE, bytes(0, 0b10000100), palette));

        assertThat(image.depth()).isEqualTo(SampleDepth.BITS_8);
        assertThat(levels(image, 255)).containsExactly(100, 1, 10, 150, 2, 20, 200, 3, 30);
    }

    @Test
    void aGrayPaletteGivesOneChannel() throws Exception {
        byte[] palette = chunk("PLTE", bytes(7, 7, 7, 200, 200, 200));

        Image image = read(png(2, 1, 1, PALETTE, bytes(0, 0b10000000), palette));

        assertThat(image.channels()).isOne();
        assertThat(levels(image, 255)).containsExactly(200, 7);
    }

    @Test
    void textsAreNeverInflated() throws Exception {
        byte[] bomb = HandMade.join(bytes('a', 0, 0), HandMade.deflated(new byte[64 << 20]));
        byte[] chunks = HandMade.join(chunk("zTXt", bomb), chunk("PLTE", bytes(9, 8, 7)), chunk("zTXt", bomb));
        Path path = file(folder, "bomb.png", png(1, 1, 8, PALETTE, bytes(0, 0), chunks));

        long before = Allocation.ofThisThread();
        Image image = ImageFiles.read(path);

        assertThat(levels(image, 255)).containsExactly(9, 8, 7);
        assertThat(Allocation.ofThisThread() - before).isLessThan(16 << 20);
    }

    @Test
    void aMonstrousOrBrokenProfileIsLeftOut() throws Exception {
        byte[] name = bytes('a', 0, 0);
        byte[] monstrous = chunk("iCCP", HandMade.join(name, HandMade.deflated(new byte[64 << 20])));
        byte[] broken = chunk("iCCP", HandMade.join(name, bytes(1, 2, 3)));

        assertThat(read(png(1, 1, 8, GRAY, bytes(0, 5), monstrous)).metadata()).isEqualTo(ImageMetadata.NONE);
        assertThat(read(png(1, 1, 8, GRAY, bytes(0, 5), broken)).metadata()).isEqualTo(ImageMetadata.NONE);
        assertThat(read(png(1, 1, 8, GRAY, bytes(0, 5), chunk("iCCP", bytes(1, 2))))
                        .metadata())
                .isEqualTo(ImageMetadata.NONE);
    }

    @Test
    void fewerRowsThanPromisedAreRefused() {
        assertThatThrownBy(() -> read(png(3, 3, 8, GRAY, bytes(0, 1, 2, 3, 0, 4, 5, 6))))
                .isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> read(png(3, 1, 8, GRAY, bytes(0, 1, 2)))).isInstanceOf(ImageException.class);
    }

    @Test
    void aWrongCheckSumIsRefused() {
        byte[] png = png(3, 1, 8, GRAY, bytes(0, 1, 2, 3));
        png[png.length - 14]++;

        assertThatThrownBy(() -> read(png)).isInstanceOf(ImageException.class).hasMessageContaining("check sum");
    }

    @Test
    void samplesMayBeCutIntoChunksOfAnySize() throws Exception {
        byte[] rows = HandMade.deflated(bytes(0, 1, 2, 3, 2, 4, 5, 6));
        byte[] chunks = new byte[0];
        for (byte one : rows) {
            chunks = HandMade.join(chunks, chunk("IDAT", new byte[0]), chunk("IDAT", new byte[] {one}));
        }
        byte[] header = chunk("IHDR", bytes(0, 0, 0, 3, 0, 0, 0, 2, 8, GRAY, 0, 0, 0));
        byte[] signature = bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

        Image image = read(HandMade.join(signature, header, chunks, chunk("IEND", new byte[0])));

        assertThat(levels(image, 255)).containsExactly(1, 2, 3, 5, 7, 9);
    }

    @Test
    void everyFilterIsUndone() throws Exception {
        // Worked by hand from clause 9.2 of the standard.
        byte[] rows = bytes(1, 10, 5, 5, 2, 1, 1, 1, 3, 5, 5, 5, 4, 1, 1, 250);

        assertThat(levels(read(png(3, 4, 8, GRAY, rows)), 255))
                .containsExactly(10, 15, 20, 11, 16, 21, 10, 18, 24, 11, 19, 18);
    }

    @Test
    void anUnknownFilterIsRefused() {
        assertThatThrownBy(() -> read(png(1, 1, 8, GRAY, bytes(5, 1))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("a row has filter 5, expected 0 to 4");
    }

    @Test
    void aHeaderOfAnotherLengthIsRefused() {
        byte[] png = HandMade.join(
                bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
                chunk("IHDR", bytes(0, 0, 0, 1, 0, 0, 0, 1, 8, GRAY, 0, 0)),
                chunk("IDAT", HandMade.deflated(bytes(0, 1))),
                chunk("IEND", new byte[0]));
        assertThatThrownBy(() -> read(png))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("its header takes 12 bytes, not 13");
    }

    @Test
    void samplesThatAreNotDeflatedAreRefused() {
        byte[] png = HandMade.join(
                bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
                chunk("IHDR", bytes(0, 0, 0, 1, 0, 0, 0, 1, 8, GRAY, 0, 0, 0)),
                chunk("IDAT", bytes(1, 2, 3, 4)),
                chunk("IEND", new byte[0]));
        assertThatThrownBy(() -> read(png))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cannot be decoded (incorrect header check)");
    }

    private Image read(byte[] png) throws ImageException {
        return ImageFiles.read(file(folder, "image.png", png));
    }
}
