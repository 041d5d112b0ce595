package io.dynafuse.network.piafusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.Strips;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PIAFusion and its classifier against their original implementation. */
class PiaFusionConformanceTest {
    private static final double TOLERANCE = 1e-4;
    private static final double OF_SCORES = 1e-3;
    private static final List<String> STREAMS = List.of("infrared", "visible");

    private final Scope scope = Scope.open();
    private Golden golden;
    private Parameters parameters;

    @BeforeEach
    void open() throws IOException {
        golden = Golden.open("piafusion/case.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("piafusion/piafusion-random.pth"))) {
            parameters = CheckpointLoader.load(PiaFusion.NETWORK, checkpoint);
        }
    }

    @AfterEach
    void close() throws IOException {
        golden.close();
        parameters.close();
        scope.close();
    }

    /** One, and several of which the last is shorter. */
    static List<Strips> strips() {
        return List.of(Strips.WHOLE, new Strips(80 * 9));
    }

    @ParameterizedTest
    @MethodSource("strips")
    void equalsTheOriginalFromTheFirstExchangeToTheImage(Strips strips) throws IOException {
        SourceTensors sources = sources();
        try (FusionModel model = PiaFusion.NETWORK.create(parameters, Device.CPU, Precision.FP32, strips)) {
            PiaFusionLayers layers = (PiaFusionLayers) model.weighting().orElseThrow();
            PiaFusionLayers.Encoded encoded = layers.encode(sources);
            Tensor images = Tensor.concatenate(sources.images(), 1);
            for (int i = 0; i < PiaFusionLayers.EXCHANGES; i++) {
                String stage = "exchange" + (i + 2) + ".";
                Tensor before = layers.streams(
                        images, i, (number, both) -> encoded.shares().get(number));
                long channels = before.size(1) / 2;
                check(stage + "visible_before_window", window(before.slice(1, 0, channels), 10, 10));
                check(stage + "infrared_before_window", window(before.slice(1, channels, channels), 10, 10));
                Tensor after = window(
                        PiaFusionLayers.exchanged(before, encoded.shares().get(i)), 10, 10);
                check(stage + "visible_after_window", after);
                check(stage + "infrared_after_window", after);
            }
            List<Tensor> features = layers.features(encoded);
            for (int source = 0; source < STREAMS.size(); source++) {
                check("encoder_window." + STREAMS.get(source), window(features.get(source), 10, 10));
                check("encoder_corner." + STREAMS.get(source), window(features.get(source), 0, 4));
            }
            check("fused", layers.decode(encoded, layers.fuse(encoded)));
            check("fused", model.fuse(sources));
        }
    }

    @Test
    void recordedForwardEqualsTheOriginal() throws IOException {
        SourceTensors sources = sources();
        Map<String, Tensor> variables = new LinkedHashMap<>();
        parameters
                .names()
                .forEach(name -> variables.put(name, parameters.get(name).asVariable()));
        Tensor recorded = Autograd.record(
                () -> PiaFusion.NETWORK.over(Parameters.of(variables)).fuse(sources));
        assertThat(recorded.requiresGrad()).isTrue();
        check("fused", recorded);
    }

    @Test
    void equalWeightsGiveTheStaticFusion() throws IOException {
        SourceTensors sources = sources();
        try (FusionModel model = PiaFusion.NETWORK.create(parameters, Device.CPU, Precision.FP32)) {
            float[] expected = model.fuse(sources).toFloats();
            for (io.dynafuse.dominability.Reference reference : io.dynafuse.dominability.Reference.values()) {
                Dominability uniform = Dominability.of(reference).with("uniform");
                Tensor fused = new Fusion(model, new StageClock())
                        .fuseDynamically(sources, uniform)
                        .fused();
                assertThat(Differences.largest(expected, fused.toFloats()))
                        .as("%s", reference)
                        .isLessThan(1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00537D", "00881N", "00710N", "00906N"})
    void classifiesAsTheOriginal(String name) throws IOException {
        Image image = ImageFiles.read(Reference.path("images/visible-infrared/" + name + "-visible.png"));
        Tensor visible = Tensor.of(image.values(), 1, 3, image.height(), image.width());
        try (Parameters module = classifier()) {
            String stage = "classifier." + name + ".";
            check(stage + "pooled", IlluminationClassifier.pooled(visible, module), OF_SCORES);
            Tensor scores = IlluminationClassifier.classify(visible, module);
            check(stage + "before_relu", scores, OF_SCORES);
            check(stage + "output", scores.relu(), OF_SCORES);
            assertThat(IlluminationClassifier.day(scores).toFloats()).containsExactly(name.endsWith("D") ? 1 : 0);
        }
    }

    @Test
    void classifiesTheCropAsTheOriginal() throws IOException {
        try (Parameters module = classifier()) {
            Tensor scores = IlluminationClassifier.classify(golden.tensor("source_rgb"), module);
            check("classifier.crop.output", scores.relu(), OF_SCORES);
        }
    }

    @Test
    void dayIsItsShareOfWhatSpeaksForEither() {
        Tensor scores = Tensor.of(new float[] {3, 1, -3, 2, 2, -1, -1, -2, 0, 0}, 5, 2);
        assertThat(IlluminationClassifier.day(scores).toFloats()).containsExactly(0.75f, 0, 1, 0.5f, 0.5f);
    }

    @Test
    void imagesThatAreHalvedToNothingAreRefused() throws IOException {
        try (Parameters module = classifier()) {
            assertThat(IlluminationClassifier.classify(constant(16, 17), module).toFloats())
                    .hasSize(2)
                    .doesNotContain(Float.NaN);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IlluminationClassifier.classify(constant(40, 15), module))
                    .withMessage("expected an image of 16 pixels a side or more to tell day from night, found 15x40");
        }
    }

    private static Tensor constant(int height, int width) {
        return Tensor.of(new float[3 * height * width], 1, 3, height, width);
    }

    private static Parameters classifier() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("piafusion/best_cls.pth"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            IlluminationClassifier.PARAMETERS
                    .shapes()
                    .forEach((name, shape) -> tensors.put(name, tensor(checkpoint, name, shape)));
            return Parameters.owning(tensors);
        }
    }

    private static Tensor tensor(Checkpoint checkpoint, String name, List<Long> shape) {
        try {
            return Tensor.of(checkpoint.floats(name), shape);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SourceTensors sources() throws IOException {
        return SourceTensors.of(List.of(golden.tensor("source_infrared"), golden.tensor("y")));
    }

    private static Tensor window(Tensor tensor, int start, int length) {
        return tensor.slice(2, start, length).slice(3, start, length);
    }

    private void check(String tensor, Tensor actual) throws IOException {
        check(tensor, actual, TOLERANCE);
    }

    private void check(String tensor, Tensor actual, double tolerance) throws IOException {
        double error = golden.largestError(tensor, actual.toFloats());
        Golden.report("piafusion " + tensor, error);
        assertThat(error).as(tensor).isLessThanOrEqualTo(tolerance);
    }
}
