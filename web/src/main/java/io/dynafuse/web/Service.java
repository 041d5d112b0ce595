package io.dynafuse.web;

import io.dynafuse.library.CheckpointLibrary;
import java.io.IOException;
import java.io.PrintWriter;

/** The service, which answers until it is closed. */
public final class Service implements AutoCloseable {
    private Service() {}

    /**
     * Starts to listen; the engine is loaded meanwhile.
     *
     * @param library that checkpoints are taken from
     * @param log a line for each call, without the names of images
     * @throws IOException if it cannot listen there, a checkpoint is not found, or no private folder can be made
     */
    public static Service start(ServiceSettings settings, CheckpointLibrary library, PrintWriter log)
            throws IOException {
        throw new IOException("not yet");
    }

    /** The port that it listens at. */
    public int port() {
        return 0;
    }

    /** Refuses new work, finishes what runs for at most 30 seconds, and removes all images. */
    @Override
    public void close() {}
}
