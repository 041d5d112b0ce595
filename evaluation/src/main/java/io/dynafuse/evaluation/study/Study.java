package io.dynafuse.evaluation.study;

import java.io.IOException;

/** A question asked of a network and a set of images. */
public interface Study {
    /** How the command calls it. */
    String id();

    /** The question, in one line. */
    String question();

    /**
     * Answers it. What is wrong with an image is among the findings and ends nothing.
     *
     * @throws IOException if the images cannot be listed or are not such that the question can be asked
     * @throws IllegalArgumentException if the options make no sense for these images
     * @throws InterruptedException if the calling thread is interrupted
     */
    Findings run(StudySubject subject) throws IOException, InterruptedException;
}
