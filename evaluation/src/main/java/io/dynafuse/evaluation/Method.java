package io.dynafuse.evaluation;

import java.util.List;

/**
 * A way of fusing, given by what it made.
 *
 * @param scenes in the order of their rows, no two of one name
 * @param unpaired fused images that cannot be measured, as something to compare them with is missing
 */
public record Method(String name, List<Scene> scenes, List<Outcome.Failed> unpaired) {
    public Method {
        scenes = List.copyOf(scenes);
        unpaired = List.copyOf(unpaired);
    }

    /** A method whose every image can be measured, as far as is known. */
    public Method(String name, List<Scene> scenes) {
        this(name, scenes, List.of());
    }
}
