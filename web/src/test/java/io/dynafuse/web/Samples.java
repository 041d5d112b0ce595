package io.dynafuse.web;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Image files to send, right and wrong ones. */
final class Samples {
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Samples() {}

    /** Some texture in gray of 8 bits. */
    static byte[] png(int width, int height) {
        return of(TestImages.textured(width, height, 1, SampleDepth.BITS_8), ImageFormat.PNG);
    }

    static byte[] of(Image image, ImageFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageFiles.write(image, out, format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * A black PNG in gray of 8 bits whose header need not be true.
     *
     * @param bytes how many zeros its data become when they are decompressed
     */
    static byte[] blackPng(int width, int height, int bytes) {
        return png(header(width, height), chunk("IDAT", deflated(bytes)));
    }

    /** A small PNG with a compressed text that becomes the given number of zeros. */
    static byte[] pngWithText(int bytes) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        text.writeBytes(deflated(bytes));
        return png(header(16, 12), chunk("zTXt", text.toByteArray()), chunk("IDAT", deflated(12 * 17)));
    }

    private static byte[] png(byte[]... chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PNG_SIGNATURE);
        for (byte[] chunk : chunks) {
            out.writeBytes(chunk);
        }
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] header(int width, int height) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 8)
                        .array());
    }

    private static byte[] chunk(String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + content.length);
        return chunk.putInt((int) sum.getValue()).array();
    }

    private static byte[] deflated(int zeros) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        byte[] block = new byte[1 << 16];
        int left = zeros;
        while (!deflater.finished()) {
            if (deflater.needsInput()) {
                int next = Math.min(left, block.length);
                deflater.setInput(block, 0, next);
                left -= next;
                if (left == 0) {
                    deflater.finish();
                }
            }
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
