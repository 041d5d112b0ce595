package io.dynafuse.scenes;

import io.dynafuse.task.Task;
import java.util.List;

/** Makes scenes of one task. Several threads may use it. */
public interface SceneMaker {
    /** The kind of scenes that it makes. */
    Task task();

    /** The roles of the sources of its scenes, in their order; valid names of folders. */
    List<String> roles();

    /**
     * A scene; the same for the same arguments, on every platform.
     *
     * @param width in pixels, from 16 to 16384
     * @param height in pixels, from 16 to 16384
     * @param seed from which all randomness follows
     * @throws IllegalArgumentException if the size is out of range
     */
    SyntheticScene make(int width, int height, long seed);
}
