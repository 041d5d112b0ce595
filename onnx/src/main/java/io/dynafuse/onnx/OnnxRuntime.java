package io.dynafuse.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.Sha256;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.graph.GraphFormat;
import io.dynafuse.graph.GraphRuntime;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineException;
import java.io.IOException;
import java.nio.file.Files;

/** Runs ONNX files by ONNX Runtime, on the processor. It has one environment in a process, which all graphs share. */
public final class OnnxRuntime implements GraphRuntime {
    /** Loads the runtime when a graph is opened first. */
    private static final class Environment {
        // Errors come as exceptions; whatever it would print besides would not be one line.
        private static final OrtEnvironment SHARED =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, OrtEnvironment.DEFAULT_NAME);
    }

    /** For {@link java.util.ServiceLoader}. */
    public OnnxRuntime() {}

    @Override
    public GraphFormat format() {
        return GraphFormat.ONNX;
    }

    @Override
    public Graph open(GraphFile file, Device device) throws CheckpointException {
        if (device != Device.CPU) {
            throw new EngineException(
                    OneLine.of(file.path() + ": ONNX files run on the processor only; expected --device cpu"));
        }
        OrtEnvironment environment = environment();
        byte[] model = model(file);
        try (SessionOptions options = options()) {
            OrtSession session = environment.createSession(model, options);
            return new OnnxGraph(environment, session, file.functions());
        } catch (OrtException e) {
            throw new CheckpointException(file.path(), "ONNX Runtime cannot load it: " + reason(e));
        }
    }

    private static OrtEnvironment environment() {
        try {
            return Environment.SHARED;
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EngineException("ONNX Runtime cannot be loaded: " + OneLine.of(cause), e);
        }
    }

    /** The bytes that were read before: a file may have changed since. */
    private static byte[] model(GraphFile file) throws CheckpointException {
        try {
            byte[] bytes = Files.readAllBytes(file.path());
            if (!Sha256.hex(Sha256.begin().digest(bytes)).equals(file.sha256())) {
                throw new CheckpointException(file.path(), "it has changed since it was read; read it again");
            }
            return bytes;
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException | OutOfMemoryError e) {
            throw new CheckpointException(file.path().toString(), e);
        }
    }

    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setIntraOpNumThreads(Engine.threads());
            options.setInterOpNumThreads(1);
            // Plans for one size of images take memory when another comes, and no less time.
            options.setMemoryPatternOptimization(false);
            // Threads that wait busily would keep those of the engine from working.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    /** What the runtime says, without the number of its error in front. */
    static String reason(OrtException e) {
        String message = e.getMessage().replaceFirst("^Error code - \\w+ - message: ", "");
        return message.contains("bad_alloc") || message.contains("Failed to allocate memory")
                ? "it needs more memory than there is"
                : message;
    }
}
