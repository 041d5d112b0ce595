package io.dynafuse.scenes;

import io.dynafuse.data.DatasetWriter;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.LabelledObject;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.random.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * A dataset that is made from a seed. Its scenes are called 0001, 0002 and so on, with more digits if there are more than 9999; each has a seed
 * of its own, {@linkplain Seeds#derive derived} with its number in four digits or more, so that a larger dataset begins like a smaller one.
 *
 * @param maker of the scenes
 * @param scenes the number of scenes
 * @param width of each, in pixels
 * @param height of each, in pixels
 * @param seed from which everything follows
 */
public record SyntheticDataset(SceneMaker maker, int scenes, int width, int height, long seed) {
    /** @throws IllegalArgumentException if there is no scene */
    public SyntheticDataset {
        if (scenes < 1) {
            throw new IllegalArgumentException("expected 1 scene or more, found " + scenes);
        }
    }

    /** Its name: the kind of its scenes. */
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
        return maker.make(width, height, Seeds.derive(seed, String.format(Locale.ROOT, "%04d", number)));
    }

    private static List<LabelledObject> labelled(List<SceneThing> things) {
        return things.stream()
                .map(thing -> new LabelledObject(
                        thing.word(), thing.left(), thing.top(), thing.right(), thing.bottom(), thing.isHardlySeen()))
                .toList();
    }

    /** Names of one length, as they are listed in alphabetical order. */
    private String fileName(int number) {
        int digits = Math.max(4, Integer.toString(scenes).length());
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    /**
     * Writes the scenes and then the description; the same bytes for the same dataset, however many threads write. If this ends early, the
     * folder holds whole scenes without a description.
     *
     * @param folder for the dataset; made if it is missing
     * @param comment a line for the description that says where the dataset comes from
     * @param threads the number of scenes scenes are made at once
     * @throws IllegalArgumentException if the maker does not make scenes of this size
     * @throws IOException if something cannot be written, or a photograph cannot be read again
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void write(Path folder, String comment, int threads, EvaluationProgress progress)
            throws IOException, InterruptedException {
        DatasetWriter target = new DatasetWriter(folder, maker.roles());
        AtomicBoolean withTruth = new AtomicBoolean();
        try {
            SceneLoop.over(IntStream.rangeClosed(1, scenes).boxed().toList(), this::fileName)
                    .threads(threads)
                    .progress(progress)
                    .runAll(number -> {
                        SyntheticScene scene = scene(number);
                        target.write(
                                fileName(number),
                                scene.sources(),
                                scene.truth(),
                                scene.warm(),
                                scene.things().map(SyntheticDataset::labelled));
                        withTruth.compareAndSet(false, scene.truth().isPresent());
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        target.describe(name(), maker.task(), comment, withTruth.get());
    }
}
