package io.dynafuse.evaluation;

import java.util.List;

/**
 * A way of fusing, given by what it made.
 *
 * @param scenes in the order of their rows, no two of one name
 */
public record Method(String name, List<Scene> scenes) {
    public Method {
        scenes = List.copyOf(scenes);
    }
}
