package io.dynafuse.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Assembles whole checkpoints byte for byte. */
final class CheckpointBytes {
    private CheckpointBytes() {}

    /** What opening must never throw is turned into a failed test by not being declared here. */
    interface Use<T> {
        T with(Path file) throws IOException;
    }

    /** Puts {@code bytes} in a file for as long as {@code use} runs; for property tests, which know no temporary folders. */
    static <T> T inFile(byte[] bytes, Use<T> use) throws IOException {
        Path file = Files.createTempFile("checkpoint", ".pth");
        try {
            Files.write(file, bytes);
            return use.with(file);
        } finally {
            Files.delete(file);
        }
    }

    static byte[] zip(byte[] pickle, Map<String, byte[]> storages) {
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put("archive/data.pkl", pickle);
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return archive(entries);
    }

    /** An archive of uncompressed entries. */
    static byte[] archive(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                entry.setCrc(crc.getValue());
                entry.setSize(each.getValue().length);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A stream of PyTorch before 1.6; {@code storages} are in order, each with its number of elements. */
    static byte[] stream(byte[] pickle, Map<String, byte[]> storages, int elementBytes) {
        return stream(true, 1001, pickle, storages, elementBytes);
    }

    static byte[] stream(
            boolean littleEndian, int version, byte[] pickle, Map<String, byte[]> storages, int elementBytes) {
        PickleBytes keys = PickleBytes.protocol2().op("](");
        storages.keySet().forEach(keys::text);
        PickleBytes file = new PickleBytes()
                .op(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .op(".")
                .raw(PickleBytes.protocol2()
                        .op("M")
                        .op(version & 0xff, version >> 8)
                        .end())
                .raw(PickleBytes.protocol2()
                        .op("}(")
                        .text("protocol_version")
                        .op("M")
                        .op(0xe9, 0x03)
                        .text("little_endian")
                        .op(littleEndian ? 0x88 : 0x89)
                        .op("u")
                        .end())
                .raw(pickle)
                .raw(keys.op("e").end());
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(file.body());
        storages.values().forEach(bytes -> {
            whole.writeBytes(PickleBytes.littleEndian(8)
                    .putLong(bytes.length / elementBytes)
                    .array());
            whole.writeBytes(bytes);
        });
        return whole.toByteArray();
    }

    static byte[] safetensors(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return PickleBytes.littleEndian(8 + text.length + data.length)
                .putLong(text.length)
                .put(text)
                .put(data)
                .array();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = PickleBytes.littleEndian(4 * values.length);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
