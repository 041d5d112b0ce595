package io.dynafuse.checkpoint;

import io.dynafuse.files.OneLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads what {@code numpy.savez} writes: a zip archive of arrays, each with a header that says its type and shape, compressed or not. */
final class NumpyArchive {
    private static final String ENDING = ".npy";
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy's own limit is shorter. */
    private static final int MAXIMUM_HEADER = 1 << 16;

    /** No parameters get this much smaller by compression; beyond it, a small file could fill the memory. */
    private static final long MAXIMUM_EXPANSION = 100;

    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': (.+), 'fortran_order': (True|False), 'shape': \\(([\\dL, ]*)\\),? ?\\}\\s*", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("'([<>|=])([a-zA-Z]\\d*)'");

    private static final Map<String, ElementType> TYPES = Map.of(
            "f8", ElementType.FLOAT_64,
            "f4", ElementType.FLOAT_32,
            "f2", ElementType.FLOAT_16,
            "i8", ElementType.INT_64,
            "i4", ElementType.INT_32,
            "i2", ElementType.INT_16,
            "i1", ElementType.INT_8,
            "u1", ElementType.UINT_8,
            "b1", ElementType.BOOL);

    private NumpyArchive() {}

    /** Whether an archive holds arrays and nothing else. */
    static boolean isOne(ZipFile zip) {
        List<ZipEntry> entries = entries(zip);
        return !entries.isEmpty()
                && entries.stream().allMatch(entry -> entry.getName().endsWith(ENDING));
    }

    private static List<ZipEntry> entries(ZipFile zip) {
        return zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry.class::cast)
                .toList();
    }

    /** Reads an archive; it must stay open while tensors are read. */
    static Contents read(ZipFile zip, long fileSize) throws IOException {
        Map<String, LocatedTensor> tensors = new LinkedHashMap<>();
        long expanded = 0;
        for (ZipEntry entry : entries(zip)) {
            String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
            TensorNames.requireSensible(tensors.size() + 1, name.length());
            expanded += Math.max(0, entry.getSize());
            if (expanded / MAXIMUM_EXPANSION > fileSize) {
                throw new Malformed("it is a zip archive of " + fileSize + " bytes that claims to expand to more than "
                        + MAXIMUM_EXPANSION + " times as many; expected the parameters of a network");
            }
            if (tensors.put(name, new Array(zip, entry, name).located()) != null) {
                throw new Malformed("two of its tensors are named " + OneLine.brief(name));
            }
        }
        TensorNames.Named<LocatedTensor> found = TensorNames.of(tensors);
        return new Contents(found.tensors(), new LinkedHashSet<>(found.dropped()), Map.of());
    }

    /** One array. */
    private record Array(ZipFile zip, ZipEntry entry, String name) {
        LocatedTensor located() throws IOException {
            byte[] start;
            try (InputStream in = zip.getInputStream(entry)) {
                start = start(in);
            } catch (EOFException e) {
                throw wrong("ends too early", e);
            }
            TensorLayout layout = layout(new String(start, StandardCharsets.ISO_8859_1));
            long bytes = entry.getSize() - start.length;
            if (bytes % layout.type().bytes() != 0
                    || bytes / layout.type().bytes() != layout.elements()
                    || bytes > Integer.MAX_VALUE - start.length - Long.BYTES) {
                throw wrong("has " + bytes + " bytes, which is not its shape " + layout.shape() + " of "
                        + layout.type().safetensorsName());
            }
            return new LocatedTensor(
                    layout, (first, count) -> values(start.length).read(first, count));
        }

        /** Everything before the values. */
        private byte[] start(InputStream in) throws IOException {
            byte[] fixed = require(in, MAGIC.length + 2);
            for (int i = 0; i < MAGIC.length; i++) {
                if (fixed[i] != MAGIC[i]) {
                    throw wrong("is not a NumPy array");
                }
            }
            int version = fixed[MAGIC.length];
            if (version < 1 || version > 3) {
                throw wrong("is a NumPy array of the unknown version " + version);
            }
            byte[] count = require(in, version == 1 ? Short.BYTES : Integer.BYTES);
            ByteBuffer number = ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN);
            long length = version == 1 ? number.getShort() & 0xffff : number.getInt() & 0xffffffffL;
            if (length > MAXIMUM_HEADER) {
                throw wrong("claims a header of " + length + " bytes; expected at most " + MAXIMUM_HEADER);
            }
            return join(fixed, count, require(in, (int) length));
        }

        private static byte[] require(InputStream in, int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException();
            }
            return bytes;
        }

        private static byte[] join(byte[] first, byte[] second, byte[] third) {
            return ByteBuffer.allocate(first.length + second.length + third.length)
                    .put(first)
                    .put(second)
                    .put(third)
                    .array();
        }

        private TensorLayout layout(String start) throws Malformed {
            Matcher header = HEADER.matcher(start.substring(start.indexOf('{') < 0 ? 0 : start.indexOf('{')));
            if (!header.matches()) {
                throw wrong("has a header that NumPy does not write");
            }
            TensorLayout rows = TensorLayout.contiguous(type(header.group(1)), shape(header.group(3)));
            return header.group(2).equals("True") ? columns(rows) : rows;
        }

        private ElementType type(String described) throws Malformed {
            Matcher type = TYPE.matcher(described);
            if (described.contains("O")) {
                throw wrong("is not loaded: it holds Python objects, which only running what the file says would make;"
                        + " expected arrays of numbers");
            }
            if (type.matches() && type.group(1).equals(">")) {
                throw wrong("holds big-endian numbers; expected little-endian ones");
            }
            if (!type.matches() || !TYPES.containsKey(type.group(2))) {
                throw wrong("is of NumPy's type " + OneLine.brief(described)
                        + "; expected floating-point numbers of 16 to 64 bits, integers or booleans");
            }
            return TYPES.get(type.group(2));
        }

        private List<Long> shape(String described) throws Malformed {
            List<Long> shape = new ArrayList<>();
            for (String size : described.split(",")) {
                String digits = size.strip().replaceFirst("L$", "");
                if (!digits.isEmpty()) {
                    try {
                        shape.add(Long.valueOf(digits));
                    } catch (NumberFormatException e) {
                        throw wrong("has the impossible size " + OneLine.brief(size.strip()), e);
                    }
                }
            }
            return shape;
        }

        /** The same with the first index as the fastest. */
        private static TensorLayout columns(TensorLayout rows) {
            List<Long> strides = new ArrayList<>();
            long stride = 1;
            for (long size : rows.shape()) {
                strides.add(stride);
                stride *= size;
            }
            return new TensorLayout(rows.type(), rows.shape(), List.copyOf(strides), 0);
        }

        /** All values, which nothing but reading the whole entry can check. */
        private ByteSource values(int start) throws IOException {
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] all = in.readNBytes((int) entry.getSize());
                CRC32 checksum = new CRC32();
                checksum.update(all);
                if (all.length < entry.getSize() || in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
                    throw wrong("is damaged: its length or its checksum is not what the archive says");
                }
                return ByteSource.of(all).from(start);
            }
        }

        private Malformed wrong(String what) {
            return new Malformed("its entry " + OneLine.brief(name) + " " + what);
        }

        private Malformed wrong(String what, Exception cause) {
            return new Malformed("its entry " + OneLine.brief(name) + " " + what, cause);
        }
    }
}
