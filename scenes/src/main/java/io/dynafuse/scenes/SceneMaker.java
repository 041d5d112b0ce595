package io.dynafuse.scenes;

import io.dynafuse.task.Task;
import java.util.List;

/** Makes scenes of one task. May be used by several threads. */
public interface SceneMaker {
    /** What kind of scenes it makes. */
    Task task();

    /** What the sources of its scenes are, in their order; names that folders can have. */
    List<String> roles();

    /**
     * A scene; the same for the same arguments, on every platform.
     *
     * @param width in pixels, from 16 to 16384
     * @param height in pixels, from 16 to 16384
     * @param seed from which all that is random follows
     * @throws IllegalArgumentException if the size is out of range
     */
    SyntheticScene make(int width, int height, long seed);
}
