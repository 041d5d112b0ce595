package io.dynafuse.evaluation.synthesis;

import io.dynafuse.evaluation.EvaluationProgress;
import io.dynafuse.evaluation.ProgressCounter;
import io.dynafuse.evaluation.SceneWorkers;
import io.dynafuse.evaluation.dataset.DatasetWriter;
import io.dynafuse.random.Seeds;
import io.dynafuse.training.scene.SceneMaker;
import io.dynafuse.training.scene.SyntheticScene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A dataset that follows from a seed. Its scenes are called 0001, 0002 and so on; each has a seed of its own, {@linkplain Seeds#derive
 * derived} with its name, so that a larger dataset begins like a smaller one.
 *
 * @param maker of the scenes
 * @param scenes how many
 * @param width of each, in pixels
 * @param height of each, in pixels
 * @param seed from which all follows
 */
public record SyntheticDataset(SceneMaker maker, int scenes, int width, int height, long seed) {
    /** @throws IllegalArgumentException if there is no scene */
    public SyntheticDataset {
        if (scenes < 1) {
            throw new IllegalArgumentException("expected 1 scene or more, found " + scenes);
        }
    }

    /** What it is called: the kind of its scenes. */
    public String name() {
        return "synthetic-" + maker.task().word();
    }

    /**
     * A scene.
     *
     * @param number from 1
     * @throws IllegalArgumentException if the maker does not make scenes of this size
     */
    public SyntheticScene scene(int number) {
        return maker.make(width, height, Seeds.derive(seed, name(number)));
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%04d", number);
    }

    /**
     * Writes the description and then the scenes; the same bytes for the same dataset, however many threads write. If this ends early,
     * what is there are whole scenes.
     *
     * @param folder for the dataset; made if it is missing
     * @param comment a line for the description that says where the dataset comes from
     * @param threads how many scenes are made at once
     * @throws IllegalArgumentException if the maker does not make scenes of this size
     * @throws IOException if something cannot be written, or a photograph not be read again
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void write(Path folder, String comment, int threads, EvaluationProgress progress)
            throws IOException, InterruptedException {
        DatasetWriter target = new DatasetWriter(folder, maker.roles());
        target.describe(name(), maker.task(), comment, scene(1).truth().isPresent());
        ProgressCounter counter = new ProgressCounter(scenes, progress);
        try {
            SceneWorkers.forEach(scenes, threads, index -> {
                write(target, index + 1);
                counter.advance();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void write(DatasetWriter target, int number) {
        SyntheticScene scene = scene(number);
        try {
            target.write(name(number), scene.sources(), scene.truth());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
