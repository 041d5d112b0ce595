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
     * The usual lesson of a task: where scenes have a truth, the mean squared error and that of the edges, as IFCNN's authors add a term
     * for what the eye sees; elsewhere the brighter source and the stronger edge.
     */
    public static Lesson of(Task task, int sources) {
        String loss = switch (task) {
            case MULTI_FOCUS, MULTI_EXPOSURE -> "l2+0.1*gradient";
            case VISIBLE_INFRARED, MEDICAL -> "intensity-max+gradient-max";
        };
        return new Lesson(task, sources, TrainingLoss.parse(loss));
    }
}
