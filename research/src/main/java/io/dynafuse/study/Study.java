package io.dynafuse.study;

import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** A question asked of a network and a set of images. */
public interface Study {
    /** How the command calls it. */
    String id();

    /** The question, in one line. */
    String question();

    /** What it heeds of that which not every study does. */
    Set<Option> options();

    /** The task of the scenes that it makes itself, from a seed; empty if it looks at given images. */
    default Optional<Task> ofScenesItMakes() {
        return Optional.empty();
    }

    /** Whether it looks at given images, too, although it makes scenes itself. */
    default boolean addsData() {
        return false;
    }

    /**
     * Checks what was asked for, before any work is spent.
     *
     * @throws IllegalArgumentException if the variants or options make no sense for these images; the message names the option
     * @throws IOException if the images cannot be listed
     */
    void requireSense(StudySubject subject) throws IOException;

    /**
     * Answers it. What is wrong with an image is among the findings and ends nothing.
     *
     * @param subject one that {@linkplain #requireSense makes sense}
     * @throws IOException if the images cannot be listed or are not such that the question can be asked
     * @throws InterruptedException if the calling thread is interrupted
     */
    Findings run(StudySubject subject) throws IOException, InterruptedException;

    /** What can be said to some studies and means nothing to others. */
    public enum Option {
        /** {@link StudySubject#source}. */
        SOURCE,
        /** {@link StudySubject#corruptions}. */
        CORRUPTION,
        /** {@link StudySubject#seed}. */
        SEED,
        /** {@link StudySubject#scenesFolder}. */
        SCENES
    }
}
