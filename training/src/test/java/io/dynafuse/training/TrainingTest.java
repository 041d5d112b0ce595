package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrainingTest {
    @TempDir
    Path temporary;

    private final List<TrainingFolder> opened = new ArrayList<>();

    @Test
    void learns() throws Exception {
        List<Double> losses = train(SmallTraining.plan(1, 60), "a");
        double first =
                losses.subList(0, 10).stream().mapToDouble(d -> d).average().orElseThrow();
        double last =
                losses.subList(50, 60).stream().mapToDouble(d -> d).average().orElseThrow();
        assertThat(last).isLessThan(first / 2);
    }

    @Test
    void aSeedDecidesEveryBit() throws Exception {
        train(SmallTraining.plan(1, 6), "a");
        train(SmallTraining.plan(1, 6), "b");
        train(SmallTraining.plan(2, 6), "c");
        SameFiles.check(temporary.resolve("a"), temporary.resolve("b"));
        assertThat(Files.readAllBytes(temporary.resolve("a/weights.safetensors")))
                .isNotEqualTo(Files.readAllBytes(temporary.resolve("c/weights.safetensors")));
    }

    @Test
    void stoppedAnywhereAndResumedIsTheSameAsUninterrupted() throws Exception {
        TrainingPlan plan = SmallTraining.plan(1, 10);
        train(plan, "whole");
        for (int stop : new int[] {1, 2, 5, 9}) {
            String name = "stopped-" + stop;
            assertThatThrownBy(() -> train(plan, name, stop)).hasMessage("stopped");
            train(plan, name);
            SameFiles.check(temporary.resolve("whole"), temporary.resolve(name));
        }
    }

    @Test
    void aFinishedTrainingDoesNothingMore() throws Exception {
        TrainingPlan plan = SmallTraining.plan(1, 4);
        train(plan, "a");
        assertThat(train(plan, "a")).isEmpty();
    }

    @Test
    void refusesTheCheckpointOfAnotherPlan() throws Exception {
        train(SmallTraining.plan(1, 4), "a");
        assertThatThrownBy(() -> train(SmallTraining.plan(1, 5), "a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("whose steps is 4 and not 5");
    }

    @Test
    void everyTrainedParameterChangesAndNoOther() throws Exception {
        TrainingPlan plan = SmallTraining.plan(1, 4);
        train(plan, "a");
        Map<String, StoredTensor> initial = plan.learner().initialParameters(1);
        Set<String> changed = new HashSet<>();
        try (Checkpoint checkpoint = Checkpoint.open(temporary.resolve("a/weights.safetensors"))) {
            for (Map.Entry<String, StoredTensor> parameter : initial.entrySet()) {
                if (!Arrays.equals(
                        checkpoint.floats(parameter.getKey()),
                        parameter.getValue().values())) {
                    changed.add(parameter.getKey());
                }
            }
            assertThat(checkpoint.metadata())
                    .containsEntry("network", "ifcnn-sum")
                    .containsEntry("seed", "1");
        }
        // Neither the running statistics nor the scale, which with fixed statistics the convolution before it can do as
        // well.
        assertThat(changed)
                .containsExactlyInAnyOrder(
                        "conv1.weight",
                        "conv2.conv.weight",
                        "conv2.bn.bias",
                        "conv3.conv.weight",
                        "conv3.bn.bias",
                        "conv4.weight",
                        "conv4.bias");
    }

    @Test
    void keepsTheBestParametersAndNotTheLast() throws Exception {
        TrainingPlan plan = SmallTraining.plan(1, 12);
        List<Double> scores = new ArrayList<>(List.of(1.0, 3.0, 2.0));
        TrainingFolder folder = open("a");
        new Training(
                        plan,
                        SmallTraining.batches(plan),
                        network -> new Validation.Result(scores.remove(0), Map.of("measure", 7.0)),
                        folder,
                        Device.CPU,
                        new Losses(Integer.MAX_VALUE))
                .run(5);
        assertThat(folder.best().orElseThrow().getKey()).isEqualTo(8);
        try (Checkpoint checkpoint = Checkpoint.open(folder.checkpoint())) {
            assertThat(checkpoint.metadata()).containsEntry("step", "8");
        }
        assertThat(Files.readString(temporary.resolve("a/validations.csv")))
                .isEqualTo("step,score,measure\n4,1.0,7.0\n8,3.0,7.0\n12,2.0,7.0\n");
        assertThat(Files.readAllLines(temporary.resolve("a/losses.csv"))).hasSize(13);
    }

    @Test
    void saysThatItDiverged() throws Exception {
        TrainingPlan plan = SmallTraining.plan(1, 4);
        BatchSource infinite = draw -> {
            Batch batch = SmallTraining.batches(plan).at(draw);
            return draw.step() < 2
                    ? batch
                    : new Batch(
                            batch.objective(),
                            batch.scenes(),
                            batch.sources(),
                            batch.truth().map(truth -> truth.times(Double.POSITIVE_INFINITY)));
        };
        TrainingFolder folder = open("a");
        assertThatThrownBy(
                        () -> new Training(plan, infinite, TrainingTest::brightness, folder, Device.CPU, new Losses(9))
                                .run(1))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("step 3 is ")
                .hasMessageMatching(".* of scene [123] of multi-focus, .*");
        assertThat(temporary.resolve("a/state-2.safetensors")).exists();
    }

    /** Gradients, graphs and batches of 2,000 steps would be hundreds of megabytes if one of them stayed. */
    @Test
    void memoryStaysFlatOver2000Steps() throws Exception {
        TrainingPlan plan = SmallTraining.plan(1, 2000);
        List<Long> resident = new ArrayList<>();
        TrainingFolder folder = open("a");
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(long done, long steps, double loss, double rate) {
                if (done % 100 == 0) {
                    System.gc();
                    resident.add(Engine.residentBytes() >> 20);
                }
            }
        };
        new Training(plan, SmallTraining.batches(plan), TrainingTest::brightness, folder, Device.CPU, listener)
                .run(10_000);
        System.out.println("training: resident megabytes after every 100 steps: " + resident);
        // The least of several, as the Java heap comes and goes.
        assertThat(Collections.min(resident.subList(15, 20))).isLessThan(Collections.min(resident.subList(2, 7)) + 40);
    }

    private List<Double> train(TrainingPlan plan, String name) throws Exception {
        return train(plan, name, Integer.MAX_VALUE);
    }

    /** Throws after a step, as a process may end. */
    private List<Double> train(TrainingPlan plan, String name, int stop) throws Exception {
        Losses losses = new Losses(stop);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            new Training(plan, SmallTraining.batches(plan), TrainingTest::brightness, folder, Device.CPU, losses)
                    .run(2);
            return losses.values;
        }
    }

    /** Open until the test ends. */
    private TrainingFolder open(String name) throws IOException {
        TrainingFolder folder = TrainingFolder.open(temporary.resolve(name));
        opened.add(folder);
        return folder;
    }

    @AfterEach
    void close() throws IOException {
        for (TrainingFolder folder : opened) {
            folder.close();
        }
    }

    private static final class Losses implements TrainingListener {
        private final List<Double> values = new ArrayList<>();
        private final int stop;

        Losses(int stop) {
            this.stop = stop;
        }

        @Override
        public void stepped(long done, long steps, double loss, double rate) {
            values.add(loss);
            if (done == stop) {
                throw new IllegalStateException("stopped");
            }
        }
    }

    /** A measure that depends on all parameters. */
    private static Validation.Result brightness(Parameters network) {
        try (Scope scope = Scope.open()) {
            double mean = network.names().stream()
                    .mapToDouble(name -> network.get(name).meanOfAll().toFloats()[0])
                    .sum();
            return new Validation.Result(mean, Map.of("mean", mean));
        }
    }
}
