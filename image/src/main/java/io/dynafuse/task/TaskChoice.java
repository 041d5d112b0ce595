package io.dynafuse.task;

import io.dynafuse.image.Image;
import io.dynafuse.task.TaskGuess.Certainty;
import java.util.List;
import java.util.Optional;

/**
 * The task of fusions, and a note about it.
 *
 * @param task empty if it is not known
 * @param sources the greatest number of sources fused at once
 * @param note what the user must know about a task that was not given, in one line
 */
public record TaskChoice(Optional<Task> task, int sources, Optional<String> note) {
    /** The given task, if any. */
    public static TaskChoice known(Optional<Task> task, int sources) {
        return new TaskChoice(task, sources, Optional.empty());
    }

    /** The task that a checkpoint says it is for. */
    public static TaskChoice ofCheckpoint(Task task, int sources) {
        return new TaskChoice(
                Optional.of(task),
                sources,
                Optional.of("task: " + task.word() + ", which the checkpoint is for; --task says otherwise"));
    }

    /** The given task, otherwise a guess from images of one size, two or more. */
    public static TaskChoice of(Optional<Task> given, List<Image> images) {
        return given.isPresent() ? known(given, images.size()) : guessed(images, images.size(), "");
    }

    /**
     * A guess from images of one size, two or more.
     *
     * @param sources the greatest number of sources fused at once
     * @param where what the note says of these images if they are only some, such as {@code  from house}
     */
    public static TaskChoice guessed(List<Image> images, int sources, String where) {
        TaskGuess guess = TaskGuess.of(images);
        String how = guess.certainty() == Certainty.CLEAR ? "guessed" : "a doubtful guess";
        return new TaskChoice(
                Optional.of(guess.task()),
                sources,
                Optional.of("task: " + guess.task().word() + ", " + how + where + " because " + guess.reason()
                        + "; --task says otherwise"));
    }
}
