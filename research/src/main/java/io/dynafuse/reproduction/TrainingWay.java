package io.dynafuse.reproduction;

import io.dynafuse.metrics.FusedScene;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.training.Learner;
import java.util.List;

/** A way to train a network. Two that are equal train it alike. */
interface TrainingWay {
    /** What it learns to fuse, each in as many steps. */
    List<Task> tasks();

    /**
     * What is trained.
     *
     * @param steps of the training
     */
    Learner learner(int steps);

    /**
     * What the trained network makes of a scene, as it is measured.
     *
     * @param learner one of {@link #learner}
     * @throws InterruptedException if the calling thread is interrupted
     */
    FusedScene fused(Learner learner, SyntheticScene scene, Parameters parameters) throws InterruptedException;
}
