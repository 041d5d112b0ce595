package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.chunk;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.ints;
import static io.dynafuse.image.HandMade.join;
import static io.dynafuse.image.HandMade.png;
import static io.dynafuse.image.HandMade.shorts;
import static io.dynafuse.image.HandMade.text;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Animations, further pictures, and what lies behind the end of PNG and JPEG files; headers of all formats. */
class FurtherContentTest {
    private static final byte[] ROWS = bytes(0, 5);

    @TempDir
    Path folder;

    @Test
    void animationsAreSaid() throws Exception {
        byte[] twelve = chunk("acTL", ints(BIG_ENDIAN, 12, 0));
        byte[] one = chunk("acTL", ints(BIG_ENDIAN, 1, 0));

        assertThat(read("a.png", png(1, 1, 8, 0, ROWS, twelve)).notes())
                .containsExactly("holds an animation of 12 pictures; its still picture is read");
        assertThat(read("a.png", png(1, 1, 8, 0, ROWS, one)).notes()).isEmpty();
    }

    @Test
    void whatLiesBehindTheEndIsSaid() throws Exception {
        assertThat(read("a.png", join(png(1, 1, 8, 0, ROWS), text("PK zip"))).notes())
                .containsExactly("holds 6 bytes behind its end, which are left out");
        byte[] jpeg = jpeg();
        assertThat(read("a.jpg", jpeg).notes()).isEmpty();
        assertThat(read("a.jpg", join(jpeg, text("ftypmp42 a film"))).notes())
                .containsExactly("holds 15 bytes behind its end, which are left out");
        assertThat(read("a.jpg", join(jpeg, new byte[100])).notes()).isEmpty();
    }

    /** An index of one field in either byte order (CIPA DC-007): tag B001, type LONG, count 1, the number of pictures. */
    @Test
    void furtherPicturesOfAJpegAreCounted() throws Exception {
        byte[] jpeg = jpeg();
        byte[] little = join(
                text("II*\0"),
                ints(LITTLE_ENDIAN, 8),
                shorts(LITTLE_ENDIAN, 1, 0xb001, 4),
                ints(LITTLE_ENDIAN, 1, 3, 0));
        byte[] big =
                join(text("MM\0*"), ints(BIG_ENDIAN, 8), shorts(BIG_ENDIAN, 1, 0xb001, 4), ints(BIG_ENDIAN, 1, 3, 0));
        for (byte[] index : new byte[][] {little, big}) {
            byte[] segment = join(bytes(0xff, 0xe2), shorts(BIG_ENDIAN, index.length + 6), text("MPF\0"), index);
            byte[] several =
                    join(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length), jpeg, jpeg);

            assertThat(read("a.jpg", several).notes())
                    .containsExactly("holds 3 pictures (MPO), of which the first is read");
        }
    }

    /** Forty texts of 15 megabytes each; of nothing but zeros, so that the file takes no room. */
    @Test
    @Timeout(20)
    void chunksOfMetadataTakeLittleHoweverManyThereAre() throws Exception {
        byte[] png = png(1, 1, 8, 0, ROWS);
        int afterHeader = 8 + 25;
        int length = 15 << 20;
        Path path = folder.resolve("many.png");
        try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
            out.write(png, 0, afterHeader);
            for (int i = 0; i < 40; i++) {
                long start = out.getFilePointer();
                out.writeInt(length);
                out.write(text("iTXtXML:com.adobe.xmp\0\0\0\0\0"));
                out.seek(start + 12 + length);
            }
            out.write(png, afterHeader, png.length - afterHeader);
        }
        ImageFiles.read(file(folder, "warm.png", png));

        long before = Allocation.ofThisThread();
        Image image = ImageFiles.read(path);

        assertThat(Allocation.ofThisThread() - before).isLessThan(200 << 20);
        assertThat(image.notes()).isNotEmpty();
    }

    @Test
    void headersTellWhatReadingGives() throws Exception {
        Image gray = Image.of(5, 4, 1, new float[20], SampleDepth.BITS_16);
        float[] values = new float[60];
        values[0] = 1;
        Image colour = Image.of(5, 4, 3, values, SampleDepth.FLOAT_32);
        for (String name : new String[] {"a.png", "a.tif", "a.jpg", "a.pfm"}) {
            for (Image image : new Image[] {gray, colour}) {
                Path path = folder.resolve(name);
                ImageFiles.write(image, path);
                Image read = ImageFiles.read(path);

                assertThat(ImageFiles.header(path, ReadOptions.DEFAULT))
                        .isEqualTo(new ImageHeader(5, 4, read.channels(), read.depth()));
                assertThat(ImageFiles.pageCount(path)).isOne();
            }
        }
        // Turned upright.
        Path turned =
                file(folder, "t.png", png(1, 2, 8, 0, bytes(0, 1, 0, 2), chunk("eXIf", HandMade.exif(BIG_ENDIAN, 6))));
        assertThat(ImageFiles.header(turned, ReadOptions.DEFAULT).size()).isEqualTo("2x1");
        Path bitmap = file(folder, "b.bmp", HandMade.bmp(2, 1, 24, new int[0], new byte[8]));
        assertThat(ImageFiles.header(bitmap, ReadOptions.DEFAULT).size()).isEqualTo("2x1");
    }

    private byte[] jpeg() throws Exception {
        Path path = folder.resolve("made.jpg");
        float[] values = new float[40 * 30];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 7919 % 256 / 255f;
        }
        ImageFiles.write(Image.of(40, 30, 1, values, SampleDepth.BITS_8), path);
        return Files.readAllBytes(path);
    }

    private Image read(String name, byte[] content) throws ImageException {
        return ImageFiles.read(file(folder, name, content));
    }
}
