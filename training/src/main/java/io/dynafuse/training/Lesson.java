package io.dynafuse.training;

import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.model.Task;

/**
 * One kind of scenes to learn from.
 *
 * @param task what is fused
 * @param sources how many images a scene has, 2 or more
 * @param loss what is made small
 */
public record Lesson(Task task, int sources, TrainingLoss loss) {
    /** @throws IllegalArgumentException if there are fewer than 2 sources */
    public Lesson {
        if (sources < 2) {
            throw new IllegalArgumentException("expected 2 or more sources, found " + sources);
        }
    }

    /**
     * The usual lesson of a task. Where scenes have a truth: to come near it in values and edges, and to keep the strongest edges of the sources, which
     * a truth without noise alone would teach to smooth. Elsewhere: the brighter source, the stronger edge, and the structure of both.
     */
    public static Lesson of(Task task, int sources) {
        String loss = switch (task) {
            case MULTI_FOCUS, MULTI_EXPOSURE -> "2*l1+10*gradient+8*gradient-max";
            case VISIBLE_INFRARED, MEDICAL -> "intensity-max+10*gradient-max+2*source-ssim";
        };
        return new Lesson(task, sources, TrainingLoss.parse(loss));
    }
}
