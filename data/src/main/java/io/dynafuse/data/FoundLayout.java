package io.dynafuse.data;

import java.util.List;

/**
 * What there is in a folder if it is read in one layout.
 *
 * @param layout in words that go on after {@code layout:}
 * @param scenes none if the folder has not this layout
 * @param leftOut a line for every file or folder that is no part of a scene, and why
 */
record FoundLayout(String layout, List<FoundScene> scenes, List<String> leftOut) {
    FoundLayout {
        scenes = List.copyOf(scenes);
        leftOut = List.copyOf(leftOut);
    }

    boolean hasScenes() {
        return !scenes.isEmpty();
    }

    int mostSources() {
        return scenes.stream().mapToInt(scene -> scene.sources().size()).max().orElse(0);
    }
}
