package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.levels;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.testing.TiffMaker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TIFF files of several images, and what of their fields is read. */
class TiffPagesTest {
    @TempDir
    Path folder;

    @Test
    void aPageIsChosenByItsNumber() throws Exception {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            for (boolean big : new boolean[] {false, true}) {
                TiffMaker tiff = new TiffMaker(order, big);
                tiff.page(1, 1, 1, 8).units(bytes(10));
                tiff.page(2, 1, 1, 8).units(bytes(20, 21));
                tiff.page(1, 1, 3, 8).units(bytes(30, 31, 32));

                assertThat(levels(read(tiff, 1), 255)).containsExactly(10);
                assertThat(levels(read(tiff, 2), 255)).containsExactly(20, 21);
                assertThat(levels(read(tiff, 3), 255)).containsExactly(30, 31, 32);
                assertThatThrownBy(() -> read(tiff, 4)).hasMessageContaining("holds 3 pages; there is no --page 4");
                assertThatThrownBy(() -> read(tiff))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContainingAll("holds 3 pages", "--page");
                assertThat(ImageFiles.headers(file(tiff), ReadOptions.DEFAULT))
                        .containsExactly(
                                new ImageHeader(1, 1, 1, SampleDepth.BITS_8),
                                new ImageHeader(2, 1, 1, SampleDepth.BITS_8),
                                new ImageHeader(1, 1, 3, SampleDepth.BITS_8));
            }
        }
    }

    @Test
    void aFileOfOnePageIsReadWhateverPageIsAskedFor() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(1, 1, 1, 8).units(bytes(10));

        assertThat(levels(read(tiff, 7), 255)).containsExactly(10);
    }

    @Test
    void smallerCopiesAndMasksAreNoPages() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(1, 1, 1, 8).set(254, 1).units(bytes(1));
        tiff.page(2, 1, 1, 8).units(bytes(20, 21));
        tiff.page(1, 1, 1, 8).set(254, 4).units(bytes(2));
        tiff.page(1, 1, 1, 8).set(255, 2).units(bytes(3));

        Image image = read(tiff);

        assertThat(levels(image, 255)).containsExactly(20, 21);
        assertThat(image.notes())
                .containsExactly(
                        "holds 2 smaller copies of its image, which are left out", "holds a mask, which is left out");
    }

    @Test
    void anImageThatCallsItselfAPreviewIsReadWhereThereIsNoOther() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(1, 1, 1, 8).set(254, 1).units(bytes(9));

        Image image = read(tiff);

        assertThat(levels(image, 255)).containsExactly(9);
        assertThat(image.notes()).isEmpty();
    }

    @Test
    void aChainThatIsBrokenIsRefusedUnlessAPageBeforeIsWanted() throws Exception {
        for (long next : new long[] {0x7fffffff, 8, 0xffffffffL}) {
            TiffMaker tiff = TiffMaker.classic().end(next);
            tiff.page(1, 1, 1, 8).units(bytes(10));
            assertThatThrownBy(() -> read(tiff)).isInstanceOf(ImageException.class);
            assertThat(levels(read(tiff, 1), 255)).containsExactly(10);
        }
    }

    @Test
    @Timeout(5)
    void aMillionDirectoriesAreRefusedAtOnce() {
        int count = 1_000_000;
        ByteBuffer tiff = ByteBuffer.allocate(8 + count * 18).order(LITTLE_ENDIAN);
        tiff.put(bytes('I', 'I', 42, 0)).putInt(8);
        for (int i = 0; i < count; i++) {
            tiff.putShort((short) 1)
                    .putShort((short) 256)
                    .putShort((short) 3)
                    .putInt(1)
                    .putInt(1);
            tiff.putInt(i + 1 < count ? tiff.position() + 4 : 0);
        }
        Path path = HandMade.file(folder, "many.tif", tiff.array());

        Assertions.assertThatThrownBy(() -> ImageFiles.read(path))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("16384 TIFF directories");
        long before = Allocation.ofThisThread();
        assertThat(Duration.ofMillis(timed(() -> ImageFiles.read(path)))).isLessThan(Duration.ofSeconds(1));
        assertThat(Allocation.ofThisThread() - before).isLessThan(100 << 20);
    }

    @Test
    void fieldsThatWouldTakeMuchMemoryAreLeftOutWithANote() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(1, 1, 1, 8).set(37724, 0, 0, 0).units(bytes(9));
        byte[] small = tiff.bytes();
        byte[] large = Arrays.copyOf(small, 40 << 20);
        int field = find(small, 37724);
        // 30 million bytes (type 7) from the start of the file.
        ByteBuffer.wrap(large)
                .order(LITTLE_ENDIAN)
                .putShort(field + 2, (short) 7)
                .putInt(field + 4, 30 << 20)
                .putInt(field + 8, 0);

        Image image = ImageFiles.read(HandMade.file(folder, "image.tif", large));

        assertThat(levels(image, 255)).containsExactly(9);
        assertThat(image.notes()).containsExactly("holds 30 MB in TIFF field 37724, which are left out");
    }

    @Test
    void hostileNumbersAreRefused() {
        for (int tag : new int[] {256, 257, 258, 259, 273, 277, 278, 279}) {
            for (int value : new int[] {0, -1, Integer.MAX_VALUE}) {
                for (int part : new int[] {4, 8}) {
                    TiffMaker tiff = TiffMaker.classic();
                    tiff.page(40000 / 256, 20, 1, 8).units(new byte[40000 / 256 * 20]);
                    byte[] bytes = tiff.bytes();
                    ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).putInt(find(bytes, tag) + part, value);
                    readOrRefuse(bytes);
                }
            }
        }
        TiffMaker noTiles = TiffMaker.classic();
        noTiles.page(4, 4, 5, 8).set(322, 0).set(323, 0).units(new byte[80]);
        assertThatThrownBy(() -> read(noTiles)).hasMessageContaining("its tiles are 0 x 0 pixels");
        TiffMaker manyTiles = TiffMaker.classic();
        manyTiles.page(5000, 5000, 1, 8).set(322, 1).set(323, 1).units(new byte[80]);
        assertThatThrownBy(() -> read(manyTiles)).hasMessageContaining("25000000 strips or tiles");
    }

    @Test
    void stripsThatAreNotThereAreRefused() {
        TiffMaker sparse = TiffMaker.classic();
        sparse.page(2, 2, 1, 8).set(278, 1).set(273, 8, 0).set(279, 2, 0).units(bytes(1, 2, 3, 4));

        assertThatThrownBy(() -> read(sparse)).hasMessageContaining("leaves out some of its strips");
    }

    @Test
    void lengthsThatAreNotToldReachToTheEnd() throws Exception {
        TiffMaker untold = TiffMaker.classic();
        untold.page(2, 2, 1, 8).set(259, 8).set(279, 0).units(HandMade.deflated(bytes(1, 2, 3, 4)));

        assertThat(levels(read(untold), 255)).containsExactly(1, 2, 3, 4);
    }

    private void readOrRefuse(byte[] tiff) {
        try {
            ImageFiles.read(HandMade.file(folder, "image.tif", tiff));
        } catch (ImageException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
        }
    }

    /** Where a field of the only directory lies. */
    private static int find(byte[] tiff, int tag) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff).order(LITTLE_ENDIAN);
        int directory = bytes.getInt(4);
        for (int field = directory + 2; ; field += 12) {
            if ((bytes.getShort(field) & 0xffff) == tag) {
                return field;
            }
        }
    }

    private interface Reading {
        void run() throws Exception;
    }

    private static long timed(Reading reading) {
        long start = System.nanoTime();
        assertThatThrownBy(reading::run).isInstanceOf(ImageException.class);
        return (System.nanoTime() - start) / 1_000_000;
    }

    private Path file(TiffMaker tiff) {
        return HandMade.file(folder, "image.tif", tiff.bytes());
    }

    private Image read(TiffMaker tiff) throws ImageException {
        return ImageFiles.read(file(tiff));
    }

    private Image read(TiffMaker tiff, int page) throws ImageException {
        return ImageFiles.read(file(tiff), ReadOptions.DEFAULT.withPage(page));
    }
}
