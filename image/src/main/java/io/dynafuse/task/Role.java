package io.dynafuse.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The role of a source in its scene; in the order in which sources are fused. */
public enum Role {
    VISIBLE(Task.VISIBLE_INFRARED, "visible", "vis", "vi", "rgb"),
    INFRARED(Task.VISIBLE_INFRARED, "infrared", "ir", "thermal", "tir", "lwir"),
    NEAR_INFRARED(Task.VISIBLE_INFRARED, "near-infrared", "nir"),
    MRI(Task.MEDICAL, "mri", "mr"),
    CT(Task.MEDICAL, "ct"),
    PET(Task.MEDICAL, "pet"),
    SPECT(Task.MEDICAL, "spect"),
    /** Exposed for the bright parts of the scene. */
    UNDER(Task.MULTI_EXPOSURE, "under", "underexposed", "under-exposed", "ue"),
    /** Exposed for the dark parts of the scene. */
    OVER(Task.MULTI_EXPOSURE, "over", "overexposed", "over-exposed", "oe"),
    /** Focused on what is near. */
    NEAR(Task.MULTI_FOCUS, "near"),
    /** Focused on what is far. */
    FAR(Task.MULTI_FOCUS, "far");

    private final Task task;
    private final List<String> words;

    Role(Task task, String... words) {
        this.task = task;
        this.words = List.of(words);
    }

    /** The role that a word of the field stands for, in upper or lower case, such as {@code RGB} for a visible image. */
    public static Optional<Role> of(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(role -> role.words.contains(lower)).findFirst();
    }

    /** The roles that sources of a task may have, in the order in which they are fused. */
    public static List<Role> of(Task task) {
        return Stream.of(values()).filter(role -> role.task == task).toList();
    }

    /** The task whose sources have it. */
    public Task task() {
        return task;
    }

    /** Its name in commands and reports, such as {@code near-infrared}. */
    public String word() {
        return words.get(0);
    }

    /** The names that the field uses for such a source, in lower case; {@link #word} comes first. */
    public List<String> words() {
        return words;
    }

    public boolean isInfrared() {
        return this == INFRARED || this == NEAR_INFRARED;
    }

    @Override
    public String toString() {
        return word();
    }
}
