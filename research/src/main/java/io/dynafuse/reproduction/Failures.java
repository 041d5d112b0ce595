package io.dynafuse.reproduction;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Which scenes failed, and why; one that has failed is left alone from then on. May be used by several threads. */
final class Failures {
    private final List<DatasetScene> scenes;
    private final AtomicReferenceArray<FailedScene> failed;

    Failures(List<DatasetScene> scenes) {
        this.scenes = scenes;
        this.failed = new AtomicReferenceArray<>(scenes.size());
    }

    /** What is done with a scene and may fail. */
    interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    /** Tries something with a scene unless it has failed before, and keeps the reason if it fails now. */
    void attempt(int scene, Attempt attempt) throws InterruptedException {
        if (failed.get(scene) != null) {
            return;
        }
        try {
            attempt.run();
        } catch (IOException | RuntimeException e) {
            fail(scene, OneLine.of(e), e);
        } catch (OutOfMemoryError e) {
            fail(scene, SceneEvaluation.OUT_OF_MEMORY, e);
        }
    }

    private void fail(int scene, String reason, Throwable cause) {
        failed.set(scene, new FailedScene(scenes.get(scene).name(), reason, Optional.of(cause)));
    }

    /** The scenes that did not fail. */
    int[] others() {
        return IntStream.range(0, scenes.size())
                .filter(scene -> failed.get(scene) == null)
                .toArray();
    }

    /** The names of the scenes that did not fail. */
    List<String> otherNames() {
        List<String> names = new ArrayList<>();
        Arrays.stream(others()).forEach(scene -> names.add(scenes.get(scene).name()));
        return names;
    }

    List<FailedScene> list() {
        return IntStream.range(0, scenes.size())
                .mapToObj(failed::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
