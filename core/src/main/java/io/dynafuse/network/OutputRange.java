package io.dynafuse.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a network's output becomes the samples of an image; a network has a default, which a checkpoint may overrule. */
public enum OutputRange {
    /** Values in [0,1] are samples; others are clipped. */
    AS_IS,
    /** The smallest value of the whole image becomes 0 and the largest 1, as in the results that some networks' authors save. */
    STRETCHED,
    /** The largest value of the whole image becomes 1, and 0 stays 0. */
    SCALED;

    /** The key in the metadata of a checkpoint under which it states the word of its own range. */
    public static final String KEY = "range";

    /** Its name on the command line and in checkpoints: {@code as-is}, {@code stretched} or {@code scaled}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<OutputRange> of(String word) {
        return Arrays.stream(values())
                .filter(range -> range.word().equals(word))
                .findFirst();
    }
}
