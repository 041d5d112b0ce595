package io.dynafuse.reproduction;

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
import io.dynafuse.training.FusionLearner;
import io.dynafuse.training.Learner;
import io.dynafuse.training.Objective;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A TC-MoA trained for some tasks. */
record TcMoaTraining(TcMoa network, List<Task> tasks) implements TrainingWay {
    TcMoaTraining {
        tasks = List.copyOf(tasks);
    }

    @Override
    public Learner learner(int steps) {
        return new FusionLearner(
                network, tasks.stream().map(task -> Objective.of(task, 2)).toList());
    }

    @Override
    public FusedScene fused(Learner learner, SyntheticScene scene, Parameters parameters) throws InterruptedException {
        List<Role> known = scene.knownRoles();
        List<Role> roles = known.size() == scene.sources().size() ? known : List.of();
        try (Fuser fuser = Fuser.with(network.create(parameters, Device.CPU, Precision.FP32))
                .withoutWeights()
                .task(scene.task())
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
