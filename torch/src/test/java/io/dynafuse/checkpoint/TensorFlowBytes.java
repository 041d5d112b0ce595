package io.dynafuse.checkpoint;

import io.dynafuse.testing.MessageBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Assembles TensorFlow checkpoints byte for byte, from the descriptions of LevelDB's tables and of protocol buffers. */
final class TensorFlowBytes {
    private static final long MAGIC = 0xdb4775248b80fb57L;

    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    TensorFlowBytes() {
        header(1);
    }

    TensorFlowBytes header(long shards) {
        return entry("", new MessageBytes().number(1, shards).toBytes());
    }

    TensorFlowBytes entry(String key, byte[] value) {
        entries.put(key, value);
        return this;
    }

    /** A tensor of 32-bit floats in the first file of data. */
    TensorFlowBytes floats(String key, long[] shape, float... values) {
        return tensor(key, 1, shape, CheckpointBytes.floats(values));
    }

    TensorFlowBytes tensor(String key, long type, long[] shape, byte[] bytes) {
        entry(key, description(type, shape, 0, data.size(), bytes.length, MaskedChecksum.of(bytes)));
        data.writeBytes(bytes);
        return this;
    }

    static byte[] description(long type, long[] shape, long shard, long offset, long size, int checksum) {
        MessageBytes dimensions = new MessageBytes();
        for (long length : shape) {
            dimensions.message(2, new MessageBytes().number(1, length));
        }
        return new MessageBytes()
                .number(1, type)
                .message(2, dimensions)
                .number(3, shard)
                .number(4, offset)
                .number(5, size)
                .fixed32(6, checksum)
                .toBytes();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    byte[] data() {
        return data.toByteArray();
    }

    /** The index; each key omits what it shares with the one before. */
    byte[] index() {
        return index(0);
    }

    byte[] index(int compression) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String last = "";
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            int shared = 0;
            String key = entry.getKey();
            while (shared < Math.min(last.length(), key.length()) && last.charAt(shared) == key.charAt(shared)) {
                shared++;
            }
            block.writeBytes(entry(shared, key.substring(shared), entry.getValue()));
            last = key;
        }
        return table(block.toByteArray(), compression);
    }

    static byte[] entry(int shared, String rest, byte[] value) {
        byte[] key = rest.getBytes(StandardCharsets.UTF_8);
        return join(
                MessageBytes.varint(shared),
                MessageBytes.varint(key.length),
                MessageBytes.varint(value.length),
                key,
                value);
    }

    /** A table of one block. */
    static byte[] table(byte[] block, int compression) {
        byte[] first = closed(block, compression);
        byte[] empty = closed(new byte[0], 0);
        byte[] index = closed(entry(0, "~", handle(0, first.length - 5)), 0);
        byte[] footer =
                join(handle(first.length, empty.length - 5), handle(first.length + empty.length, index.length - 5));
        return join(first, empty, index, footer, new byte[40 - footer.length], littleEndian(MAGIC));
    }

    private static byte[] handle(long offset, long length) {
        return join(MessageBytes.varint(offset), MessageBytes.varint(length));
    }

    private static byte[] littleEndian(long value) {
        return PickleBytes.littleEndian(8).putLong(value).array();
    }

    /** With one restart, at the start, and the trailer. */
    private static byte[] closed(byte[] entries, int compression) {
        byte[] block =
                join(entries, PickleBytes.littleEndian(8).putInt(0).putInt(1).array(), new byte[] {(byte) compression});
        return join(
                block,
                PickleBytes.littleEndian(4).putInt(MaskedChecksum.of(block)).array());
    }

    /** Writes both files; returns the name that they have in common. */
    Path write(Path folder) throws IOException {
        Files.write(folder.resolve("model.ckpt.index"), index());
        Files.write(folder.resolve("model.ckpt.data-00000-of-00001"), data());
        return folder.resolve("model.ckpt");
    }
}
