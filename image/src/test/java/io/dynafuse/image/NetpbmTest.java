package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.floats;
import static io.dynafuse.image.HandMade.join;
import static io.dynafuse.image.HandMade.levels;
import static io.dynafuse.image.HandMade.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetpbmTest {
    @TempDir
    Path folder;

    @Test
    void plainBitmapsNeedNoSpaces() throws Exception {
        assertThat(levels(read("b.pbm", text("P1\n# a comment\n3 2\n101\n0 1 0\n")), 255))
                .containsExactly(0, 255, 0, 255, 0, 255);
    }

    @Test
    void rawBitmapsFillEveryRowToAByte() throws Exception {
        byte[] rows = bytes(0b10000000, 0b01111111, 0b00000001, 0b10000000);

        assertThat(levels(read("b.pbm", join(text("P4 9 2\n"), rows)), 255))
                .containsExactly(0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0);
    }

    @Test
    void aLargestSampleOf255IsTakenAsItIs() throws Exception {
        assertThat(levels(read("g.pgm", join(text("P5\n3 1\n255\n"), bytes(0, 200, 255))), 255))
                .containsExactly(0, 200, 255);
    }

    /** 150/200 · 255 = 191.25, 199/200 · 255 = 253.725; as signed bytes 150 and 199 would be negative. */
    @Test
    void otherLargestSamplesAreScaled() throws Exception {
        assertThat(levels(read("g.pgm", join(text("P5 4 1 200\n"), bytes(0, 150, 199, 200))), 255))
                .containsExactly(0, 191, 254, 255);
        assertThat(levels(read("g.pgm", text("P2 3 1 4\n0 1 4")), 255)).containsExactly(0, 64, 255);
    }

    /** 60000/61000 · 65535 = 64460.66; 300/1023 · 65535 = 19218.5 (exactly 19218.475). */
    @Test
    void moreThan255NeedTwoBytes() throws Exception {
        Image image = read("g.pgm", join(text("P5 2 1 61000\n"), bytes(0xea, 0x60, 0xee, 0x48)));
        assertThat(image.depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(levels(image, 65535)).containsExactly(64461, 65535);
        assertThat(levels(read("g.pgm", text("P2 1 1 1023 300\n")), 65535)).containsExactly(19218);
        assertThat(levels(read("g.pgm", join(text("P5 1 1 65535\n"), bytes(0x12, 0x34))), 65535))
                .containsExactly(0x1234);
    }

    @Test
    void pixmapsInterleaveTheirColours() throws Exception {
        assertThat(levels(read("c.ppm", join(text("P6 2 1 255\n"), bytes(1, 2, 3, 4, 5, 6))), 255))
                .containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(levels(read("c.ppm", text("P3 2 1 # size\n255\n1 2 3 4 5 6")), 255))
                .containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void ofSeveralImagesOneIsChosen() throws Exception {
        byte[] two = join(text("P5 1 1 255\n"), bytes(7), text("P6 1 1 65535\n"), bytes(0, 1, 0, 2, 0, 3));
        assertThatThrownBy(() -> read("g.pgm", two)).hasMessageContaining("holds 2 pages");
        Path file = HandMade.file(folder, "g.pgm", two);
        assertThat(levels(ImageFiles.read(file, ReadOptions.DEFAULT.withPage(1)), 255))
                .containsExactly(7);
        assertThat(levels(ImageFiles.read(file, ReadOptions.DEFAULT.withPage(2)), 65535))
                .containsExactly(1, 2, 3);
        assertThat(ImageFiles.headers(file, ReadOptions.DEFAULT))
                .containsExactly(
                        new ImageHeader(1, 1, 1, SampleDepth.BITS_8), new ImageHeader(1, 1, 3, SampleDepth.BITS_16));
    }

    @Test
    void whatLiesBehindAnImageIsLeftOutWithANote() throws Exception {
        assertThat(read("g.pgm", join(text("P5 1 1 255\n"), bytes(7), text("something")))
                        .notes())
                .containsExactly("holds 9 bytes behind its image, which are left out");
        assertThat(read("g.pgm", join(text("P5 1 1 255\n"), bytes(7, '\n'))).notes())
                .isEmpty();
        assertThat(read("g.pfm", join(text("Pf 1 1 -1\n"), new byte[4], text("P5 more")))
                        .notes())
                .hasSize(1);
    }

    /** The file starts with the bottom row. */
    @Test
    void floatMapsOfBothByteOrders() throws Exception {
        float[] bottomUp = {0.5f, 0.75f, 0, 1};

        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            String scale = order == ByteOrder.LITTLE_ENDIAN ? "-1.0" : "1.0";
            Image image = read("f.pfm", join(text("Pf\n2 2\n" + scale + "\n"), floats(order, bottomUp)));

            assertThat(image.depth()).isEqualTo(SampleDepth.FLOAT_32);
            assertThat(image.values()).containsExactly(0, 1, 0.5f, 0.75f);
        }
    }

    @Test
    void colouredFloatMaps() throws Exception {
        float[] samples = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};

        Image image = read("f.pfm", join(text("PF\n2 1\n-1\n"), floats(ByteOrder.LITTLE_ENDIAN, samples)));

        assertThat(image.values()).containsExactly(0.1f, 0.4f, 0.2f, 0.5f, 0.3f, 0.6f);
    }

    @Test
    void floatsALittleOutsideAreClipped() throws Exception {
        byte[] samples = floats(ByteOrder.LITTLE_ENDIAN, -0.0005f, 1.0005f);

        assertThat(read("f.pfm", join(text("Pf 2 1 -1\n"), samples)).values()).containsExactly(0, 1);
    }

    @Test
    void floatsOnAnotherScaleAreRefused() {
        byte[] samples = floats(ByteOrder.LITTLE_ENDIAN, -0.5f, 254);
        byte[] infinite = floats(ByteOrder.LITTLE_ENDIAN, Float.POSITIVE_INFINITY, 0);

        assertThatThrownBy(() -> read("f.pfm", join(text("Pf 2 1 -1\n"), samples)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("-0.5 to 254.0")
                .hasMessageContaining("0..1");
        assertThatThrownBy(() -> read("f.pfm", join(text("Pf 2 1 -1\n"), infinite)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Infinity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P2 1 1 0 0",
                "P2 1 1 65536 0",
                "P2 1 1 100 101",
                "P2 0 1 255 0",
                "P2 -1 1 255 0",
                "P2 99999999999 1 255 0",
                "P2 65536 65536 255 0",
                "P2 1 x 255 0",
                "P2 2 1 255 0",
                "P2",
                "P2 # no end",
                "P1 1 1 2",
                "P4 16000 6000 x",
                "P5 16000 6000 255\nx",
                "P5 111111111111111111111111111111111111111111111111 1 255\nx",
                "P6 2 1 255\nabcde",
                "PF 1 1 0\n            ",
                "PF 1 1 nan\n            ",
                "PF 1 1 x\n            ",
                "PF 1 1 -1\n           ",
            })
    void nonsenseIsRefusedWithoutTakingMemory(String content) {
        String name = content.startsWith("PF") ? "f.pfm" : "g.pnm";
        long before = Allocation.ofThisThread();

        assertThatThrownBy(() -> read(name, text(content)))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(folder.resolve(name).toString());

        assertThat(Allocation.ofThisThread() - before).isLessThan(4 << 20);
    }

    private Image read(String name, byte[] content) throws ImageException {
        return ImageFiles.read(file(folder, name, content));
    }
}
