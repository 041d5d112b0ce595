package io.dynafuse.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Assembles a pickle instruction by instruction. */
final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A pickle of protocol 2. */
    static PickleBytes protocol2() {
        return new PickleBytes().op(0x80, 2);
    }

    PickleBytes op(int... bytes) {
        Arrays.stream(bytes).forEach(out::write);
        return this;
    }

    /** One-letter instructions, by the letters that Python's documentation gives them. */
    PickleBytes op(String letters) {
        return raw(letters.getBytes(StandardCharsets.ISO_8859_1));
    }

    PickleBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    PickleBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return op("X").raw(littleEndian(4).putInt(bytes.length).array()).raw(bytes);
    }

    /** Fits any long; written as a counted integer. */
    PickleBytes number(long value) {
        return op(0x8a, 8).raw(littleEndian(8).putLong(value).array());
    }

    PickleBytes numbers(long... values) {
        op("(");
        Arrays.stream(values).forEach(this::number);
        return op("t");
    }

    PickleBytes global(String module, String name) {
        return op("c" + module + "\n" + name + "\n");
    }

    /** An empty ordered dictionary, as PyTorch writes a state dict or absent hooks. */
    PickleBytes orderedDictionary() {
        return global("collections", "OrderedDict").op(")R");
    }

    /** A reference to a storage that is not a view. */
    PickleBytes storage(String key, String storageType, long elements) {
        return op("(").text("storage")
                .global("torch", storageType)
                .text(key)
                .text("cuda:0")
                .number(elements)
                .op("tQ");
    }

    /** A tensor by {@code _rebuild_tensor_v2}. */
    PickleBytes tensor(String key, String storageType, long elements, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op("(")
                .storage(key, storageType, elements)
                .number(offset)
                .numbers(shape)
                .numbers(strides)
                .op(0x89)
                .orderedDictionary()
                .op("tR");
    }

    /** A row of floats that is its whole storage. */
    PickleBytes floats(String key, long elements) {
        return tensor(key, "FloatStorage", elements, 0, new long[] {elements}, new long[] {1});
    }

    /** The instructions so far. */
    byte[] body() {
        return out.toByteArray();
    }

    /** The finished pickle. */
    byte[] end() {
        return new PickleBytes().raw(body()).op(".").body();
    }

    static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
