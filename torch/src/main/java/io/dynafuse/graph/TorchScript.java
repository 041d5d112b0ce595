package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.ScriptModule;
import io.dynafuse.torch.Tensor;
import java.util.List;

/** Runs TorchScript in the engine. */
public final class TorchScript implements GraphRuntime {
    /** For {@link java.util.ServiceLoader}. */
    public TorchScript() {}

    @Override
    public GraphFormat format() {
        return GraphFormat.TORCHSCRIPT;
    }

    @Override
    public Graph open(GraphFile file, Device device) throws CheckpointException {
        if (!ScriptFile.sha256(file.path()).equals(file.sha256())) {
            throw new CheckpointException(file.path(), "it has changed since it was read; read it again");
        }
        try {
            return new ScriptGraph(file.functions(), ScriptModule.load(file.path(), device));
        } catch (EngineException e) {
            throw new CheckpointException(file.path().toString(), e);
        }
    }

    private record ScriptGraph(List<GraphFunction> functions, ScriptModule module) implements Graph {
        @Override
        public List<Tensor> run(String function, List<Tensor> inputs) {
            if (functions.stream().noneMatch(known -> known.name().equals(function))) {
                throw new IllegalArgumentException("expected one of the functions "
                        + functions.stream().map(GraphFunction::name).toList() + ", found " + function);
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
