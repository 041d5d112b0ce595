package io.dynafuse.detection;

import java.util.Comparator;

/**
 * What a detector says that it has found.
 *
 * @param box where, in pixels of the image
 * @param label the name of its class, such as {@code person}
 * @param confidence in [0,1]
 */
public record Detection(Box box, String label, double confidence) {
    /** The most confident first; of equal ones by {@link Box#ORDER}, so that the order in which they were found has no say. */
    public static final Comparator<Detection> MOST_CONFIDENT = Comparator.comparingDouble(Detection::confidence)
            .reversed()
            .thenComparing(Detection::box, Box.ORDER)
            .thenComparing(Detection::label);

    /** @throws IllegalArgumentException if the confidence is not in [0,1], or the class has no name */
    public Detection {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("expected a confidence from 0 to 1, found " + confidence);
        }
        if (label.isBlank()) {
            throw new IllegalArgumentException("expected the name of a class, found none");
        }
    }
}
