package io.dynafuse.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The number formats of stored tensors. */
public enum ElementType {
    FLOAT_64(8, "F64", "DoubleStorage", "float64"),
    FLOAT_32(4, "F32", "FloatStorage", "float32"),
    FLOAT_16(2, "F16", "HalfStorage", "float16"),
    BFLOAT_16(2, "BF16", "BFloat16Storage", "bfloat16"),
    INT_64(8, "I64", "LongStorage", "int64"),
    INT_32(4, "I32", "IntStorage", "int32"),
    INT_16(2, "I16", "ShortStorage", "int16"),
    INT_8(1, "I8", "CharStorage", "int8"),
    UINT_8(1, "U8", "ByteStorage", "uint8"),
    BOOL(1, "BOOL", "BoolStorage", "bool");

    private final int bytes;
    private final String safetensorsName;
    private final String torchStorage;
    private final String torchName;

    ElementType(int bytes, String safetensorsName, String torchStorage, String torchName) {
        this.bytes = bytes;
        this.safetensorsName = safetensorsName;
        this.torchStorage = torchStorage;
        this.torchName = torchName;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The name in a safetensors header, such as {@code F32}. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** The class of PyTorch storages of this type, without its module. */
    String torchStorage() {
        return torchStorage;
    }

    /** The name of PyTorch's data type, without its module. */
    String torchName() {
        return torchName;
    }

    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.safetensorsName.equals(name))
                .findFirst();
    }

    /** Element {@code index} of little-endian {@code data}, to the nearest float; a boolean is 0 or 1. */
    float floatAt(ByteBuffer data, int index) {
        int at = index * bytes;
        return switch (this) {
            case FLOAT_64 -> (float) data.getDouble(at);
            case FLOAT_32 -> data.getFloat(at);
            case FLOAT_16 -> half(data.getShort(at));
            case BFLOAT_16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case INT_64 -> data.getLong(at);
            case INT_32 -> data.getInt(at);
            case INT_16 -> data.getShort(at);
            case INT_8 -> data.get(at);
            case UINT_8 -> data.get(at) & 0xff;
            case BOOL -> data.get(at) == 0 ? 0 : 1;
        };
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude = switch (exponent) {
            case 0 -> Math.scalb((float) fraction, -24);
            case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Math.scalb((float) (fraction | 0x400), exponent - 25);
        };
        return bits < 0 ? -magnitude : magnitude;
    }
}
