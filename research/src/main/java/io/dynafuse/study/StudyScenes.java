package io.dynafuse.study;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.ReadingNotes;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The scenes of a study, one after the other. */
final class StudyScenes {
    private final StudySubject subject;
    private final List<DatasetScene> scenes;
    private final List<String> failures = new ArrayList<>();

    private StudyScenes(StudySubject subject, List<DatasetScene> scenes) {
        this.subject = subject;
        this.scenes = scenes;
    }

    /** What is done with a scene. */
    @FunctionalInterface
    interface Work {
        void on(DatasetScene scene, List<Image> sources) throws IOException, InterruptedException;
    }

    static StudyScenes of(StudySubject subject) throws IOException {
        Dataset dataset = subject.dataset().isPresent() ? subject.dataset().get() : Dataset.read(subject.data());
        return new StudyScenes(subject, dataset.first(subject.scenes()).scenes());
    }

    List<DatasetScene> scenes() {
        return scenes;
    }

    /** A line for each scene on which the work failed. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Does the work on every scene that can be read; what fails with one is a line more. */
    void forEach(Work work) throws InterruptedException {
        ReadingNotes notes = new ReadingNotes(subject.progress()::noted);
        SceneLoop.over(scenes)
                .progress(subject.progress())
                .run(scene -> work.on(scene, notes.read(scene, subject.reading())))
                .forEach(failed -> failures.add(failed.line()));
    }
}
