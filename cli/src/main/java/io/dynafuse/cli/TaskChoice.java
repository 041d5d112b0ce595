package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.files.OneLine;
import io.dynafuse.fusion.InsufficientMemoryException;
import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskGuess;
import io.dynafuse.task.TaskGuess.Certainty;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The task of a command, and what to say about it.
 *
 * @param task empty if it is not known
 * @param sources how many are fused at once, at most
 * @param note what somebody who did not choose it must know, in one line
 */
record TaskChoice(Optional<Task> task, int sources, Optional<String> note) {
    /** As somebody said, if anybody did. */
    static TaskChoice known(Optional<Task> task, int sources) {
        return new TaskChoice(task, sources, Optional.empty());
    }

    /** As somebody said, otherwise as the dataset says, if it does. */
    static TaskChoice known(Optional<Task> given, Dataset dataset) {
        return known(given.or(dataset::task), sources(dataset));
    }

    /** A guess from images of one size, two or more. */
    static TaskChoice guessed(List<Image> images) {
        return guessed(TaskGuess.of(images), images.size(), "");
    }

    /**
     * As somebody said, or as the dataset says, or a guess from its first scene that can be read.
     *
     * @param given what somebody said
     * @param reading of the sources
     */
    static TaskChoice of(Optional<Task> given, Dataset dataset, SourceReading reading) {
        TaskChoice known = known(given, dataset);
        return known.task().isPresent() ? known : guessed(dataset, reading);
    }

    private static TaskChoice guessed(Dataset dataset, SourceReading reading) {
        for (DatasetScene scene : dataset.scenes()) {
            try {
                SourceImages images = SourceImages.read(scene, reading);
                return guessed(TaskGuess.of(images.images()), sources(dataset), " from " + OneLine.of(scene.name()));
            } catch (IOException | IllegalArgumentException | InsufficientMemoryException e) {
                // The command will come to this scene and report it.
                continue;
            }
        }
        return known(Optional.empty(), sources(dataset));
    }

    private static int sources(Dataset dataset) {
        return dataset.scenes().stream()
                .mapToInt(scene -> scene.files().size())
                .max()
                .orElseThrow();
    }

    private static TaskChoice guessed(TaskGuess guess, int sources, String where) {
        String how = guess.certainty() == Certainty.CLEAR ? "guessed" : "a doubtful guess";
        return new TaskChoice(
                Optional.of(guess.task()),
                sources,
                Optional.of("task: " + Names.of(guess.task()) + ", " + how + where + " because " + guess.reason()
                        + "; --task says otherwise"));
    }
}
