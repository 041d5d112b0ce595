package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop around learners of a few numbers, whose gradients are worked out by hand. */
@Tag("slow")
class LearnerTest {
    // Without memory and with an epsilon of 1, a step is rate·g / (|g| + 1).
    private static final Adam FORGETFUL = new Adam(0, 0, 1, 0);
    private static final double NEVER = Double.POSITIVE_INFINITY;

    @TempDir
    private Path temporary;

    /** The source of batch n is 0.1·n, its truth 2 − 0.1·n. */
    private static Batch batch(Draw draw) {
        long number = draw.number();
        Tensor source = one(0.1 * number);
        return new Batch(
                ToyLearner.OBJECTIVE, List.of("a number"), List.of(source, source), Optional.of(one(2 - 0.1 * number)));
    }

    private static Tensor one(double value) {
        return Tensor.of(new float[] {(float) value}, 1, 1, 1, 1);
    }

    /** Trains, and gives the network's parameters as they were validated after every step. */
    private List<Map<String, Float>> train(TrainingPlan plan, String name, int stop) throws Exception {
        List<Map<String, Float>> validated = new ArrayList<>();
        Validation validation = network -> {
            Map<String, Float> values = new LinkedHashMap<>();
            network.names().forEach(each -> values.put(each, network.get(each).toFloats()[0]));
            validated.add(values);
            return new Validation.Result(validated.size(), Map.of("count", 1.0));
        };
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            new Training(plan, LearnerTest::batch, validation, folder, Device.CPU, SmallTraining.stoppingAfter(stop))
                    .run(1);
        }
        return validated;
    }

    private List<Map<String, Float>> train(TrainingPlan plan) throws Exception {
        return train(plan, "training", Integer.MAX_VALUE);
    }

    private static List<Float> column(List<Map<String, Float>> rows, String name) {
        return rows.stream().map(row -> row.get(name)).toList();
    }

    private static void assertClose(List<Float> found, double... expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).as("step %d", i + 1).isCloseTo((float) expected[i], within(1e-6f));
        }
    }

    /** With gradients of 1.5 and 4, steps of 0.1·1.5/2.5 and 0.1·4/5. */
    @Test
    void withoutEmaAndClippingTheParametersThemselvesAreKept() throws Exception {
        List<Map<String, Float>> rows = train(new LinearLearner().plan(3, FORGETFUL, 0.1, NEVER, 0));
        assertClose(column(rows, "line.x"), 0.94, 0.88, 0.82);
        assertClose(column(rows, "line.y"), 0.92, 0.84, 0.76);
    }

    /**
     * At a rate of 0.125, y goes 1, 0.9, 0.8, 0.7. The average keeps 1/10 in the first step, 2/11 in the second, and the decay of 0.2 instead of 3/12 in
     * the third: 0.1·1 + 0.9·0.9, 2/11·0.91 + 9/11·0.8, 0.2·0.82 + 0.8·0.7.
     */
    @Test
    void whatIsValidatedAndKeptIsTheEma() throws Exception {
        List<Map<String, Float>> rows = train(new LinearLearner().plan(3, FORGETFUL, 0.125, NEVER, 0.2));
        assertClose(column(rows, "line.y"), 0.91, 0.82, 0.724);
        assertThat(stored("weights").get("line.y"))
                .isEqualTo(column(rows, "line.y").get(2));
        assertThat(stored("state-3").get("parameters.line.y")).isCloseTo(0.7f, within(1e-6f));
    }

    /** The norm of (1.5, 1.5, 1.5, 1.5, 4) is 5; at 1 the gradients become 0.3 and 0.8, and steps 0.1·0.3/1.3 and 0.1·0.8/1.8. */
    @Test
    void gradientsOfALargerNormAreScaledDownTogether() throws Exception {
        List<Map<String, Float>> rows = train(new LinearLearner().plan(1, FORGETFUL, 0.1, 1, 0));
        assertClose(column(rows, "line.x"), 1 - 0.03 / 1.3);
        assertClose(column(rows, "line.y"), 1 - 0.08 / 1.8);
    }

    @Test
    void gradientsOfASmallerNormStay() throws Exception {
        List<Map<String, Float>> rows = train(new LinearLearner().plan(1, FORGETFUL, 0.1, 5.01, 0));
        assertClose(column(rows, "line.x"), 0.94);
        assertClose(column(rows, "line.y"), 0.92);
    }

    /** Neither gradients nor averages reach them; the network has them all the same. */
    @Test
    void runningStatisticsStayAndOnlyWhatIsTrainedIsInTheState() throws Exception {
        List<Map<String, Float>> rows = train(new LinearLearner().plan(3, FORGETFUL, 0.1, NEVER, 0.5));
        assertThat(column(rows, "line.running_mean")).containsOnly(0.25f);
        assertThat(stored("weights")).containsEntry("line.running_mean", 0.25f).hasSize(3);
        assertThat(stored("state-3").keySet())
                .containsExactlyInAnyOrder(
                        "parameters.line.x",
                        "parameters.line.y",
                        "first-moments.line.x",
                        "first-moments.line.y",
                        "second-moments.line.x",
                        "second-moments.line.y",
                        "average.line.x",
                        "average.line.y",
                        "losses");
    }

    private Map<String, Float> stored(String name) throws IOException {
        Map<String, Float> values = new LinkedHashMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(temporary.resolve("training/" + name + ".safetensors"))) {
            for (TensorInfo tensor : checkpoint.tensors()) {
                values.put(tensor.name(), checkpoint.floats(tensor.name())[0]);
            }
        }
        return values;
    }

    /** A number that Adam changes, as the paper says, in 64 bits. */
    private static final class Number {
        private double value;
        private double first;
        private double second;
        private int steps;

        Number(double value) {
            this.value = value;
        }

        void follow(double gradient, double rate) {
            steps++;
            first = 0.5 * first + 0.5 * gradient;
            second = 0.75 * second + 0.25 * gradient * gradient;
            double deviation = Math.sqrt(second / (1 - Math.pow(0.75, steps))) + 1;
            value -= rate * first / (1 - Math.pow(0.5, steps)) / deviation;
        }
    }

    private static TrainingPlan meta() {
        return new MetaLearner().plan(6, new Adam(0.5, 0.75, 1, 0), 0.1, NEVER, 0);
    }

    /**
     * θ' = θ − 2ηφ(θ − a), so that the derivative of (θ' − b)² by φ is 2(θ' − b) · (−2η(θ − a)). Batches count on through the phases, of which the
     * second takes two a step; of two steps along half a cosine, the second is half as large; Adam counts only the steps of a module.
     */
    @Test
    void twoModulesLearnInTurnsOneOfThemByASecondDerivative() throws Exception {
        Number theta = new Number(1);
        Number phi = new Number(2);
        double[] after = new double[6];
        for (int round = 0; round < 2; round++) {
            for (int step = 0; step < 2; step++) {
                double b = 2 - 0.1 * (4 * round + step);
                theta.follow(2 * (theta.value - b), 0.1);
                after[3 * round + step] = theta.value;
            }
            double a = 0.1 * (4 * round + 2);
            double b = 2 - 0.1 * (4 * round + 3);
            double moved = theta.value - 2 * MetaLearner.INNER_RATE * phi.value * (theta.value - a);
            phi.follow(2 * (moved - b) * -2 * MetaLearner.INNER_RATE * (theta.value - a), round == 0 ? 0.2 : 0.1);
            after[3 * round + 2] = theta.value;
        }
        List<Map<String, Float>> rows = train(meta());
        assertThat(rows).allSatisfy(row -> assertThat(row).containsOnlyKeys("theta"));
        assertClose(column(rows, "theta"), after);
        assertThat(phi.value).isNotCloseTo(2, within(0.05));
        assertClose(List.of(stored("state-6").get("parameters.loss.phi")), phi.value);
        assertThat(stored("weights")).containsOnlyKeys("theta");
    }

    @Test
    void theCurvesAndTheRecordNameThePhases() throws Exception {
        train(meta());
        List<String> lines = Files.readAllLines(temporary.resolve("training/losses.csv"));
        assertThat(lines.get(0)).isEqualTo("step,lesson,loss,rate,phase");
        assertThat(lines.stream().skip(1).map(line -> line.replaceAll(",[^,]*,([^,]*),([^,]*)$", " $1 $2")))
                .containsExactly(
                        "1,1 0.1 reconstruct",
                        "2,1 0.1 reconstruct",
                        "3,1 0.2 propose",
                        "4,1 0.1 reconstruct",
                        "5,1 0.1 reconstruct",
                        "6,1 0.1 propose");
        assertThat(meta().describe())
                .containsEntry("phase-1", "reconstruct fusion, 2 steps of 1 batches, rate 0.1 constant, warm-up 0")
                .containsEntry("phase-2", "propose loss, 1 steps of 2 batches, rate 0.2 cosine, warm-up 0");
    }

    @Test
    void stoppedInAnyPhaseAndResumedItEndsTheSame() throws Exception {
        train(meta(), "whole", Integer.MAX_VALUE);
        for (int stop = 1; stop <= 6; stop++) {
            String name = "stopped-" + stop;
            int step = stop;
            assertThatThrownBy(() -> train(meta(), name, step)).hasMessage("stopped");
            train(meta(), name, Integer.MAX_VALUE);
            for (String file : List.of("state-6.safetensors", "losses.csv")) {
                assertThat(temporary.resolve(name).resolve(file))
                        .hasSameBinaryContentAs(temporary.resolve("whole").resolve(file));
            }
        }
    }
}
