package io.dynafuse.image;

import static io.dynafuse.image.HandMade.bytes;
import static io.dynafuse.image.HandMade.deflated;
import static io.dynafuse.image.HandMade.file;
import static io.dynafuse.image.HandMade.levels;
import static io.dynafuse.image.HandMade.shorts;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.testing.TiffMaker;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferFloat;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of TIFF beyond plain gray and RGB: bands, floats of every size, predictors, CMYK, compressions. */
class TiffKindsTest {
    private static final int DEFLATE = 8;
    private static final int FLOAT = 3;

    @TempDir
    Path folder;

    /** Bands 5, 2 and 4 of five of 8 bits: each pixel holds its number times ten and its band. */
    @Test
    void bandsAreTakenInTheOrderAskedFor() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(2, 1, 5, 8).set(338, 0, 0, 0, 0).units(bytes(11, 12, 13, 14, 15, 21, 22, 23, 24, 25));

        Image image = read(tiff, 5, 2, 4);

        assertThat(levels(image, 255)).containsExactly(15, 25, 12, 22, 14, 24);
        assertThat(levels(read(tiff, 3), 255)).containsExactly(13, 23);
        assertThat(read(tiff, 3).channels()).isOne();
    }

    @Test
    void bandsThatNobodyChoseAreRefusedWithTheirNumber() {
        for (int bands : new int[] {2, 4, 5, 31, 224}) {
            TiffMaker tiff = TiffMaker.classic();
            tiff.page(1, 1, bands, 8).set(338, new long[bands - 1]).units(new byte[bands]);
            requireRefused(tiff, "has " + bands + " bands", "--bands");
        }
        TiffMaker rgbx = TiffMaker.classic();
        rgbx.page(1, 1, 4, 8).set(262, 2).set(338, 0).units(bytes(1, 2, 3, 4));
        requireRefused(rgbx, "has 4 bands");
        TiffMaker five = TiffMaker.classic();
        five.page(1, 1, 5, 8).units(new byte[5]);
        assertThatThrownBy(() -> read(five, 6)).hasMessageContaining("has 5 bands; --bands names 6");
    }

    @Test
    void alphaAmongChosenBandsIsLeftOutWithANote() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(1, 1, 5, 8).set(262, 2).set(338, 0, 2).units(bytes(1, 2, 3, 4, 128));

        Image image = read(tiff, 4);

        assertThat(levels(image, 255)).containsExactly(4);
        assertThat(image.isOpaque()).isTrue();
        assertThat(image.notes()).containsExactly("has alpha in band 5, which --bands leaves out");
        assertThat(read(tiff, 5).notes()).isEmpty();
    }

    @Test
    void filesThatSayTheirBandsAreLeftAlone() throws Exception {
        TiffMaker rgb = TiffMaker.classic();
        rgb.page(1, 1, 3, 8).units(bytes(1, 2, 3));
        assertThat(levels(read(rgb, 2), 255)).containsExactly(1, 2, 3);
        assertThat(read(rgb, 2).notes()).hasSize(1);
        assertThat(read(rgb, 1, 2, 3).notes()).isEmpty();

        TiffMaker unnamed = TiffMaker.classic();
        unnamed.page(1, 1, 3, 16).set(262, 1).set(338, 0, 0).units(shorts(LITTLE_ENDIAN, 1, 2, 3));
        assertThat(levels(read(unnamed), 65535)).containsExactly(1, 2, 3);
        assertThat(read(unnamed).notes()).singleElement().asString().contains("3 bands");
        assertThat(levels(read(unnamed, 3), 65535)).containsExactly(3);
    }

    /** Random samples come back whichever way they lie in the file. */
    @ParameterizedTest
    @CsvSource({
        "false,false,1,8",
        "false,false,8,16",
        "true,false,8,8",
        "true,false,1,16",
        "false,true,8,16",
        "true,true,8,8",
        "true,true,32773,16",
        "false,true,32773,8"
    })
    void bandsInStripsAndTilesChunkyAndPlanar(boolean planar, boolean tiled, int compression, int bits)
            throws Exception {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            for (boolean predicted : new boolean[] {false, true}) {
                int[][] bands = randomBands(6, 19 * 21, bits);
                TiffMaker tiff = new TiffMaker(order, tiled);
                TiffMaker.Page page = tiff.page(19, 21, 6, bits).set(259, compression);
                lay(page, bands, order, planar, tiled, bits, predicted);

                Image image = read(tiff, 6, 1, 3);

                int[] expected = concat(bands[5], bands[0], bands[2]);
                assertThat(levels(image, (1 << bits) - 1)).isEqualTo(expected);
                assertThat(image.depth()).isEqualTo(bits == 8 ? SampleDepth.BITS_8 : SampleDepth.BITS_16);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void floatsOfEverySizeWithAndWithoutPredictors(int bits) throws Exception {
        float[] values = new float[7 * 3 * 3];
        Random random = new Random(4);
        for (int i = 0; i < values.length; i++) {
            // Numbers that 16 bits hold exactly: eleven bits of fraction.
            values[i] = random.nextInt(2049) / 2048f;
        }
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            for (int predictor : new int[] {1, 2, 3}) {
                TiffMaker tiff = new TiffMaker(order, false);
                tiff.page(7, 3, 3, bits)
                        .set(259, DEFLATE)
                        .set(278, 2)
                        .set(317, predictor)
                        .set(339, FLOAT, FLOAT, FLOAT)
                        .units(
                                deflated(floatRows(values, 0, 2, 7 * 3, 3, bits, order, predictor)),
                                deflated(floatRows(values, 2, 1, 7 * 3, 3, bits, order, predictor)));

                Image image = read(tiff);

                assertThat(image.depth()).isEqualTo(SampleDepth.FLOAT_32);
                assertThat(interleaved(image)).as("predictor %d", predictor).isEqualTo(values);
            }
        }
    }

    @Test
    void halfFloatsAreThoseOfTheStandard() {
        assertThat(TiffBands.half((short) 0x3c00)).isEqualTo(1);
        assertThat(TiffBands.half((short) 0xc000)).isEqualTo(-2);
        assertThat(TiffBands.half((short) 0x3555)).isEqualTo(0.333251953125f);
        assertThat(TiffBands.half((short) 0x0001)).isEqualTo(5.9604645e-8f);
        assertThat(TiffBands.half((short) 0x03ff)).isEqualTo(6.097555e-5f);
        assertThat(TiffBands.half((short) 0x7bff)).isEqualTo(65504);
        assertThat(TiffBands.half((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(TiffBands.half((short) 0x7e00)).isNaN();
    }

    @Test
    void floatsAreNeverClippedUnseen() {
        for (int predictor : new int[] {1, 3}) {
            TiffMaker tiff = TiffMaker.classic();
            float[] values = {0, 255};
            tiff.page(2, 1, 1, 32)
                    .set(317, predictor)
                    .set(339, FLOAT)
                    .units(floatRows(values, 0, 1, 2, 1, 32, LITTLE_ENDIAN, predictor));
            requireRefused(tiff, "0.0 to 255.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "Deflate", "PackBits", "ZLib"})
    void floatsWrittenByTheJdk(String compression) throws Exception {
        float[] values = new float[40 * 30];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / (float) values.length;
        }
        Path path = folder.resolve("jdk.tif");
        writeByJdk(values, 40, 30, compression, path);

        Image image = ImageFiles.read(path);

        assertThat(image.values()).isEqualTo(values);
    }

    /** Without a profile a channel is (1 - ink) (1 - black): 1 - 51/255 = 0.8, 1 - 102/255 = 0.6; 0.8 · 0.6 · 255 = 122.4. */
    @Test
    void cmykWithoutAProfileBecomesRgbByTheUsualFormula() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(3, 1, 4, 8).set(262, 5).units(bytes(0, 0, 0, 0, 51, 0, 255, 102, 0, 0, 0, 255));

        int[] levels = levels(read(tiff), 255);

        assertThat(levels).hasSize(9);
        int[] expected = {255, 122, 0, 255, 153, 0, 255, 0, 0};
        for (int i = 0; i < expected.length; i++) {
            assertThat(levels[i]).isBetween(expected[i] - 1, expected[i] + 1);
        }
    }

    /** A profile that makes all of white but black, which it makes the darker the more of the first ink there is. */
    @Test
    void cmykWithAProfileBecomesWhatThatSays() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        byte[] profile = firstInkDarkens();
        long[] bytes = new long[profile.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = profile[i] & 0xff;
        }
        tiff.page(3, 1, 4, 8).set(262, 5).set(34675, bytes).units(bytes(0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255));

        int[] levels = levels(read(tiff), 255);

        int[] expected = {255, 0, 255, 255, 0, 255, 255, 0, 255};
        for (int i = 0; i < expected.length; i++) {
            assertThat(levels[i]).isBetween(expected[i] - 3, expected[i] + 3);
        }
    }

    /** An ICC profile (ICC.1:2001-04) of one table: L* = 100 · (1 - first ink), a* = b* = 0, whatever the other inks. */
    private static byte[] firstInkDarkens() {
        int start = 128 + 4 + 12;
        int table = 48 + 4 * 256 + 16 * 3 + 3 * 256;
        ByteBuffer profile = ByteBuffer.allocate(start + table);
        profile.putInt(profile.capacity()).putInt(0).putInt(0x02400000);
        profile.put(HandMade.text("prtrCMYKLab "));
        profile.position(36);
        profile.put(HandMade.text("acsp"));
        profile.position(68);
        // The illuminant, D50.
        profile.putInt(0xf6d6).putInt(0x10000).putInt(0xd32d);
        profile.position(128);
        profile.putInt(1).put(HandMade.text("A2B0")).putInt(start).putInt(table);
        profile.put(HandMade.text("mft1")).putInt(0).put(bytes(4, 3, 2, 0));
        for (int i = 0; i < 9; i++) {
            profile.putInt(i % 4 == 0 ? 0x10000 : 0);
        }
        for (int ink = 0; ink < 4; ink++) {
            line(profile);
        }
        for (int node = 0; node < 16; node++) {
            profile.put(bytes(node < 8 ? 255 : 0, 128, 128));
        }
        for (int colour = 0; colour < 3; colour++) {
            line(profile);
        }
        return profile.array();
    }

    private static void line(ByteBuffer profile) {
        for (int level = 0; level < 256; level++) {
            profile.put((byte) level);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "50002,JPEG XL",
        "50000,Zstandard",
        "50001,WebP",
        "34712,JPEG 2000",
        "33005,JPEG 2000",
        "34887,LERC",
        "34925,LZMA",
        "34661,JBIG",
        "54321,a method without a known name"
    })
    void compressionsThatAreNotReadAreNamed(int number, String name) {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(1, 1, 1, 8).set(259, number).units(bytes(1));

        requireRefused(tiff, "is compressed by " + name + " (TIFF compression " + number + ")", "LZW or Deflate");
    }

    @Test
    void samplesThatAreNotReadAreNamed() {
        for (int bits : new int[] {32, 64}) {
            TiffMaker tiff = TiffMaker.classic();
            tiff.page(1, 1, 1, bits).units(new byte[bits / 8]);
            requireRefused(tiff, bits + "-bit unsigned integers");
        }
        TiffMaker signed = TiffMaker.classic();
        signed.page(1, 1, 1, 16).set(339, 2).units(new byte[2]);
        requireRefused(signed, "16-bit signed integers");
        TiffMaker different = TiffMaker.classic();
        different.page(1, 1, 3, 8).set(258, 8, 16, 8).units(new byte[4]);
        requireRefused(different, "[8, 16, 8] bits");
        TiffMaker jpegFloats = TiffMaker.classic();
        jpegFloats.page(1, 1, 1, 32).set(259, 7).set(339, FLOAT).units(new byte[4]);
        requireRefused(jpegFloats, "floats compressed by JPEG");
    }

    private static void lay(
            TiffMaker.Page page,
            int[][] bands,
            ByteOrder order,
            boolean planar,
            boolean tiled,
            int bits,
            boolean predicted) {
        int width = 19;
        int height = 21;
        int unitWidth = tiled ? 16 : width;
        int unitHeight = tiled ? 16 : 8;
        page.set(284, planar ? 2 : 1).set(317, predicted ? 2 : 1);
        if (tiled) {
            page.set(322, unitWidth).set(323, unitHeight);
        } else {
            page.set(278, unitHeight);
        }
        List<int[][]> planes = new ArrayList<>();
        for (int[] band : bands) {
            planes.add(planar ? new int[][] {band} : bands);
        }
        for (int[][] plane : planar ? planes : planes.subList(0, 1)) {
            for (int top = 0; top < height; top += unitHeight) {
                for (int left = 0; left < width; left += unitWidth) {
                    int rows = tiled ? unitHeight : Math.min(unitHeight, height - top);
                    ByteBuffer unit = ByteBuffer.allocate(unitWidth * rows * plane.length * bits / 8)
                            .order(order);
                    for (int y = top; y < top + rows; y++) {
                        for (int x = left; x < left + unitWidth; x++) {
                            for (int[] band : plane) {
                                int level = level(band, x, y, width, height);
                                int before = predicted && x > left ? level(band, x - 1, y, width, height) : 0;
                                if (bits == 8) {
                                    unit.put((byte) (level - before));
                                } else {
                                    unit.putShort((short) (level - before));
                                }
                            }
                        }
                    }
                    page.units(compressed(unit.array(), (int) page.compression()));
                }
            }
        }
    }

    private static int level(int[] band, int x, int y, int width, int height) {
        return x < width && y < height ? band[y * width + x] : 77;
    }

    private static byte[] compressed(byte[] content, int compression) {
        return switch (compression) {
            case DEFLATE -> deflated(content);
            case 32773 -> literalRuns(content);
            default -> content;
        };
    }

    /** PackBits without any run of equal bytes. */
    private static byte[] literalRuns(byte[] content) {
        ByteBuffer packed = ByteBuffer.allocate(content.length + content.length / 128 + 1);
        for (int start = 0; start < content.length; start += 128) {
            int count = Math.min(128, content.length - start);
            packed.put((byte) (count - 1)).put(content, start, count);
        }
        return Arrays.copyOf(packed.array(), packed.position());
    }

    /** Rows of floats as they lie in a strip, by the definition of each predictor. */
    private static byte[] floatRows(
            float[] values, int first, int rows, int rowLength, int step, int bits, ByteOrder order, int predictor) {
        int size = bits / 8;
        ByteBuffer strip = ByteBuffer.allocate(rows * rowLength * size).order(order);
        for (int row = first; row < first + rows; row++) {
            long[] words = new long[rowLength];
            for (int i = 0; i < rowLength; i++) {
                words[i] = word(values[row * rowLength + i], bits);
            }
            byte[] parts = new byte[rowLength * size];
            for (int i = 0; i < rowLength; i++) {
                for (int part = 0; part < size; part++) {
                    parts[part * rowLength + i] = (byte) (words[i] >> bits - 8 - 8 * part);
                }
            }
            for (int i = 0; predictor == 3 && i < parts.length; i++) {
                strip.put((byte) (parts[i] - (i < step ? 0 : parts[i - step])));
            }
            for (int i = 0; predictor != 3 && i < rowLength; i++) {
                long word = words[i] - (predictor == 2 && i >= step ? words[i - step] : 0);
                switch (bits) {
                    case 16 -> strip.putShort((short) word);
                    case 32 -> strip.putInt((int) word);
                    default -> strip.putLong(word);
                }
            }
        }
        return strip.array();
    }

    private static long word(float value, int bits) {
        return switch (bits) {
            case 16 -> half(value);
            case 32 -> Float.floatToIntBits(value);
            default -> Double.doubleToLongBits(value);
        };
    }

    /** Of numbers that fit exactly and are normal or 0. */
    private static long half(float value) {
        int bits = Float.floatToIntBits(value);
        return value == 0 ? 0 : (bits >> 23) - 127 + 15 << 10 | bits >> 13 & 0x3ff;
    }

    private static void writeByJdk(float[] values, int width, int height, String compression, Path path)
            throws Exception {
        DataBufferFloat buffer = new DataBufferFloat(values.clone(), values.length);
        Raster raster = Raster.createWritableRaster(
                new java.awt.image.PixelInterleavedSampleModel(
                        DataBuffer.TYPE_FLOAT, width, height, 1, width, new int[] {0}),
                buffer,
                null);
        BufferedImage image = new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_GRAY),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_FLOAT),
                (java.awt.image.WritableRaster) raster,
                false,
                null);
        ImageWriter writer = PlugIn.JDK.writer("tiff");
        try (FileImageOutputStream output = new FileImageOutputStream(path.toFile())) {
            writer.setOutput(output);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionType(compression);
            writer.write(null, new IIOImage(image, List.of(), null), settings);
        } finally {
            writer.dispose();
        }
    }

    private static int[][] randomBands(int bands, int pixels, int bits) {
        Random random = new Random(bits);
        int[][] all = new int[bands][pixels];
        for (int[] band : all) {
            Arrays.setAll(band, i -> random.nextInt(1 << bits));
        }
        return all;
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static float[] interleaved(Image image) {
        float[] planar = image.values();
        int pixels = image.width() * image.height();
        float[] result = new float[planar.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = planar[i % image.channels() * pixels + i / image.channels()];
        }
        return result;
    }

    private void requireRefused(TiffMaker tiff, String... words) {
        assertThatThrownBy(() -> read(tiff)).isInstanceOf(ImageException.class).hasMessageContainingAll(words);
    }

    private Image read(TiffMaker tiff, Integer... bands) throws ImageException {
        ReadOptions options = new ReadOptions(ReadLimits.DEFAULT, OptionalInt.empty(), List.of(bands));
        return ImageFiles.read(file(folder, "image.tif", tiff.bytes()), options);
    }
}
