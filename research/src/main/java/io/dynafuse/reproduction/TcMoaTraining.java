package io.dynafuse.reproduction;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.evaluation.Pictures;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.training.Beginning;
import io.dynafuse.training.Learner;
import io.dynafuse.training.Objective;
import io.dynafuse.training.TcMoaLearner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The adapters of a TC-MoA, trained for some tasks upon a masked autoencoder.
 *
 * @param options what is left out
 */
record TcMoaTraining(TcMoa network, List<Task> tasks, TcMoaLearner.Options options) implements TrainingWay {
    TcMoaTraining {
        tasks = List.copyOf(tasks);
    }

    @Override
    public Learner learner(int steps, Optional<CheckpointSource> checkpoint) throws IOException {
        return new TcMoaLearner(
                network, tasks.stream().map(task -> Objective.of(task, 2)).toList(), beginning(checkpoint), options);
    }

    private Beginning beginning(Optional<CheckpointSource> checkpoint) throws IOException {
        if (checkpoint.isEmpty()) {
            return Beginning.SEEDED;
        }
        try (Checkpoint opened = checkpoint.get().open()) {
            return Beginning.upon(network, TcMoa.BACKBONE, opened);
        }
    }

    @Override
    public FusedScene fused(Learner learner, SyntheticScene scene, Parameters parameters) throws InterruptedException {
        List<Role> known = scene.knownRoles();
        List<Role> roles = known.size() == scene.sources().size() ? known : List.of();
        try (Fuser fuser = Fuser.with(network.create(parameters, Device.CPU, Precision.FP32))
                .withoutWeights()
                .task(options.sharedRouter() ? Task.VISIBLE_INFRARED : scene.task())
                .open()) {
            Image fused = fuser.fuse(scene.sources(), roles).image();
            return new FusedScene(
                    Pictures.of(fused),
                    scene.sources().stream().map(Pictures::of).toList(),
                    Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException("a model that is in memory needs no file", e);
        }
    }
}
