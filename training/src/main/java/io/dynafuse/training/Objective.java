package io.dynafuse.training;

import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.network.Network;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.util.List;

/**
 * One kind of scenes to learn from, and what is made small with them.
 *
 * @param task what is fused
 * @param sources how many images a scene has, 2 or more
 * @param loss what is made small, in words that the {@link Learner} understands
 */
public record Objective(Task task, int sources, String loss) {
    /**
     * Near the truth in values and edges, and the strongest edges of the sources kept, which a truth without noise alone would teach to smooth.
     */
    public static final String WITH_TRUTH = "2*l1+10*gradient+8*gradient-max";

    /** The brighter source, the stronger edge, and the structure of all. */
    public static final String WITHOUT_TRUTH = "intensity-max+10*gradient-max+2*source-ssim";

    /** @throws IllegalArgumentException if there are fewer than 2 sources */
    public Objective {
        if (sources < 2) {
            throw new IllegalArgumentException("expected 2 or more sources, found " + sources);
        }
    }

    /** The fusion of a task by a loss. */
    public static Objective of(Task task, int sources, TrainingLoss loss) {
        return new Objective(task, sources, loss.toString());
    }

    /** The usual objective of a task: the loss {@link #WITH_TRUTH} where scenes have one, {@link #WITHOUT_TRUTH} elsewhere. */
    public static Objective of(Task task, int sources) {
        String loss = switch (task) {
            case MULTI_FOCUS, MULTI_EXPOSURE -> WITH_TRUTH;
            case VISIBLE_INFRARED, MEDICAL -> WITHOUT_TRUTH;
        };
        return of(task, sources, TrainingLoss.parse(loss));
    }

    /**
     * Objectives for a network of two sources that has a loss of its own.
     *
     * @param loss in words
     * @throws IllegalArgumentException if one is not of two sources; the message begins with the word by which the command calls them
     */
    static List<Objective> ofPairs(List<Objective> objectives, Network network, String loss) {
        for (Objective objective : objectives) {
            if (objective.sources() != 2) {
                throw new IllegalArgumentException("sources: " + network.id()
                        + " fuses 2 sources, expected scenes of 2, found " + objective.sources());
            }
        }
        return objectives.stream()
                .map(objective -> new Objective(objective.task(), objective.sources(), loss))
                .toList();
    }

    /** Whether a scene is of this task and number of sources. */
    boolean isOf(SyntheticScene scene) {
        return scene.task() == task && scene.sources().size() == sources;
    }

    @Override
    public String toString() {
        return task.word() + ", " + sources + " sources, " + loss;
    }
}
