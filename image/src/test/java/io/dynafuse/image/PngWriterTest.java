package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngWriterTest {
    private enum Texture {
        NOISE,
        FLAT,
        COLUMNS,
        ROWS,
        SLOPE,
        NOISE_BELOW_FLAT
    }

    @Provide
    Arbitrary<Image> images() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 50),
                        Arbitraries.integers().between(1, 50),
                        Arbitraries.of(1, 3),
                        Arbitraries.of(SampleDepth.class),
                        Arbitraries.of(Texture.class),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as(PngWriterTest::image);
    }

    @Property(tries = 60)
    void everyLevelKeepsEverySample(@ForAll("images") Image image, @ForAll @IntRange(max = 9) int level)
            throws Exception {
        requireEqual(written(image, level, 1), image);
    }

    @Property(tries = 20)
    void theBytesDoNotDependOnTheProcessors(
            @ForAll("images") Image image,
            @ForAll @IntRange(max = 9) int level,
            @ForAll @IntRange(min = 2, max = 7) int workers)
            throws Exception {
        assertThat(written(image, level, workers)).isEqualTo(written(image, level, 1));
    }

    /** Of many pieces, with and without repetitions. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6})
    void largeImagesAreWhole(int level) throws Exception {
        for (Texture texture : Texture.values()) {
            Image image = image(401, 1203, 3, SampleDepth.BITS_8, texture, texture == Texture.ROWS, 3);
            byte[] png = written(image, level, 3);

            requireEqual(png, image);
            assertThat(png).isEqualTo(written(image, level, 1));
            assertThat(types(png).stream().filter("IDAT"::equals).count()).isGreaterThan(6);
        }
    }

    @Test
    void rowsLongerThanAPieceAndColumnsAreWhole() throws Exception {
        for (Image image : List.of(
                image(60_001, 3, 3, SampleDepth.BITS_16, Texture.SLOPE, true, 1),
                image(100_003, 2, 3, SampleDepth.BITS_8, Texture.NOISE, false, 1),
                image(1, 70_001, 1, SampleDepth.BITS_8, Texture.NOISE_BELOW_FLAT, false, 1),
                image(1, 1, 1, SampleDepth.BITS_8, Texture.NOISE, false, 1))) {
            requireEqual(written(image, 4, 2), image);
        }
    }

    @Test
    void higherLevelsAreSmaller() throws Exception {
        Image image = image(700, 700, 3, SampleDepth.BITS_8, Texture.COLUMNS, false, 1);
        int stored = written(image, 0, 2).length;
        int fast = written(image, 1, 2).length;
        int best = written(image, 9, 2).length;

        assertThat(stored).isGreaterThan(700 * 700 * 3);
        assertThat(fast).isLessThan(stored / 2);
        assertThat(best).isLessThan(fast);
    }

    /** A piece sees what was before it, and is not only coded by the frequency of its bytes. */
    @Test
    void repetitionsAreFound() throws Exception {
        Image flat = image(2000, 2000, 1, SampleDepth.BITS_8, Texture.FLAT, false, 1);

        assertThat(written(flat, 4, 1).length).isLessThan(2000 * 2000 / 200);
    }

    @Test
    void everyFilterIsUsed() throws Exception {
        Set<Integer> filters = new TreeSet<>();
        for (Texture texture : Texture.values()) {
            filters.addAll(filters(image(300, 60, 1, SampleDepth.BITS_8, texture, false, 1)));
        }
        float[] signs = new float[64];
        for (int i = 0; i < signs.length; i++) {
            // Columns of small differences from 0 modulo 256, as in a mask: best as they are.
            signs[i] = i % 2 == 0 ? 1 / 255f : 254 / 255f;
        }
        filters.addAll(filters(Image.of(64, 1, 1, signs, SampleDepth.BITS_8)));

        assertThat(filters).contains(0, 1, 2, 4);
    }

    @Test
    void chunksStandInTheirOrder() throws Exception {
        Image image = image(3, 2, 3, SampleDepth.BITS_8, Texture.NOISE, false, 1);

        assertThat(new TreeSet<>(types(written(image, 4, 1)))).containsExactly("IDAT", "IEND", "IHDR");
        assertThat(types(written(image, 4, 1))).startsWith("IHDR").endsWith("IEND");
    }

    @Test
    void ofFilesInPlaceOfStreams(@TempDir Path folder) throws Exception {
        Image image = image(9, 9, 3, SampleDepth.BITS_8, Texture.NOISE, false, 1);
        Path path = folder.resolve("a.png");
        try (var file = ImageFiles.prepare(image, path, WriteOptions.DEFAULT.withPngCompression(9))) {
            file.commit();
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(written(image, 9, 1));
    }

    @Test
    void levelsAreFrom0To9() {
        for (int level : new int[] {-1, 10}) {
            assertThatThrownBy(() -> WriteOptions.DEFAULT.withPngCompression(level))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a PNG compression from 0 to 9, found " + level);
        }
    }

    private static byte[] written(Image image, int level, int workers) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(workers);
        try {
            return pool.submit(() -> {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        ImageFiles.write(image, out, ImageFormat.PNG, WriteOptions.DEFAULT.withPngCompression(level));
                        return out.toByteArray();
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    /** Compares with what the JDK reads, and with what is read here; checks all check sums, too, as a reader may not. */
    private static void requireEqual(byte[] png, Image image) throws Exception {
        assertThat(inflated(png)).isNotEmpty();
        Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        assertThat(raster.getNumBands()).isEqualTo(image.channels() + (image.isOpaque() ? 0 : 1));
        int maximum = image.depth() == SampleDepth.BITS_8 ? 255 : 65535;
        float[] plane = new float[image.width() * image.height()];
        for (int channel = 0; channel < image.channels(); channel++) {
            raster.getSamples(0, 0, image.width(), image.height(), channel, plane);
            assertThat(plane).isEqualTo(levels(image.channel(channel), maximum));
        }
        if (!image.isOpaque()) {
            raster.getSamples(0, 0, image.width(), image.height(), image.channels(), plane);
            assertThat(plane).isEqualTo(levels(image.alpha(whole(image)), maximum));
        }
        Image read = ImageFiles.read(new ByteArrayInputStream(png), "png", ReadOptions.within(ReadLimits.NONE));
        assertThat(levels(read.values(), maximum)).isEqualTo(levels(image.values(), maximum));
        assertThat(levels(read.alpha(whole(image)), maximum)).isEqualTo(levels(image.alpha(whole(image)), maximum));
    }

    private static Region whole(Image image) {
        return new Region(0, 0, image.width(), image.height());
    }

    private static float[] levels(float[] values, int maximum) {
        float[] levels = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            levels[i] = (float) Math.floor(values[i] * (double) maximum + 0.5);
        }
        return levels;
    }

    private static Set<Integer> filters(Image image) throws Exception {
        byte[] rows = inflated(written(image, 4, 1));
        Set<Integer> filters = new TreeSet<>();
        int length = rows.length / image.height();
        for (int y = 0; y < image.height(); y++) {
            filters.add((int) rows[y * length]);
        }
        return filters;
    }

    /** All samples as they are filtered. */
    private static byte[] inflated(byte[] png) throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (Chunk chunk : chunks(png)) {
            if (chunk.type().equals("IDAT")) {
                stream.writeBytes(chunk.content());
            }
        }
        Inflater inflater = new Inflater();
        inflater.setInput(stream.toByteArray());
        ByteArrayOutputStream inflated = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
            inflated.write(part, 0, count);
        }
        Adler32 sum = new Adler32();
        sum.update(inflated.toByteArray());
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.getRemaining()).isZero();
        assertThat(inflater.getAdler()).isEqualTo((int) sum.getValue());
        inflater.end();
        return inflated.toByteArray();
    }

    private record Chunk(String type, byte[] content) {}

    private static List<String> types(byte[] png) throws Exception {
        return chunks(png).stream().map(Chunk::type).toList();
    }

    private static List<Chunk> chunks(byte[] png) throws Exception {
        List<Chunk> chunks = new ArrayList<>();
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(png));
        assertThat(input.readLong()).isEqualTo(0x89504e470d0a1a0aL);
        while (input.available() > 0) {
            byte[] content = new byte[input.readInt() + 4];
            input.readFully(content);
            CRC32 sum = new CRC32();
            sum.update(content);
            assertThat(input.readInt()).isEqualTo((int) sum.getValue());
            chunks.add(new Chunk(
                    new String(content, 0, 4, StandardCharsets.US_ASCII),
                    Arrays.copyOfRange(content, 4, content.length)));
        }
        return chunks;
    }

    private static Image image(
            int width, int height, int channels, SampleDepth depth, Texture texture, boolean alpha, long seed) {
        Random random = new Random(seed);
        ImageBuilder builder = new ImageBuilder(width, height, channels, depth);
        float[] values = new float[width * height * channels];
        float[] alphas = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            values[i] = switch (texture) {
                case NOISE -> random.nextFloat();
                case FLAT -> 0.4f;
                case COLUMNS -> (x * 37 % 101) / 101f;
                case ROWS -> (y * 37 % 101) / 101f;
                case SLOPE -> (3 * x + 5 * y) % 400 / 400f + random.nextInt(3) / 255f;
                case NOISE_BELOW_FLAT -> y < height / 2 ? 0.7f : random.nextFloat();
            };
        }
        for (int i = 0; i < alphas.length; i++) {
            alphas[i] = random.nextBoolean() ? 1 : random.nextFloat();
        }
        Region whole = new Region(0, 0, width, height);
        builder.put(whole, clipped(values));
        if (alpha) {
            builder.putAlpha(whole, alphas);
        }
        return builder.build(ImageMetadata.NONE);
    }

    private static float[] clipped(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(values[i], 1);
        }
        return values;
    }
}
