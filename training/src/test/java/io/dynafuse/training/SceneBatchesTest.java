package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.scenes.SceneThing;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneBatchesTest {
    private static final TrainingPlan PLAN = SmallTraining.plan(1, 10);

    /** Noise is nowhere equal by chance: sources and truth agree only if all were cut and turned alike. */
    @Test
    void sourcesAndTruthStayRegistered() {
        SceneBatches batches = SmallTraining.batches(PLAN);
        for (int step = 0; step < 20; step++) {
            try (Scope scope = Scope.open()) {
                Batch batch = batches.at(Draw.of(step));
                float[] first = batch.sources().get(0).toFloats();
                float[] second = batch.sources().get(1).toFloats();
                float[] truth = batch.truth().orElseThrow().toFloats();
                for (int i = 0; i < truth.length; i++) {
                    assertThat(truth[i]).isIn(first[i], second[i]);
                }
            }
        }
    }

    @Test
    void aStepIsTheSameWhateverWasAskedBefore() {
        SceneBatches batches = SmallTraining.batches(PLAN);
        try (Scope scope = Scope.open()) {
            float[] fifth = batches.at(Draw.of(5)).sources().get(0).toFloats();
            batches.at(Draw.of(3));
            assertThat(batches.at(Draw.of(5)).sources().get(0).toFloats()).isEqualTo(fifth);
            assertThat(batches.at(Draw.of(6)).sources().get(0).toFloats()).isNotEqualTo(fifth);
        }
    }

    @Test
    void everyStepHasASeedOfItsOwnThatFollowsFromThePlans() {
        try (Scope scope = Scope.open()) {
            SceneBatches batches = SmallTraining.batches(PLAN);
            long fifth = batches.at(Draw.of(5)).seed();
            assertThat(batches.at(Draw.of(6)).seed()).isNotEqualTo(fifth);
            assertThat(batches.at(Draw.of(5)).seed()).isEqualTo(fifth);
            assertThat(SmallTraining.batches(SmallTraining.plan(2, 10))
                            .at(Draw.of(5))
                            .seed())
                    .isNotEqualTo(fifth);
        }
    }

    /** Meta-train and meta-test sets of an epoch share no scene, are as large as allowed, and are drawn anew in the next. */
    @Test
    void setsOfAnEpochShareNoScene() {
        Objective objective = PLAN.learner().objectives().get(0);
        List<SyntheticScene> scenes =
                IntStream.range(0, 9).mapToObj(SmallTraining::scene).toList();
        SceneBatches batches = new SceneBatches(
                List.of(new ObjectiveScenes(objective, scenes)), PLAN.learner().inputs(), 4, 8, 1, Device.CPU);
        Set<Set<String>> drawn = new HashSet<>();
        for (long epoch = 0; epoch < 3; epoch++) {
            Set<String> train = scenes(batches, epoch, Draw.Scenes.META_TRAIN);
            Set<String> test = scenes(batches, epoch, Draw.Scenes.META_TEST);
            assertThat(train).hasSize(3).doesNotContainAnyElementsOf(test);
            assertThat(test).hasSize(3);
            drawn.add(train);
        }
        assertThat(drawn).hasSize(3);
    }

    private static Set<String> scenes(SceneBatches batches, long epoch, Draw.Scenes set) {
        Set<String> names = new HashSet<>();
        try (Scope scope = Scope.open()) {
            for (long number = 0; number < 20; number++) {
                names.addAll(batches.at(new Draw(number, number, epoch, set, 3)).scenes());
            }
        }
        return names;
    }

    @Test
    void turnsAndMirrorsInEveryWay() {
        Objective objective = PLAN.learner().objectives().get(0);
        SyntheticScene scene = SmallTraining.scene(0);
        // A part as large as the scene leaves only the turning to chance.
        SceneBatches batches = new SceneBatches(
                List.of(new ObjectiveScenes(objective, List.of(scene))),
                Inputs.anyOrder(2, ColourMode.RGB, InputNormalisation.none()),
                1,
                32,
                1,
                Device.CPU);
        List<List<Float>> corners = new ArrayList<>();
        for (int step = 0; step < 100; step++) {
            try (Scope scope = Scope.open()) {
                float[] truth = batches.at(Draw.of(step)).truth().orElseThrow().toFloats();
                corners.add(List.of(truth[0], truth[31], truth[31 * 32]));
            }
        }
        assertThat(corners.stream().distinct()).hasSize(8);
    }

    /** A scene that is white where its thing is: so are its parts. */
    @Test
    void thingsAreWhereTheyAreSeen() {
        assertThat(thingsAreWhite(false)).hasSizeGreaterThan(20);
    }

    /** What stands upright is tall in the scene, 4 by 12 pixels, and in every part that shows it whole. */
    @Test
    void uprightPartsAreMirroredOnly() {
        List<SceneThing> whole =
                thingsAreWhite(true).stream().filter(thing -> thing.seen() == 1).toList();
        assertThat(whole)
                .hasSizeGreaterThan(3)
                .allMatch(thing -> thing.right() - thing.left() == 4 && thing.bottom() - thing.top() == 12);
    }

    private static List<SceneThing> thingsAreWhite(boolean upright) {
        int side = 24;
        SceneThing thing = new SceneThing("person", 9, 3, 13, 15, 1);
        float[] values = new float[side * side];
        for (int y = thing.top(); y < thing.bottom(); y++) {
            Arrays.fill(values, y * side + thing.left(), y * side + thing.right(), 1);
        }
        Image white = Image.of(side, side, 1, values, SampleDepth.BITS_8);
        Objective objective = PLAN.learner().objectives().get(0);
        SyntheticScene scene = new SyntheticScene(
                objective.task(),
                List.of("a", "b"),
                List.of(white, white),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(thing)));
        SceneBatches batches = new SceneBatches(
                List.of(new ObjectiveScenes(objective, List.of(scene))),
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                1,
                16,
                1,
                Device.CPU,
                upright);
        List<SceneThing> all = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            try (Scope scope = Scope.open()) {
                Batch batch = batches.at(Draw.of(step));
                float[] seen = batch.sources().get(0).toFloats();
                float[] said = new float[16 * 16];
                for (SceneThing part : batch.things().get(0)) {
                    all.add(part);
                    for (int y = part.top(); y < part.bottom(); y++) {
                        Arrays.fill(said, y * 16 + part.left(), y * 16 + part.right(), 1);
                    }
                }
                assertThat(said).containsExactly(seen);
            }
        }
        return all;
    }

    /** A network of luma learns from 0.299 R + 0.587 G + 0.114 B: 0.299·0.2 + 0.587·0.6 + 0.114·1 = 0.5260. Gray stays as it is. */
    @Test
    void networksOfLumaSeeLuma() {
        Objective objective = PLAN.learner().objectives().get(0);
        Image colour = even(0.2f, 0.6f, 1);
        Image gray = even(0.4f);
        SyntheticScene scene =
                new SyntheticScene(objective.task(), List.of("a", "b"), List.of(colour, gray), Optional.of(colour));
        List<ObjectiveScenes> objectives = List.of(new ObjectiveScenes(objective, List.of(scene)));
        try (Scope scope = Scope.open()) {
            Batch batch = new SceneBatches(
                            objectives,
                            Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                            2,
                            4,
                            1,
                            Device.CPU)
                    .at(Draw.of(0));
            assertThat(batch.sources().get(0).shape()).containsExactly(2, 1, 4, 4);
            assertThat(batch.sources().get(0).toFloats())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsOnly(0.526f);
            assertThat(batch.sources().get(1).toFloats())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsOnly(0.4f);
            assertThat(batch.truth().orElseThrow().toFloats())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsOnly(0.526f);
        }
    }

    private static Image even(float... levels) {
        float[] values = new float[levels.length * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = levels[i / 32];
        }
        return Image.of(8, 4, levels.length, values, SampleDepth.FLOAT_32);
    }

    @Test
    void refusesScenesThatDoNotFit() {
        Objective objective = PLAN.learner().objectives().get(0);
        List<SyntheticScene> scenes = List.of(SmallTraining.scene(0));
        assertThatThrownBy(() -> new ObjectiveScenes(objective, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        Objective three = new Objective(objective.task(), 3, objective.loss());
        assertThatThrownBy(() -> new ObjectiveScenes(three, scenes)).hasMessageContaining("3 sources");
        assertThatThrownBy(() -> new SceneBatches(
                        List.of(new ObjectiveScenes(objective, scenes)),
                        Inputs.anyOrder(2, ColourMode.RGB, InputNormalisation.none()),
                        1,
                        33,
                        1,
                        Device.CPU))
                .hasMessageContaining("33x33");
    }
}
