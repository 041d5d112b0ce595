package io.dynafuse.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Image files put together byte by byte, so that what they hold is known without a writer. */
final class HandMade {
    private HandMade() {}

    static Path file(Path folder, String name, byte[]... content) {
        try {
            return Files.write(folder.resolve(name), join(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] ints(ByteOrder order, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
        buffer.asIntBuffer().put(values);
        return buffer.array();
    }

    static byte[] shorts(ByteOrder order, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }

    static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        while (!deflater.finished()) {
            bytes.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return bytes.toByteArray();
    }

    /** @param rows every row with its filter byte in front */
    static byte[] png(int width, int height, int bits, int colourType, byte[] rows, byte[]... chunks) {
        byte[] signature = bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
        return join(
                signature,
                header(width, height, bits, colourType),
                join(chunks),
                chunk("IDAT", deflated(rows)),
                chunk("IEND", new byte[0]));
    }

    static byte[] header(int width, int height, int bits, int colourType) {
        byte[] size = ints(ByteOrder.BIG_ENDIAN, width, height);
        return chunk("IHDR", join(size, bytes(bits, colourType, 0, 0, 0)));
    }

    static byte[] chunk(String type, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(text(type));
        sum.update(content);
        return join(ints(ByteOrder.BIG_ENDIAN, content.length), text(type), content, ints(ByteOrder.BIG_ENDIAN, (int)
                sum.getValue()));
    }

    /** A gray TIFF of one strip, whose directory comes first. */
    static byte[] grayTiff(ByteOrder order, int width, int height, int bits, byte[] strip, int[]... moreEntries) {
        int entries = 8 + moreEntries.length;
        int strips = 8 + 2 + 12 * entries + 4;
        ByteBuffer buffer = ByteBuffer.allocate(strips).order(order);
        buffer.put(text(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM"))
                .putShort((short) 42)
                .putInt(8);
        buffer.putShort((short) entries);
        entry(buffer, 256, 4, 1, width);
        entry(buffer, 257, 4, 1, height);
        entry(buffer, 258, 3, 1, bits);
        entry(buffer, 259, 3, 1, 1);
        entry(buffer, 262, 3, 1, 1);
        entry(buffer, 273, 4, 1, strips);
        int next = 0;
        while (next < moreEntries.length && moreEntries[next][0] < 278) {
            entry(buffer, moreEntries[next++]);
        }
        entry(buffer, 278, 4, 1, height);
        entry(buffer, 279, 4, 1, strip.length);
        while (next < moreEntries.length) {
            entry(buffer, moreEntries[next++]);
        }
        return join(buffer.putInt(0).array(), strip);
    }

    /** A little-endian TIFF of one strip of interleaved pixels, with what its extra samples are; 32 bits are floats. */
    static byte[] tiff(int width, int height, int bits, int samples, byte[] strip, int... extraSamples) {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        int extra = extraSamples.length == 0 ? 0 : 1;
        int entries = 10 + extra;
        int lists = 8 + 2 + 12 * entries + 4;
        int strips = lists + 2 * (2 * samples + 2 * extraSamples.length);
        ByteBuffer buffer = ByteBuffer.allocate(strips).order(order);
        buffer.put(text("II")).putShort((short) 42).putInt(8).putShort((short) entries);
        entry(buffer, 256, 4, 1, width);
        entry(buffer, 257, 4, 1, height);
        list(buffer, 258, lists, samples, bits);
        entry(buffer, 259, 3, 1, 1);
        entry(buffer, 262, 3, 1, samples - extraSamples.length == 1 ? 1 : 2);
        entry(buffer, 273, 4, 1, strips);
        entry(buffer, 277, 3, 1, samples);
        entry(buffer, 278, 4, 1, height);
        entry(buffer, 279, 4, 1, strip.length);
        if (extra == 1) {
            list(buffer, 338, lists + 4 * samples, extraSamples.length, extraSamples[0]);
        }
        list(buffer, 339, lists + 2 * samples, samples, bits == 32 ? 3 : 1);
        buffer.putInt(0);
        for (int i = 0; i < 2 * samples; i++) {
            buffer.putShort((short) (i < samples ? bits : bits == 32 ? 3 : 1));
        }
        for (int kind : extraSamples) {
            buffer.putShort((short) kind);
        }
        return join(buffer.array(), strip);
    }

    /** An entry of shorts, which lie elsewhere unless they fit in. */
    private static void list(ByteBuffer buffer, int tag, int offset, int count, int value) {
        if (count <= 2) {
            buffer.putShort((short) tag).putShort((short) 3).putInt(count);
            buffer.putShort((short) value).putShort((short) (count == 2 ? value : 0));
        } else {
            entry(buffer, tag, 3, count, 0);
            buffer.putInt(buffer.position() - 4, offset);
        }
    }

    /** @param entry tag, type (3 short, 4 long), count and value */
    private static void entry(ByteBuffer buffer, int... entry) {
        buffer.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
        if (entry[1] == 3) {
            buffer.putShort((short) entry[3]).putShort((short) 0);
        } else {
            buffer.putInt(entry[3]);
        }
    }

    /** Exif data that name a camera and an orientation. */
    static byte[] exif(ByteOrder order, int orientation) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4 + 8).order(order);
        buffer.put(text(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM"))
                .putShort((short) 42)
                .putInt(8);
        buffer.putShort((short) 2);
        buffer.putShort((short) 271).putShort((short) 2).putInt(8).putInt(38);
        entry(buffer, 274, 3, 1, orientation);
        return buffer.putInt(0).put(text("DYNACAM\0")).array();
    }

    /** An uncompressed bitmap; {@code rows} from the bottom up, each filled to four bytes. */
    static byte[] bmp(int width, int height, int bits, int[] palette, byte[] rows) {
        int offset = 54 + 4 * palette.length;
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        return join(
                text("BM"),
                ints(order, offset + rows.length, 0, offset, 40, width, height),
                shorts(order, 1, bits),
                ints(order, 0, rows.length, 2835, 2835, palette.length, 0),
                ints(order, palette),
                rows);
    }

    /** A bitmap of 32-bit pixels with masks for red, green, blue and alpha, {@code 0xAARRGGBB}; rows from the bottom up. */
    static byte[] maskedBmp(int width, int height, int... pixels) {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        int header = 108;
        return join(
                text("BM"),
                ints(order, 14 + header + 4 * pixels.length, 0, 14 + header, header, width, height),
                shorts(order, 1, 32),
                ints(order, 3, 4 * pixels.length, 2835, 2835, 0, 0),
                ints(order, 0xff0000, 0xff00, 0xff, 0xff000000, 0x73524742),
                new byte[12 * Integer.BYTES],
                ints(order, pixels));
    }

    /** The alphas of an image on a scale from 0 to {@code maximum}. */
    static int[] alphas(Image image, int maximum) {
        float[] values = image.alpha(new Region(0, 0, image.width(), image.height()));
        int[] alphas = new int[values.length];
        for (int i = 0; i < alphas.length; i++) {
            alphas[i] = Math.round(values[i] * maximum);
        }
        return alphas;
    }

    /** The values of an image on a scale from 0 to {@code maximum}, [channels, height, width]. */
    static int[] levels(Image image, int maximum) {
        float[] values = image.values();
        int[] levels = new int[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(values[i] * maximum);
        }
        return levels;
    }
}
