package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.ScriptModule;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs TorchScript in the engine, with {@linkplain ScriptConvolutions other convolutions}: what is loaded is a temporary copy with other code, which
 * holds nothing that was not read and looked through.
 */
public final class TorchScript implements GraphRuntime {
    /** For {@link java.util.ServiceLoader}. */
    public TorchScript() {}

    @Override
    public GraphFormat format() {
        return GraphFormat.TORCHSCRIPT;
    }

    @Override
    public Graph open(GraphFile file, Device device) throws CheckpointException {
        Path copy = temporary(file.path());
        try {
            boolean planar = ScriptFile.copyForEngine(file, copy);
            return new ScriptGraph(file.functions(), ScriptModule.load(copy, device, planar));
        } catch (EngineException e) {
            throw new CheckpointException(file.path(), "the engine refuses it: " + e.getMessage());
        } finally {
            // What cannot be deleted is left to the system, which empties the folder for temporary files.
            copy.toFile().delete();
        }
    }

    private static Path temporary(Path path) throws CheckpointException {
        try {
            return Files.createTempFile("dynafuse", ".pt");
        } catch (IOException e) {
            throw new CheckpointException(path, "no temporary file for a copy of it can be made: " + e.getMessage());
        }
    }

    private record ScriptGraph(List<GraphFunction> functions, ScriptModule module) implements Graph {
        @Override
        public List<Tensor> run(String function, List<Tensor> inputs) {
            GraphFunction known = functions.stream()
                    .filter(each -> each.name().equals(function))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected one of the functions "
                            + functions.stream().map(GraphFunction::name).toList() + ", found " + function));
            if (inputs.size() != known.inputs().size()) {
                throw new IllegalArgumentException(function + " takes "
                        + known.inputs().stream().map(GraphFunction.Port::name).toList() + "; found " + inputs.size()
                        + " tensors");
            }
            return module.run(function, inputs);
        }

        @Override
        public boolean isDifferentiable() {
            return true;
        }

        @Override
        public void close() {
            module.close();
        }
    }
}
