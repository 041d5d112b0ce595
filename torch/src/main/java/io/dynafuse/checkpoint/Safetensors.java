package io.dynafuse.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.UnwritableFileException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format: eight bytes with the length of a JSON header, the header, then all tensors without gaps,
 * little-endian and row-major. Described at https://github.com/huggingface/safetensors.
 */
public final class Safetensors {
    /**
     * The format's own limit is 100 MB, for which a small machine would need seconds and a gigabyte; the header of the largest number of
     * tensors that are read, with names of usual length, is a third of this.
     */
    private static final int MAXIMUM_HEADER = 32 << 20;

    private static final int MAXIMUM_METADATA = 10_000;

    private static final String METADATA = "__metadata__";
    private static final String TYPE = "dtype";
    private static final String SHAPE = "shape";
    private static final String OFFSETS = "data_offsets";
    private static final int ALIGNMENT = 8;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // No name comes twice, and keeping all long names takes time quadratic in their number.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private Safetensors() {}

    /** One tensor of a header; the components have the names of the format. */
    private record Entry(
            @JsonProperty(TYPE) String type,
            @JsonProperty(SHAPE) long[] shape,
            @JsonProperty(OFFSETS) long[] offsets) {}

    /**
     * Writes {@code tensors} as F32 in their order. The same tensors and metadata give the same bytes.
     *
     * @param metadata free text about the file; written in the order of its keys, left out if empty
     * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, which the format reserves
     * @throws UnwritableFileException if the file cannot be written; an earlier file is then still there
     */
    public static void write(Path path, Map<String, StoredTensor> tensors, Map<String, String> metadata)
            throws UnwritableFileException {
        AtomicFile.write(path, content(tensors, metadata));
    }

    /**
     * The content that {@link #write} writes, for a file that is written together with others.
     *
     * @throws IllegalArgumentException if a tensor is named {@code __metadata__}
     */
    public static AtomicFile.Content content(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("a tensor cannot be named " + METADATA);
        }
        return out -> {
            out.write(header(tensors, metadata));
            for (StoredTensor tensor : tensors.values()) {
                writeValues(out, tensor.values());
            }
        };
    }

    /** The length and the header, padded with spaces so that the tensors start aligned. */
    private static byte[] header(Map<String, StoredTensor> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(text, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writePOJOField(METADATA, new TreeMap<>(metadata));
            }
            long begin = 0;
            for (Map.Entry<String, StoredTensor> named : tensors.entrySet()) {
                long end = begin + (long) named.getValue().values().length * Float.BYTES;
                json.writePOJOField(named.getKey(), entry(named.getValue().shape(), begin, end));
                begin = end;
            }
            json.writeEndObject();
        }
        while (text.size() % ALIGNMENT != 0) {
            text.write(' ');
        }
        return littleEndian(Long.BYTES + text.size())
                .putLong(text.size())
                .put(text.toByteArray())
                .array();
    }

    private static Entry entry(List<Long> shape, long begin, long end) {
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        return new Entry(ElementType.FLOAT_32.safetensorsName(), sizes, new long[] {begin, end});
    }

    private static void writeValues(OutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = littleEndian(1 << 16);
        for (float value : values) {
            if (!chunk.hasRemaining()) {
                out.write(chunk.array());
                chunk.clear();
            }
            chunk.putFloat(value);
        }
        out.write(chunk.array(), 0, chunk.position());
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Whether a file that starts with these bytes claims to be safetensors: it has a header length that is at least conceivable (below
     * 2^48), and JSON. Other formats and text do not have these zeros there.
     */
    static boolean isSafetensors(byte[] start) {
        return start.length > Long.BYTES && start[6] == 0 && start[7] == 0 && start[Long.BYTES] == '{';
    }

    /**
     * Reads the header.
     *
     * @param bytes the whole file; must stay readable while tensors are read
     * @param size the number of these bytes
     */
    static Contents read(ByteSource bytes, long size) throws IOException {
        long length = ByteBuffer.wrap(bytes.read(0, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length > MAXIMUM_HEADER) {
            throw new Malformed("its header claims " + length + " bytes; expected at most " + MAXIMUM_HEADER);
        }
        long start = Long.BYTES + length;
        if (start > size) {
            throw new EOFException();
        }
        byte[] header = bytes.read(Long.BYTES, (int) length);
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(header)) {
            parse(json, entries, metadata);
        }
        requireFilled(entries, size - start);
        Map<String, LocatedTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            ByteSource storage = bytes.from(start + named.getValue().offsets()[0]);
            tensors.put(named.getKey(), new LocatedTensor(layout(named.getKey(), named.getValue()), storage));
        }
        TensorNames.Named<LocatedTensor> found = TensorNames.of(tensors);
        return new Contents(found.tensors(), found.dropped(), metadata);
    }

    private static void parse(JsonParser json, Map<String, Entry> entries, Map<String, String> metadata)
            throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            TensorNames.requireSensible(entries.size() + 1, name.length());
            json.nextToken();
            if (name.equals(METADATA)) {
                parseMetadata(json, metadata);
            } else {
                Entry entry = json.readValueAs(Entry.class);
                require(entry != null && entry.offsets().length == 2, "tensor " + name + " has no byte range");
                entries.put(name, entry);
            }
        }
        require(json.nextToken() == null, "something follows the JSON object in its header");
    }

    private static void parseMetadata(JsonParser json, Map<String, String> metadata) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT, "its metadata is not a JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            require(metadata.size() < MAXIMUM_METADATA, "its metadata has more than " + MAXIMUM_METADATA + " entries");
            String key = json.currentName();
            require(json.nextToken() == JsonToken.VALUE_STRING, "its metadata entry " + key + " is not text");
            metadata.put(key, json.getText());
        }
    }

    /** The format demands that the tensors fill the rest of the file: no gap, no overlap, nothing after them. */
    private static void requireFilled(Map<String, Entry> entries, long available) throws Malformed {
        List<Map.Entry<String, Entry>> ordered = entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Entry> named) ->
                                named.getValue().offsets()[0])
                        .thenComparingLong(named -> named.getValue().offsets()[1]))
                .toList();
        long filled = 0;
        for (Map.Entry<String, Entry> named : ordered) {
            long[] offsets = named.getValue().offsets();
            require(
                    offsets[0] == filled && offsets[1] >= filled && offsets[1] <= available,
                    "tensor " + named.getKey() + " lies at bytes " + offsets[0] + " to " + offsets[1]
                            + "; expected it to start at " + filled + " and to end by " + available);
            filled = offsets[1];
        }
        require(filled == available, "its tensors fill " + filled + " bytes, but " + available + " follow the header");
    }

    private static TensorLayout layout(String name, Entry entry) throws Malformed {
        ElementType type = ElementType.ofSafetensors(entry.type())
                .orElseThrow(() -> new Malformed("tensor " + name + " is of type " + entry.type() + "; expected one of "
                        + Arrays.stream(ElementType.values())
                                .map(ElementType::safetensorsName)
                                .toList()));
        TensorLayout layout = TensorLayout.contiguous(
                type, Arrays.stream(entry.shape()).boxed().toList());
        long bytes = entry.offsets()[1] - entry.offsets()[0];
        require(
                bytes % type.bytes() == 0 && bytes / type.bytes() == layout.elements(),
                "tensor " + name + " has " + bytes + " bytes, which is not its shape " + layout.shape() + " of "
                        + type.safetensorsName());
        return layout;
    }

    private static void require(boolean condition, String otherwise) throws Malformed {
        if (!condition) {
            throw new Malformed(otherwise);
        }
    }
}
