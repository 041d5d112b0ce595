package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.ElementType;
import io.dynafuse.checkpoint.ForeignFile;
import io.dynafuse.checkpoint.Malformed;
import io.dynafuse.checkpoint.ProtocolBuffer;
import io.dynafuse.checkpoint.ProtocolBuffer.Field;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.Sha256;
import io.dynafuse.graph.GraphFunction.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an ONNX model declares. It is a {@code ModelProto} in the wire format of protocol buffers; the tags are those of {@code onnx.proto} (ONNX,
 * release 1.19).
 */
final class OnnxFile {
    private static final int SIGNATURE = 512;

    /** Protocol buffers can not be larger. */
    private static final long LARGEST = Integer.MAX_VALUE - 8;

    /** The numbers that ONNX gives to types of elements. */
    private static final Map<Long, ElementType> TYPES = Map.of(
            1L, ElementType.FLOAT_32,
            2L, ElementType.UINT_8,
            3L, ElementType.INT_8,
            5L, ElementType.INT_16,
            6L, ElementType.INT_32,
            7L, ElementType.INT_64,
            9L, ElementType.BOOL,
            10L, ElementType.FLOAT_16,
            11L, ElementType.FLOAT_64,
            16L, ElementType.BFLOAT_16);

    private static final int MOST_DIMENSIONS = 64;

    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Set<String> initialisers = new HashSet<>();
    private final Set<Long> otherTypes = new TreeSet<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> domains = new HashSet<>();
    private final OnnxOperations operations = new OnnxOperations();
    private Optional<Field> graph = Optional.empty();

    /**
     * An input or output.
     *
     * @param type the number of its type of elements
     */
    private record Value(Port port, long type) {}

    private OnnxFile() {}

    /** Whether a file begins like one; not if it cannot be read. */
    static boolean isOne(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return ForeignFile.of(in.readNBytes(SIGNATURE))
                    .filter(ForeignFile.ONNX::equals)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** As {@link GraphFile#read}. */
    static GraphFile read(Path path) throws CheckpointException {
        try {
            if (Files.size(path) > LARGEST) {
                throw new Malformed(
                        "it has " + Files.size(path) + " bytes; expected an ONNX model, which has at most " + LARGEST);
            }
            byte[] bytes = Files.readAllBytes(path);
            if (bytes.length == 0) {
                throw new Malformed("it is empty; expected an ONNX model");
            }
            return new OnnxFile()
                    .read(path, Sha256.hex(Sha256.begin().digest(bytes)), new ProtocolBuffer(ByteBuffer.wrap(bytes)));
        } catch (IOException | OutOfMemoryError e) {
            throw new CheckpointException(path.toString(), e);
        }
    }

    private GraphFile read(Path path, String sha256, ProtocolBuffer model) throws Malformed {
        readModel(model);
        Field found = graph.orElseThrow(() -> new Malformed("it holds no graph; expected a whole ONNX model"));
        if (!domains.contains("")) {
            throw new Malformed("it names no version of ONNX's operations; expected a whole ONNX model");
        }
        GraphFunction forward = function(found);
        long count = operations.check(found.bytes());
        notes.add(count + (count == 1 ? " operation" : " operations"));
        if (!otherTypes.isEmpty()) {
            notes.add("it also holds tensors of ONNX's types number " + otherTypes + ", which are not listed");
        }
        return new GraphFile(path, GraphFormat.ONNX, sha256, List.of(forward), List.copyOf(tensors.values()), notes);
    }

    private void readModel(ProtocolBuffer model) throws Malformed {
        String producer = "";
        while (model.hasMore()) {
            Field field = model.next();
            switch (field.tag()) {
                case 2, 3 -> producer = (producer + " " + field.text()).strip();
                case 7 -> {
                    // A reader would join them.
                    if (graph.isPresent()) {
                        throw new Malformed("it holds two graphs; expected one");
                    }
                    graph = Optional.of(field);
                }
                case 8 -> readVersion(field.message());
                case 14 -> readEntry(field.message());
                case 20 -> notes.add("it also says how to train it, which is not used");
                case 25 -> operations.declare(field);
                default -> {
                    // Texts, and what a later version may say.
                }
            }
        }
        if (!producer.isEmpty()) {
            notes.add(0, "written by " + OneLine.brief(producer));
        }
    }

    /** Which version of the operations of which domain are used. */
    private void readVersion(ProtocolBuffer message) throws Malformed {
        String domain = "";
        long version = 0;
        while (message.hasMore()) {
            Field field = message.next();
            if (field.tag() == 1) {
                domain = field.text();
            } else if (field.tag() == 2) {
                version = field.number();
            }
        }
        domains.add(domain.equals(OnnxOperations.STANDARD) ? "" : domain);
        notes.add("opset " + version + (domain.isEmpty() ? "" : " of " + OneLine.brief(domain)));
    }

    /** What an exporter says beside the graph. */
    private void readEntry(ProtocolBuffer message) throws Malformed {
        String key = "";
        String value = "";
        while (message.hasMore()) {
            Field field = message.next();
            if (field.tag() == 1) {
                key = field.text();
            } else if (field.tag() == 2) {
                value = field.text();
            }
        }
        notes.add(OneLine.brief(key) + ": " + OneLine.brief(value));
    }

    private GraphFunction function(Field found) throws Malformed {
        List<Value> inputs = new ArrayList<>();
        List<Value> outputs = new ArrayList<>();
        ProtocolBuffer message = found.message();
        while (message.hasMore()) {
            Field field = message.next();
            switch (field.tag()) {
                case 5 -> readTensor(field);
                case 11 -> inputs.add(value(field.message(), "input"));
                case 12 -> outputs.add(value(field.message(), "output"));
                case 15 -> notes.add("it also holds a sparse tensor, which is not listed");
                default -> {
                    // Operations are read apart.
                }
            }
        }
        // Old versions of the format list initialisers among the inputs.
        inputs.removeIf(input -> initialisers.contains(input.port().name()));
        return new GraphFunction(GraphFunction.FORWARD, ports(inputs, "input"), ports(outputs, "output"));
    }

    private List<Port> ports(List<Value> values, String what) throws Malformed {
        if (values.isEmpty()) {
            throw new Malformed("its graph has no " + what + "; expected one that takes and returns images");
        }
        for (Value value : values) {
            Optional<ElementType> type = Optional.ofNullable(TYPES.get(value.type()));
            if (!type.equals(Optional.of(ElementType.FLOAT_32))) {
                notes.add(what + " " + OneLine.brief(value.port().name()) + " is of "
                        + type.map(ElementType::safetensorsName).orElse("ONNX's type number " + value.type()));
            }
        }
        return values.stream().map(Value::port).toList();
    }

    private static Value value(ProtocolBuffer message, String what) throws Malformed {
        String name = "";
        Optional<Field> tensor = Optional.empty();
        while (message.hasMore()) {
            Field field = message.next();
            if (field.tag() == 1) {
                name = field.text();
            } else if (field.tag() == 2) {
                tensor = last(field.message(), 1);
            }
        }
        String shown = OneLine.brief(name);
        Field type = tensor.orElseThrow(() -> new Malformed("its " + what + " " + shown + " is no tensor"));
        return new Value(
                new Port(name, shape(last(type.message(), 2), what + " " + shown)),
                last(type.message(), 1).map(Field::number).orElse(0L));
    }

    private static Optional<Field> last(ProtocolBuffer message, int tag) throws Malformed {
        Optional<Field> last = Optional.empty();
        while (message.hasMore()) {
            Field field = message.next();
            last = field.tag() == tag ? Optional.of(field) : last;
        }
        return last;
    }

    private static List<Long> shape(Optional<Field> declared, String what) throws Malformed {
        List<Long> shape = new ArrayList<>();
        if (declared.isPresent()) {
            ProtocolBuffer dimensions = declared.get().message();
            while (dimensions.hasMore()) {
                Field dimension = dimensions.next();
                if (dimension.tag() == 1) {
                    long size = last(dimension.message(), 1).map(Field::number).orElse(Port.ANY);
                    shape.add(size > 0 ? size : Port.ANY);
                    requireFew(shape, what);
                }
            }
        }
        return shape;
    }

    private static void requireFew(List<Long> shape, String what) throws Malformed {
        if (shape.size() > MOST_DIMENSIONS) {
            throw new Malformed("its " + what + " has more than " + MOST_DIMENSIONS + " dimensions");
        }
    }

    private void readTensor(Field tensor) throws Malformed {
        String name = "";
        long type = 0;
        long raw = -1;
        List<Long> shape = new ArrayList<>();
        ProtocolBuffer message = tensor.message();
        while (message.hasMore()) {
            Field field = message.next();
            switch (field.tag()) {
                case 1 -> readSizes(field, shape);
                case 2 -> type = field.number();
                case 8 -> name = field.text();
                case 9 -> raw = field.number();
                default -> {
                    // Its numbers.
                }
            }
        }
        OnnxOperations.requireInside(tensor.message(), name);
        initialisers.add(name);
        if (TYPES.containsKey(type)) {
            addTensor(name, TYPES.get(type), shape, raw, tensor.number());
        } else {
            otherTypes.add(type);
        }
    }

    private static void readSizes(Field field, List<Long> shape) throws Malformed {
        ProtocolBuffer sizes = field.message();
        if (field.isNumber()) {
            shape.add(field.number());
        }
        while (sizes.hasMore()) {
            shape.add(sizes.nextNumber());
            requireFew(shape, "tensor");
        }
        requireFew(shape, "tensor");
    }

    /**
     * Adds a tensor that its bytes have room for.
     *
     * @param raw how many bytes its elements are given in; negative if they are given as numbers
     * @param whole how many bytes it is described in
     */
    private void addTensor(String name, ElementType type, List<Long> shape, long raw, long whole) throws Malformed {
        TensorInfo tensor;
        try {
            tensor = new TensorInfo(name, type, shape);
        } catch (IllegalArgumentException e) {
            throw new Malformed(e.getMessage(), e);
        }
        boolean fits = raw < 0
                ? tensor.elements() <= whole
                : raw % type.bytes() == 0 && raw / type.bytes() == tensor.elements();
        if (!fits) {
            throw new Malformed("its tensor " + OneLine.brief(name) + " of shape " + shape + " has only "
                    + Math.max(raw, 0) + " bytes of elements; it is damaged");
        }
        if (tensors.put(name, tensor) != null) {
            throw new Malformed("it holds the tensor " + OneLine.brief(name) + " twice");
        }
    }
}
