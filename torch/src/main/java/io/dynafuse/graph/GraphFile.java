package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.ScriptArchive;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.torch.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A file of a graph, read without running it.
 *
 * @param path where it lies
 * @param format how it is stored
 * @param sha256 of the whole file, in lower-case hexadecimal digits
 * @param functions that it has, as far as it declares them
 * @param tensors that it holds
 * @param notes what else it holds, in words for people
 */
public record GraphFile(
        Path path,
        GraphFormat format,
        String sha256,
        List<GraphFunction> functions,
        List<TensorInfo> tensors,
        List<String> notes) {
    private static final String TO_RUN_ONNX = "build the command with it, 41 MB more: rm -rf cli/target &&"
            + " DYNAFUSE_BUILD=-Ponnx ./dynafuse models (see docs/setup.md), or in Java add the dependency"
            + " io.dynafuse:dynafuse-onnx";

    /** Copies the lists. */
    public GraphFile {
        functions = List.copyOf(functions);
        tensors = List.copyOf(tensors);
        notes = List.copyOf(notes);
    }

    /** The format of a file by its content; empty if it is no graph, or cannot be read. */
    public static Optional<GraphFormat> formatOf(Path path) {
        if (ScriptArchive.isOne(path)) {
            return Optional.of(GraphFormat.TORCHSCRIPT);
        }
        return OnnxFile.isOne(path) ? Optional.of(GraphFormat.ONNX) : Optional.empty();
    }

    /**
     * Reads what a file declares. Nothing of it is run.
     *
     * @throws CheckpointException if it is damaged, no graph, or one that reads or writes files or asks for code that is not in it
     */
    public static GraphFile read(Path path) throws CheckpointException {
        if (Files.notExists(path)) {
            throw new CheckpointException(path, "there is no such file");
        }
        GraphFormat format = formatOf(path)
                .orElseThrow(() -> new CheckpointException(
                        path, "it is no network with its code; expected a TorchScript or ONNX file"));
        return switch (format) {
            case TORCHSCRIPT -> ScriptFile.read(path);
            case ONNX -> OnnxFile.read(path);
        };
    }

    /**
     * Loads the graph. That may run code of the file: only for files that their user trusts.
     *
     * @throws CheckpointException if the file has changed since it was read, is damaged, or no runtime for its format is there
     * @throws io.dynafuse.torch.EngineException if the runtime cannot be loaded
     */
    public Graph open(Device device) throws CheckpointException {
        GraphRuntime runtime = ServiceLoader.load(GraphRuntime.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(known -> known.format() == format)
                .findFirst()
                .orElseThrow(() -> new CheckpointException(
                        path,
                        "no runtime for " + format.displayName() + " files is there"
                                + (format == GraphFormat.ONNX ? "; " + TO_RUN_ONNX : "")));
        return runtime.open(this, device);
    }
}
