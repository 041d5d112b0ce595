package io.dynafuse.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.dynafuse.files.OneLine;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session of ONNX Runtime. Tensors pass between it and the engine as arrays. */
final class OnnxGraph implements Graph {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<GraphFunction> functions;
    private Optional<RunOptions> running = Optional.empty();
    private boolean closed;

    OnnxGraph(OrtEnvironment environment, OrtSession session, List<GraphFunction> functions) {
        this.environment = environment;
        this.session = session;
        this.functions = List.copyOf(functions);
    }

    @Override
    public List<GraphFunction> functions() {
        return functions;
    }

    @Override
    public boolean isDifferentiable() {
        return false;
    }

    @Override
    public List<Tensor> run(String function, List<Tensor> inputs) {
        if (closed) {
            throw new IllegalStateException("this graph was closed");
        }
        GraphFunction known = functions.stream()
                .filter(each -> each.name().equals(function))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "an ONNX graph has only the function " + GraphFunction.FORWARD + ", not " + function));
        if (inputs.size() != known.inputs().size()) {
            throw new EngineException("the graph takes " + known.inputs().size() + " inputs, found " + inputs.size());
        }
        try (RunOptions options = new RunOptions()) {
            options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            begin(options);
            try {
                return run(known, inputs, options);
            } finally {
                // Before they are freed, so that nobody stops what is no more.
                end();
            }
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime: " + OneLine.of(OnnxRuntime.reason(e)), e);
        }
    }

    private synchronized void begin(RunOptions options) {
        running = Optional.of(options);
    }

    private synchronized void end() {
        running = Optional.empty();
    }

    @Override
    public synchronized void stop() {
        try {
            if (running.isPresent()) {
                running.get().setTerminate(true);
            }
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime: " + OneLine.of(OnnxRuntime.reason(e)), e);
        }
    }

    private List<Tensor> run(GraphFunction function, List<Tensor> inputs, RunOptions options) throws OrtException {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            Map<String, NodeInfo> declared = session.getInputInfo();
            for (int i = 0; i < inputs.size(); i++) {
                String name = function.inputs().get(i).name();
                given.put(name, given(declared.get(name), inputs.get(i)));
            }
            try (Result results = session.run(given, options)) {
                return results(function, results);
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor given(NodeInfo declared, Tensor input) throws OrtException {
        long[] shape = input.shape();
        float[] values = input.toFloats();
        OnnxJavaType type = declared.getInfo() instanceof TensorInfo info ? info.type : OnnxJavaType.UNKNOWN;
        return switch (type) {
            case FLOAT -> OnnxTensor.createTensor(environment, floats(values), shape);
            case FLOAT16 ->
                OnnxTensor.createTensor(
                        environment,
                        Fp16Conversions.convertFloatBufferToFp16Buffer(floats(values)),
                        shape,
                        OnnxJavaType.FLOAT16);
            case DOUBLE -> OnnxTensor.createTensor(environment, doubles(values), shape);
            case UINT8 -> OnnxTensor.createTensor(environment, bytes(values), shape, OnnxJavaType.UINT8);
            default ->
                throw new IllegalArgumentException("the graph's input " + OneLine.brief(declared.getName()) + " is of "
                        + type + "; expected numbers with a fraction, or bytes");
        };
    }

    private static FloatBuffer floats(float[] values) {
        return direct(values.length, Float.BYTES).asFloatBuffer().put(values).rewind();
    }

    private static DoubleBuffer doubles(float[] values) {
        DoubleBuffer doubles = direct(values.length, Double.BYTES).asDoubleBuffer();
        for (float value : values) {
            doubles.put(value);
        }
        return doubles.rewind();
    }

    /** The nearest whole numbers from 0 to 255. */
    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = direct(values.length, 1);
        for (float value : values) {
            bytes.put((byte) Math.max(0, Math.min(255, Math.round(value))));
        }
        return bytes.rewind();
    }

    private static ByteBuffer direct(int values, int each) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(values, each)).order(ByteOrder.nativeOrder());
    }

    private static List<Tensor> results(GraphFunction function, Result results) {
        List<Tensor> tensors = new ArrayList<>();
        for (Port port : function.outputs()) {
            OnnxValue value = results.get(port.name()).orElseThrow();
            if (!(value instanceof OnnxTensor tensor)) {
                throw notFloats(port, value.getInfo().toString());
            }
            tensors.add(Tensor.of(values(port, tensor), tensor.getInfo().getShape()));
        }
        return tensors;
    }

    private static float[] values(Port port, OnnxTensor tensor) {
        return switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> {
                FloatBuffer buffer = tensor.getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                yield values;
            }
            case DOUBLE -> {
                DoubleBuffer buffer = tensor.getDoubleBuffer();
                float[] values = new float[buffer.remaining()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) buffer.get();
                }
                yield values;
            }
            default -> throw notFloats(port, tensor.getInfo().type.toString());
        };
    }

    private static IllegalArgumentException notFloats(Port port, String found) {
        return new IllegalArgumentException("the graph's output " + OneLine.brief(port.name())
                + " is no tensor of floating-point numbers but " + OneLine.brief(found));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime: " + OneLine.of(OnnxRuntime.reason(e)), e);
        }
    }
}
