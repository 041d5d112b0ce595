package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.chunk;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.join;
import static io.dynafuse.image.HandMade.png;
import static io.dynafuse.image.HandMade.text;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class BadInputTest {
    private static final Map<String, byte[]> VALID = validFiles();
    private static final ReadLimits SMALL = new ReadLimits(1_000_000, 4096);

    @Test
    void whatIsNotAnImageFileIsNamed(@TempDir Path folder) {
        requireRefused(folder.resolve("none.png"), "there is no such file");
        requireRefused(folder, "is a folder");
        requireRefused(file(folder, "empty.png"), "is empty");
        requireRefused(file(folder, "text.png", text("not an image at all")), "holds no image of the kinds PNG, JPEG,");
        requireRefused(file(folder, "one", bytes('P')), "holds no image");
    }

    @Test
    void aMislabelledFileIsToldItsRightName(@TempDir Path folder) {
        byte[] jpeg = VALID.get("a.jpg");
        byte[] pgm = VALID.get("a.pgm");

        requireRefused(
                file(folder, "photo.png", jpeg), "photo.png: holds a JPEG image, not a PNG; rename it to photo.jpg");
        requireRefused(file(folder, "x.tar.PFM", pgm), "holds a PNM image, not a PFM; rename it to x.tar.pnm");
    }

    @Test
    void withoutAKnownExtensionTheContentDecides(@TempDir Path folder) throws Exception {
        for (byte[] content : VALID.values()) {
            assertThat(ImageFiles.read(file(folder, "image", content)).width()).isEqualTo(13);
            assertThat(ImageFiles.read(file(folder, "image.data", content)).width())
                    .isEqualTo(13);
        }
    }

    /** Every file below promises four hundred million pixels and ends right after. */
    @Test
    void tooLargeIsRefusedBeforeMemoryIsTaken(@TempDir Path folder) {
        byte[] jpegHeader = bytes(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0x4e, 0x20, 0x4e, 0x20, 1, 1, 0x11, 0);
        byte[] tiff = HandMade.grayTiff(LITTLE_ENDIAN, 20000, 20000, 8, bytes(0));
        byte[] signature = bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
        List<Path> files = List.of(
                file(folder, "a.png", signature, HandMade.header(20000, 20000, 8, 2)),
                file(folder, "a.jpg", jpegHeader, bytes(0xff, 0xda, 0, 2)),
                file(folder, "a.tif", tiff),
                file(folder, "a.bmp", HandMade.bmp(20000, 20000, 24, new int[0], new byte[4])),
                file(folder, "a.ppm", text("P6 20000 20000 255\n")),
                file(folder, "a.pfm", text("PF 20000 20000 -1\n")));
        // Plug-ins are found, and their classes loaded, once.
        VALID.forEach((name, content) -> readQuietly(file(folder, "warm-" + name, content)));
        for (Path path : files) {
            long before = Allocation.ofThisThread();
            requireRefused(
                    path, "is 20000 x 20000 pixels, more than the limit of 16384 on a side; --max-side raises it");
            assertThatThrownBy(() -> ImageFiles.read(path, new ReadLimits(100_000_000, 30000)))
                    .hasMessageContaining("limit of 100 megapixels; --max-megapixels raises it");
            assertThat(Allocation.ofThisThread() - before)
                    .as("bytes for %s", path)
                    .isLessThan(8 << 20);
        }
    }

    @Test
    void limitsMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReadLimits(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReadLimits(1, 0));
    }

    @Test
    void noSizeIsNoImage(@TempDir Path folder) {
        requireRefused(file(folder, "a.png", png(0, 1, 8, 0, bytes(0))), "0 x 1");
        requireRefused(file(folder, "b.png", png(1, -1, 8, 0, bytes(0))), "pixels");
        requireRefused(file(folder, "a.tif", HandMade.grayTiff(LITTLE_ENDIAN, 0, 1, 8, bytes(0))), "0 x 1");
        requireRefused(file(folder, "a.bmp", HandMade.bmp(0, 1, 24, new int[0], bytes(0, 0, 0, 0))), "");
    }

    /** A file that is cut anywhere before the end of its samples is never read, not even in part. */
    @Test
    void aFileCutShortIsRefused(@TempDir Path folder) {
        VALID.forEach((name, content) -> {
            List<Integer> cuts = new ArrayList<>(List.of(1, 2, 3, 9, 17, 33));
            for (int cut = 50; cut < content.length - 1; cut += Math.max(1, content.length / 40)) {
                cuts.add(cut);
            }
            for (int left = 1; left < 16; left++) {
                cuts.add(content.length - left);
            }
            for (int cut : cuts) {
                Path path = file(folder, name, Arrays.copyOf(content, cut));
                assertThatThrownBy(() -> ImageFiles.read(path), "%s cut to %s bytes", name, cut)
                        .isInstanceOf(ImageException.class);
            }
        });
    }

    @Property(tries = 3000)
    void damageEitherDoesNotMatterOrIsRefused(
            @ForAll @IntRange(max = 10) int which, @ForAll @IntRange(min = 1, max = 6) int changes, @ForAll long seed)
            throws IOException {
        String name = List.copyOf(VALID.keySet()).get(which % VALID.size());
        Path path = Files.createTempFile("dynafuse", name);
        try {
            Files.write(path, damaged(VALID.get(name), changes, new Random(seed)));
            requireReadOrRefused(path);
        } finally {
            Files.delete(path);
        }
    }

    private static byte[] damaged(byte[] content, int changes, Random random) {
        boolean cut = random.nextInt(4) == 0;
        byte[] damaged = cut ? Arrays.copyOf(content, 1 + random.nextInt(content.length)) : content.clone();
        for (int i = 0; i < changes; i++) {
            int reach = random.nextBoolean() ? damaged.length : Math.min(damaged.length, 200);
            damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static void requireReadOrRefused(Path path) {
        try {
            Image image = ImageFiles.read(path, SMALL);
            assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(SMALL.maximumPixels());
        } catch (ImageException e) {
            assertThat(e.getMessage()).startsWith(path + ": ").doesNotContain("\n");
        }
    }

    private static void requireRefused(Path path, String reason) {
        assertThatThrownBy(() -> ImageFiles.read(path))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(reason);
    }

    private static void readQuietly(Path path) {
        try {
            ImageFiles.read(path);
        } catch (ImageException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of every format, 13 pixels wide and 11 high, that end with their samples. */
    private static Map<String, byte[]> validFiles() {
        Random random = new Random(3);
        float[] colours = new float[3 * 13 * 11];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = random.nextFloat();
        }
        float[] grays = Arrays.copyOf(colours, 13 * 11);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.png", written(Image.of(13, 11, 3, colours, SampleDepth.BITS_8), "png"));
        files.put("deep.png", written(Image.of(13, 11, 1, grays, SampleDepth.BITS_16), "png"));
        byte[] palette = chunk("PLTE", new byte[3 * 256]);
        files.put("palette.png", png(13, 11, 8, 3, new byte[14 * 11], palette));
        files.put("a.jpg", written(Image.of(13, 11, 3, colours, SampleDepth.BITS_8), "jpg"));
        files.put("gray.jpg", written(Image.of(13, 11, 1, grays, SampleDepth.BITS_8), "jpg"));
        files.put("a.tif", written(Image.of(13, 11, 3, colours, SampleDepth.BITS_16), "tif"));
        files.put("float.tif", written(Image.of(13, 11, 3, colours, SampleDepth.FLOAT_32), "tif"));
        byte[] bmpRows = new byte[40 * 11 - 1];
        files.put("a.bmp", HandMade.bmp(13, 11, 24, new int[0], Arrays.copyOf(bmpRows, bmpRows.length)));
        files.put("a.pgm", join(text("P5 13 11 65535\n"), new byte[2 * 13 * 11]));
        files.put("a.ppm", join(text("P3 13 11 9\n"), text("5 ".repeat(3 * 13 * 11 - 1)), text("5")));
        files.put("a.pfm", written(Image.of(13, 11, 1, grays, SampleDepth.FLOAT_32), "pfm"));
        return files;
    }

    private static byte[] written(Image image, String extension) {
        try {
            Path path = Files.createTempFile("dynafuse", "." + extension);
            ImageFiles.write(image, path);
            byte[] content = Files.readAllBytes(path);
            Files.delete(path);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
