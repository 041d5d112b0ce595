package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.DetectionSettings;
import io.dynafuse.detection.Detector;
import io.dynafuse.detection.StreetDetector;
import io.dynafuse.detection.StreetNetwork;
import io.dynafuse.files.Json;
import io.dynafuse.image.Image;
import io.dynafuse.library.ModelCard;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.Outdoors;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SceneThing;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreetDetectorLearnerTest {
    private static final int SIDE = 64;

    @TempDir
    private Path folder;

    private static TrainingPlan plan(int steps) {
        return new TrainingPlan(
                new StreetDetectorLearner(),
                "one scene",
                1,
                SIDE,
                1,
                steps,
                1,
                SIDE,
                Adam.STANDARD,
                new LearningRate(2e-3, LearningRate.Course.CONSTANT, 0),
                10,
                0,
                steps);
    }

    private static SyntheticScene scene() {
        return StreetDetectorLearner.scenes().make(SIDE, SIDE, 7);
    }

    private static SceneBatches batches(TrainingPlan plan) {
        Objective objective = plan.learner().objectives().get(0);
        return new SceneBatches(
                List.of(new ObjectiveScenes(objective, List.of(scene()))),
                plan.learner().inputs(),
                1,
                SIDE,
                1,
                Device.CPU,
                true);
    }

    @Test
    void gradientsReachAllParameters() {
        TrainingPlan plan = plan(1);
        try (Scope scope = Scope.open();
                Parameters begun = StreetNetwork.parameters().initialise(1)) {
            Map<String, Tensor> variables = new LinkedHashMap<>();
            begun.names().forEach(name -> variables.put(name, begun.get(name).asVariable()));
            Step step = Autograd.record(() -> plan.learner()
                    .step(
                            plan.schedule().phase(0),
                            begun.with(variables),
                            List.of(batches(plan).at(Draw.of(0)))));
            assertThat(step.gradients().keySet())
                    .isEqualTo(StreetNetwork.parameters().trained());
            step.gradients()
                    .forEach((name, gradient) -> assertThat(
                                    gradient.absolute().maximumOfAll().toFloats()[0])
                            .as(name)
                            .isGreaterThan(0)
                            .isFinite());
        }
    }

    @Test
    void aFewStepsReduceTheLossOnOneScene() throws Exception {
        TrainingPlan plan = plan(30);
        Validation validation = plan.learner().validation(List.of(scene()), Device.CPU);
        try (TrainingFolder place = TrainingFolder.open(folder.resolve("t"))) {
            new Training(plan, batches(plan), validation, place, Device.CPU, new TrainingListener() {}).run(30);
        }
        List<String> losses = Files.readAllLines(folder.resolve("t/losses.csv"));
        assertThat(loss(losses.get(losses.size() - 1))).isLessThan(0.7 * loss(losses.get(1)));
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("t/weights.safetensors"));
                Detector detector = StreetDetector.open(checkpoint, DetectionSettings.SCORING)) {
            assertThat(checkpoint.metadata()).containsEntry("network", "street-detector");
            assertThat(detector.classes()).hasSize(2);
        }
    }

    private static double loss(String line) {
        return Double.parseDouble(line.split(",")[2]);
    }

    @Test
    void patchesAreOfWholeCells() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreetDetectorLearner().requirePatch(60))
                .withMessage("expected a multiple of 8, 16 or more, found 60");
    }

    @Test
    void theEmbeddedDetectorHasAModelCard() throws Exception {
        try (InputStream in = StreetDetector.class.getResourceAsStream("street-detector.json")) {
            ModelCard card = Json.parse(in.readAllBytes(), ModelCard.class);
            assertThat(card.network()).isEqualTo(StreetDetectorLearner.ID);
            assertThat(card.command()).startsWith("dynafuse train street-detector --synthetic ");
            assertThat(card.results()).isNotEmpty();
            assertThat(card.limits()).isNotEmpty();
        }
    }

    /** Of nights that nothing was learned from: most people are warm, and seen in infrared. */
    @Test
    void theEmbeddedDetectorFindsMostPeopleOfNightsInInfrared() throws Exception {
        int people = 0;
        int found = 0;
        int wrong = 0;
        try (Detector detector = StreetDetector.open(DetectionSettings.SCORING.withConfidence(0.4))) {
            List<SyntheticScene> nights = LongStream.range(100, 106)
                    .mapToObj(seed -> SceneMakers.outdoors(Outdoors.BUSY.in(Illumination.NIGHT))
                            .make(320, 256, seed))
                    .toList();
            for (SyntheticScene night : nights) {
                Image infrared = night.sources().get(1);
                List<Detection> detections = detector.detect(infrared).stream()
                        .filter(each -> each.label().equals(SceneThing.PERSON))
                        .toList();
                List<SceneThing> things = night.things().orElseThrow().stream()
                        .filter(thing -> thing.word().equals(SceneThing.PERSON))
                        .toList();
                for (SceneThing thing : things) {
                    if (!thing.isHardlySeen()) {
                        people++;
                        found += detections.stream().anyMatch(each -> overlap(each.box(), thing) > 0.5) ? 1 : 0;
                    }
                }
                wrong += detections.stream()
                        .filter(each -> things.stream().noneMatch(thing -> overlap(each.box(), thing) > 0.1))
                        .count();
            }
        }
        assertThat(people).isGreaterThan(10);
        assertThat(found).isGreaterThan(people / 2);
        assertThat(wrong).isLessThan(people / 2);
    }

    private static double overlap(Box box, SceneThing thing) {
        double width = Math.min(box.right(), thing.right()) - Math.max(box.left(), thing.left());
        double height = Math.min(box.bottom(), thing.bottom()) - Math.max(box.top(), thing.top());
        double both = Math.max(width, 0) * Math.max(height, 0);
        double own = (double) (thing.right() - thing.left()) * (thing.bottom() - thing.top());
        return both / (box.area() + own - both);
    }
}
