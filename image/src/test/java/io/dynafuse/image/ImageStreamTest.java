package io.dynafuse.image;

import static io.dynafuse.image.HandMade.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageStreamTest {
    private static final Image IMAGE = image();

    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG", "TIFF", "PFM"})
    void aStreamHoldsTheBytesOfAFile(ImageFormat format, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("a." + format.extensions().get(0));
        ImageFiles.write(IMAGE, file);
        byte[] written = written(format);

        assertThat(written).isEqualTo(Files.readAllBytes(file));
        Image read = ImageFiles.read(new ByteArrayInputStream(written), "upload", ReadOptions.DEFAULT);
        assertThat(read.values()).isEqualTo(ImageFiles.read(file).values());
        assertThat(read.notes()).isEqualTo(ImageFiles.read(file).notes());
    }

    @Test
    void theQualityOfJpegIsHeeded() throws Exception {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        ImageFiles.write(IMAGE, small, ImageFormat.JPEG, WriteOptions.DEFAULT.withJpegQuality(5));
        assertThat(small.size()).isLessThan(written(ImageFormat.JPEG).length);
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG", "TIFF", "PFM"})
    void aStreamCutShortIsRefusedByItsName(ImageFormat format) throws Exception {
        byte[] whole = written(format);
        for (int length = 0; length < whole.length - 12; length += 1 + whole.length / 20) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ImageFiles.read(new ByteArrayInputStream(part), "upload 7", ReadOptions.DEFAULT))
                    .as("%s of %s bytes", part.length, whole.length)
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith("upload 7: ")
                    .hasMessageNotContaining(System.getProperty("java.io.tmpdir"));
        }
    }

    @Test
    void whatIsNoImageOrTooLargeIsRefused() {
        requireRefused(new ByteArrayInputStream(text("<html>")), ReadOptions.DEFAULT, "holds no image of the kinds");
        requireRefused(
                new ByteArrayInputStream(text("P6 20000 20000 255\n")),
                ReadOptions.DEFAULT,
                "is 20000 x 20000 pixels, more than the limit of 16384 on a side");
    }

    /** A thousand pixels take 32,000 bytes at most, beside what else a file may hold. */
    @Test
    void aStreamWithoutEndIsLeft() {
        Endless endless = new Endless();
        requireRefused(
                endless,
                ReadOptions.within(new ReadLimits(1000, 1000)),
                "holds more bytes than any image of 0.001 megapixels");
        assertThat(endless.given).isLessThan(80 << 20);
    }

    @Test
    void aStreamThatBreaksOffIsNamed() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer) throws IOException {
                throw new IOException("connection reset");
            }
        };
        requireRefused(broken, ReadOptions.DEFAULT, "connection reset");
    }

    @Test
    void nothingIsLeftBehindAndNothingIsClosed() throws Exception {
        long before = temporaryFiles();
        byte[] png = written(ImageFormat.PNG);
        InputStream input = new ByteArrayInputStream(png) {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        ImageFiles.read(input, "upload", ReadOptions.DEFAULT);
        requireRefused(new ByteArrayInputStream(new byte[100]), ReadOptions.DEFAULT, "holds no image");
        assertThat(temporaryFiles()).isEqualTo(before);

        OutputStream open = new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        for (ImageFormat format : ImageFormat.values()) {
            if (format.canBeWritten()) {
                ImageFiles.write(IMAGE, open, format);
            }
        }
    }

    @Test
    void formatsThatAreOnlyReadAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFiles.write(IMAGE, OutputStream.nullOutputStream(), ImageFormat.BMP))
                .withMessage("expected a format that can be written, found BMP");
    }

    private static final class Endless extends InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return 'P';
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            given += length;
            return length;
        }
    }

    private static void requireRefused(InputStream input, ReadOptions options, String reason) {
        assertThatThrownBy(() -> ImageFiles.read(input, "upload", options))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("upload: ")
                .hasMessageContaining(reason);
    }

    private static long temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("dynafuse-stream"))
                    .count();
        }
    }

    private static byte[] written(ImageFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageFiles.write(IMAGE, out, format);
        return out.toByteArray();
    }

    private static Image image() {
        Random random = new Random(5);
        float[] values = new float[3 * 13 * 11];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(13, 11, 3, values, SampleDepth.BITS_8);
    }
}
