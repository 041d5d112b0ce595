package io.dynafuse.reproduction;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.training.Learner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A way to train a network. Two that are equal train it alike. */
interface TrainingWay {
    /** What it learns to fuse, each in as many steps. */
    List<Task> tasks();

    /**
     * What is trained.
     *
     * @param steps of the training
     * @param checkpoint that it builds upon, if it does
     * @throws IOException if the checkpoint cannot be read or is of something else; one line that names it
     */
    Learner learner(int steps, Optional<CheckpointSource> checkpoint) throws IOException;

    /**
     * What the trained network makes of a scene, as it is measured.
     *
     * @param learner one of {@link #learner}
     * @throws InterruptedException if the calling thread is interrupted
     */
    FusedScene fused(Learner learner, SyntheticScene scene, Parameters parameters) throws InterruptedException;
}
