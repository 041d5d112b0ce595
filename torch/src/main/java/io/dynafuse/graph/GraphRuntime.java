package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.torch.Device;

/** Runs graphs of one format. A module that brings one declares it as a service ({@link java.util.ServiceLoader}). */
public interface GraphRuntime {
    /** The format that it runs. */
    GraphFormat format();

    /**
     * Loads a graph. That may run code of the file.
     *
     * @throws CheckpointException if the file is damaged, or asks for what this runtime does not have
     * @throws io.dynafuse.torch.EngineException if the runtime itself cannot be loaded
     */
    Graph open(GraphFile file, Device device) throws CheckpointException;
}
