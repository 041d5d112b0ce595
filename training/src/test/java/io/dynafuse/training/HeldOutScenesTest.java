package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.Validation.Result;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HeldOutScenesTest {
    private static final int SIDE = 32;
    // PSNR of an error of 10 and of 20 levels everywhere: 20 log10(255 / 10) and 20 log10(255 / 20).
    private static final double TEN_LEVELS = 28.1308;
    private static final double TWENTY_LEVELS = 22.1102;

    /** Takes a share of the first source and the rest of the second. */
    private static final class Mix implements FusionModel {
        private final double share;
        private final CountDownLatch closed = new CountDownLatch(1);

        Mix(double share) {
            this.share = share;
        }

        @Override
        public Network network() {
            return Ifcnn.SUM;
        }

        @Override
        public Device device() {
            return Device.CPU;
        }

        @Override
        public Precision precision() {
            return Precision.FP32;
        }

        @Override
        public Optional<Weighting<?>> weighting() {
            return Optional.empty();
        }

        @Override
        public Tensor fuse(SourceTensors sources) {
            List<Tensor> images = sources.images();
            return Scope.compute(
                    () -> images.get(0).times(share).plus(images.get(1).times(1 - share)));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static Image even(int level) {
        float[] values = new float[SIDE * SIDE];
        Arrays.fill(values, level / 255f);
        return Image.of(SIDE, SIDE, 1, values, SampleDepth.BITS_8);
    }

    private static Image noise(long seed) {
        Random random = new Random(seed);
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(SIDE, SIDE, 1, values, SampleDepth.BITS_8);
    }

    /** The truth is the middle of the sources. */
    private static SyntheticScene focus(int distance) {
        return new SyntheticScene(
                Task.MULTI_FOCUS,
                List.of("near", "far"),
                List.of(even(100 + distance), even(100 - distance)),
                Optional.of(even(100)));
    }

    private static SyntheticScene infrared(Image visible, Image infrared) {
        return new SyntheticScene(
                Task.VISIBLE_INFRARED, List.of("visible", "infrared"), List.of(visible, infrared), Optional.empty());
    }

    private static Result measure(double share, SyntheticScene... scenes) throws InterruptedException {
        Mix model = new Mix(share);
        Result result = new HeldOutScenes(List.of(scenes)).measure(model);
        assertThat(model.closed.await(10, TimeUnit.SECONDS)).isTrue();
        return result;
    }

    @Test
    void aSceneWithATruthScoresByItsDecibels() throws InterruptedException {
        Result result = measure(1, focus(10), focus(20));
        assertThat(result.score()).isCloseTo((TEN_LEVELS + TWENTY_LEVELS) / 2 / 50, within(1e-5));
        assertThat(result.measures().get("multi-focus PSNR_GT"))
                .isCloseTo((TEN_LEVELS + TWENTY_LEVELS) / 2, within(1e-4));
    }

    @Test
    void whoMeetsTheTruthScoresBestAndFinitely() throws InterruptedException {
        Result perfect = measure(0.5, focus(10));
        assertThat(perfect.score()).isEqualTo(2);
        // 9 of the 10 levels away.
        assertThat(measure(0.95, focus(10)).score()).isLessThan(perfect.score());
        assertThat(measure(0.55, focus(10)).score())
                .isLessThan(perfect.score())
                .isGreaterThan(measure(0.95, focus(10)).score());
    }

    @Test
    void aSceneWithoutATruthScoresByItsEdges() throws InterruptedException {
        SyntheticScene scene = infrared(noise(1), noise(1));
        Result same = measure(0.5, scene);
        assertThat(same.measures()).containsOnlyKeys("visible-infrared Qabf").containsValue(same.score());
        assertThat(same.score()).isBetween(0.9, 1.0);
        assertThat(measure(0.5, infrared(noise(1), noise(2))).score()).isLessThan(same.score());
    }

    /** Two of one task count as much as one of another; black images have no Qabf, which counts as 0. */
    @Test
    void everyTaskCountsAlike() throws InterruptedException {
        Result result = measure(1, focus(10), infrared(even(0), even(0)), focus(10));
        assertThat(result.score()).isCloseTo((TEN_LEVELS / 50 + 0) / 2, within(1e-5));
        assertThat(result.measures().keySet())
                .containsExactly("multi-focus PSNR_GT", "multi-focus Qabf", "visible-infrared Qabf");
        assertThat(result.measures()).containsEntry("visible-infrared Qabf", 0.0);
    }

    /** A training validates hundreds of times; the first are left to the allocator to settle. */
    @Test
    void manyValidationsHoldTheirMemory() throws Exception {
        HeldOutScenes scenes = new HeldOutScenes(List.of(focus(10), infrared(noise(1), noise(2))));
        try (Parameters parameters = parameters()) {
            validate(scenes, parameters, 20);
            long before = Engine.residentBytes();
            validate(scenes, parameters, 50);
            assertThat((Engine.residentBytes() - before) >> 20).isLessThan(16);
        }
    }

    private static void validate(HeldOutScenes scenes, Parameters parameters, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            scenes.measure(Ifcnn.MEAN.create(parameters, Device.CPU, Precision.FP32));
            System.gc();
        }
    }

    private static Parameters parameters() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            Ifcnn.MEAN.parameters().initialValues(1).forEach((name, values) -> {
                List<Long> shape = Ifcnn.MEAN.parameters().shapes().get(name);
                tensors.put(
                        name,
                        Tensor.of(
                                values,
                                shape.stream().mapToLong(Long::longValue).toArray()));
            });
            return Parameters.owning(tensors);
        }
    }

    @Test
    void withoutScenesNothingCanBeMeasured() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HeldOutScenes(List.of()));
    }
}
