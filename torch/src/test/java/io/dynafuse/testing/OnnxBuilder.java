package io.dynafuse.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes ONNX models by hand, from the description in {@code onnx.proto}. Sizes of inputs and outputs below 1 are left open. */
public final class OnnxBuilder {
    /** The type of 32-bit floats. */
    public static final long FLOAT = 1;

    private static final int VERSION_OF_FORMAT = 8;
    private static final int FLOAT_ATTRIBUTE = 1;
    private static final int INTEGER_ATTRIBUTE = 2;
    private static final int TENSOR_ATTRIBUTE = 4;
    private static final int GRAPH_ATTRIBUTE = 5;
    private static final int INTEGERS_ATTRIBUTE = 7;
    private static final int TEXT_ATTRIBUTE = 3;

    private final MessageBytes graph = new MessageBytes();

    /** An operation. */
    public static final class Node {
        private final MessageBytes bytes = new MessageBytes();

        private Node(String type) {
            bytes.text(4, type);
        }

        /** Names what it takes. */
        public Node inputs(String... names) {
            List.of(names).forEach(name -> bytes.text(1, name));
            return this;
        }

        /** Names what it gives. */
        public Node outputs(String... names) {
            List.of(names).forEach(name -> bytes.text(2, name));
            return this;
        }

        /** Says in which domain it is; else in ONNX's own. */
        public Node domain(String name) {
            bytes.text(7, name);
            return this;
        }

        /** Sets an attribute. */
        public Node integer(String name, long value) {
            return attribute(name, INTEGER_ATTRIBUTE, new MessageBytes().number(3, value));
        }

        /** Sets an attribute. */
        public Node number(String name, float value) {
            return attribute(name, FLOAT_ATTRIBUTE, new MessageBytes().fixed32(2, Float.floatToIntBits(value)));
        }

        /** Sets an attribute. */
        public Node text(String name, String value) {
            return attribute(name, TEXT_ATTRIBUTE, new MessageBytes().text(4, value));
        }

        /** Sets an attribute. */
        public Node integers(String name, long... values) {
            MessageBytes list = new MessageBytes();
            for (long value : values) {
                list.number(8, value);
            }
            return attribute(name, INTEGERS_ATTRIBUTE, list);
        }

        /** Sets an attribute to a graph, such as what a loop repeats. */
        public Node graph(String name, OnnxBuilder body) {
            return attribute(name, GRAPH_ATTRIBUTE, new MessageBytes().message(6, body.graph()));
        }

        /** Sets an attribute to a tensor, as {@link OnnxBuilder#floats} and {@link OnnxBuilder#integers} give it. */
        public Node tensor(String name, MessageBytes tensor) {
            return attribute(name, TENSOR_ATTRIBUTE, new MessageBytes().message(5, tensor));
        }

        private Node attribute(String name, long type, MessageBytes value) {
            bytes.message(
                    5, new MessageBytes().text(1, name).raw(value.toBytes()).number(20, type));
            return this;
        }
    }

    /** An operation of a type such as {@code Conv}. */
    public static Node node(String type) {
        return new Node(type);
    }

    /** A tensor of 32-bit floats. */
    public static MessageBytes floats(String name, long[] shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor(name, FLOAT, shape).bytes(9, raw.array());
    }

    /** A tensor of 64-bit whole numbers in one dimension, or none for a single one. */
    public static MessageBytes integers(String name, long[] shape, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return tensor(name, 7, shape).bytes(9, raw.array());
    }

    /** A tensor without its elements. */
    public static MessageBytes tensor(String name, long type, long... shape) {
        MessageBytes tensor = new MessageBytes();
        for (long size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, type).text(8, name);
    }

    /** Adds an operation; they run in the order in which they are added. */
    public OnnxBuilder add(Node node) {
        graph.message(1, node.bytes);
        return this;
    }

    /** Adds parameters. */
    public OnnxBuilder add(MessageBytes tensor) {
        graph.message(5, tensor);
        return this;
    }

    /** Declares an input of 32-bit floats. */
    public OnnxBuilder input(String name, long... shape) {
        return typedInput(name, FLOAT, shape);
    }

    /** Declares an input. */
    public OnnxBuilder typedInput(String name, long type, long... shape) {
        graph.message(11, value(name, type, shape));
        return this;
    }

    /** Declares an output of 32-bit floats. */
    public OnnxBuilder output(String name, long... shape) {
        return typedOutput(name, FLOAT, shape);
    }

    /** Declares an output. */
    public OnnxBuilder typedOutput(String name, long type, long... shape) {
        graph.message(12, value(name, type, shape));
        return this;
    }

    private static MessageBytes value(String name, long type, long... shape) {
        MessageBytes sizes = new MessageBytes();
        for (long size : shape) {
            sizes.message(1, size < 1 ? new MessageBytes() : new MessageBytes().number(1, size));
        }
        MessageBytes tensor = new MessageBytes().number(1, type).message(2, sizes);
        return new MessageBytes().text(1, name).message(2, new MessageBytes().message(1, tensor));
    }

    /** The graph alone. */
    public MessageBytes graph() {
        return new MessageBytes().raw(graph.toBytes()).text(2, "graph");
    }

    /** The whole model, with the operations of ONNX's version 17. */
    public byte[] model() {
        return model(graph()).toBytes();
    }

    /** A model of a graph, with the operations of ONNX's version 17. */
    public static MessageBytes model(MessageBytes graph) {
        return new MessageBytes()
                .number(1, VERSION_OF_FORMAT)
                .text(2, "by hand")
                .message(7, graph)
                .message(8, new MessageBytes().text(1, "").number(2, 17))
                .message(8, new MessageBytes().text(1, "com.microsoft").number(2, 1));
    }

    /** Writes the model as {@code model.onnx} into a folder. */
    public Path write(Path folder) throws IOException {
        return Files.write(folder.resolve("model.onnx"), model());
    }
}
