package io.dynafuse.evaluation.reproduction;

import io.dynafuse.evaluation.dataset.DatasetScene;
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
        } catch (IOException e) {
            fail(scene, e.getMessage(), e);
        } catch (RuntimeException e) {
            fail(scene, e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            fail(scene, "needs more memory than there is; a larger Java heap by JAVA_OPTS=-Xmx… helps", e);
        }
    }

    private void fail(int scene, String reason, Throwable cause) {
        String words = OneLine.of(reason == null ? cause.toString() : reason);
        failed.set(scene, new FailedScene(scenes.get(scene).name(), words, Optional.of(cause)));
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
