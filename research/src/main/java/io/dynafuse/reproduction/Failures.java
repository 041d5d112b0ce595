package io.dynafuse.reproduction;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.SceneLoop;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Which scenes failed, and why; one that has failed is left alone from then on. */
final class Failures {
    private final List<DatasetScene> scenes;
    private final Map<String, FailedScene> failed = new HashMap<>();

    Failures(List<DatasetScene> scenes) {
        this.scenes = scenes;
    }

    /** Does work on the scenes that have not failed before, by their numbers. */
    void run(int threads, EvaluationProgress progress, SceneLoop.Work<Integer> work) throws InterruptedException {
        SceneLoop.over(
                        Arrays.stream(others()).boxed().toList(),
                        scene -> scenes.get(scene).name())
                .threads(threads)
                .progress(progress)
                .run(work)
                .forEach(failure -> failed.put(failure.scene(), failure));
    }

    /** The scenes that did not fail. */
    int[] others() {
        return IntStream.range(0, scenes.size())
                .filter(scene -> !failed.containsKey(scenes.get(scene).name()))
                .toArray();
    }

    /** The names of the scenes that did not fail. */
    List<String> otherNames() {
        return Arrays.stream(others())
                .mapToObj(scene -> scenes.get(scene).name())
                .toList();
    }

    List<FailedScene> list() {
        return scenes.stream()
                .map(scene -> failed.get(scene.name()))
                .filter(Objects::nonNull)
                .toList();
    }
}
