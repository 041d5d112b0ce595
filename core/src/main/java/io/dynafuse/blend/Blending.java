package io.dynafuse.blend;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.task.Task;
import java.util.Optional;

/** Puts the sources themselves together, by the rules that suit their task. */
public final class Blending {
    private Blending() {}

    /** The dominability by which the sources of a task, or of an unknown one, are judged in image space. */
    public static Dominability defaultDominability(Optional<Task> task) {
        return Dominability.of(Reference.FUSED).with("image");
    }
}
