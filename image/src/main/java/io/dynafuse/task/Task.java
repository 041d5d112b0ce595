package io.dynafuse.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The task: what kind of sources are fused. */
public enum Task {
    /** A visible and an infrared image. */
    VISIBLE_INFRARED,
    /** MRI with CT, PET or SPECT. */
    MEDICAL,
    /** Several exposures. */
    MULTI_EXPOSURE,
    /** Several focus planes. */
    MULTI_FOCUS;

    /** The task of a {@link #word}. */
    public static Optional<Task> of(String word) {
        return Arrays.stream(values()).filter(task -> task.word().equals(word)).findFirst();
    }

    /** The name that people write: lower case, words joined by hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
