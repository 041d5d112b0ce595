package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PIAFusion's loss against its original implementation and against what is worked out by hand. */
class IlluminationLossTest {
    private static final double CLOSE = 1e-4;
    // Rounding turns the slope of a few rectifiers over: with a smooth function in their place, derivatives in either
    // layout of memory agree to 5e-6.
    private static final double SLOPES = 2e-3;

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor one(double value) {
        return Tensor.of(new float[] {(float) value}, 1, 1);
    }

    private static double value(Tensor one) {
        return one.toFloats()[0];
    }

    @Test
    void equalsTheOriginal() throws IOException {
        try (Golden golden = Golden.open("piafusion/case.safetensors")) {
            Tensor fused = golden.tensor("fused").clamp(0, 1);
            Tensor infrared = golden.tensor("source_infrared");
            Tensor visible = golden.tensor("y");
            assertThat(golden.largestError(
                            "sobel.visible",
                            SobelDerivatives.magnitudeInBlack(visible).toFloats()))
                    .isLessThan(1e-5);
            assertThat(golden.largestError(
                            "sobel.infrared",
                            SobelDerivatives.magnitudeInBlack(infrared).toFloats()))
                    .isLessThan(1e-5);
            assertThat(value(IlluminationLoss.byIllumination(fused, infrared, visible, one(1))))
                    .isCloseTo(0.19088144600391388, within(CLOSE));
            assertThat(value(IlluminationLoss.brighter(fused, infrared, visible)))
                    .isCloseTo(0.17802301049232483, within(CLOSE));
            assertThat(value(IlluminationLoss.strongerEdge(fused, infrared, visible)))
                    .isCloseTo(0.2909037172794342, within(CLOSE));
            assertThat(value(IlluminationLoss.PUBLISHED.of(fused, infrared, visible, one(1))))
                    .isCloseTo(16.363990783691406, within(CLOSE));
            assertThat(value(IlluminationLoss.byIllumination(fused, infrared, visible, one(0.25))))
                    .isCloseTo(0.33566099405288696, within(CLOSE));
            assertThat(value(IlluminationLoss.PUBLISHED.of(fused, infrared, visible, one(0.25))))
                    .isCloseTo(16.798330307006836, within(CLOSE));
        }
    }

    @Test
    void itsDerivativesEqualTheOriginals() throws IOException {
        try (Golden golden = Golden.open("piafusion/case.safetensors");
                Checkpoint checkpoint = Checkpoint.open(Reference.path("piafusion/piafusion-random.pth"));
                Parameters parameters = CheckpointLoader.load(PiaFusion.NETWORK, checkpoint)) {
            Tensor infrared = golden.tensor("source_infrared");
            Tensor visible = golden.tensor("y");
            Map<String, Tensor> variables = new LinkedHashMap<>();
            parameters
                    .names()
                    .forEach(name -> variables.put(name, parameters.get(name).asVariable()));
            Tensor loss = Autograd.record(() -> IlluminationLoss.PUBLISHED.of(
                    PiaFusion.NETWORK.over(Parameters.of(variables)).fuse(SourceTensors.of(List.of(infrared, visible))),
                    infrared,
                    visible,
                    one(1)));
            Map<String, Double> squares = new LinkedHashMap<>();
            List<Tensor> gradients = Autograd.gradients(loss, List.copyOf(variables.values()));
            List<String> names = List.copyOf(variables.keySet());
            for (int i = 0; i < names.size(); i++) {
                float[] values = gradients.get(i).toFloats();
                String part = names.get(i).replaceFirst("\\..*", "");
                squares.merge(part, squares(values), Double::sum);
                String name = "gradient." + names.get(i);
                if (golden.has(name)) {
                    double error = golden.largestRelativeError(name, values);
                    Golden.report("piafusion " + name + ", relative", error);
                    assertThat(error).as(name).isLessThan(name.contains("encoder") ? SLOPES : 1e-3);
                }
            }
            assertThat(Math.sqrt(squares.get("encoder"))).isCloseTo(68.10187078801552, within(0.068));
            assertThat(Math.sqrt(squares.get("decoder"))).isCloseTo(123.93430845273348, within(0.12));
        }
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static Tensor flat(int images, double... levels) {
        int side = 4;
        float[] values = new float[images * side * side];
        for (int i = 0; i < images; i++) {
            Arrays.fill(values, i * side * side, (i + 1) * side * side, (float) levels[i]);
        }
        return Tensor.of(values, images, 1, side, side);
    }

    /** Each image by its own light: |0.5 − 0.2| of the visible one by day, |0.5 − 0.9| of the infrared one by night, and the mean of both images. */
    @Test
    void everyImageHasItsOwnLight() {
        Tensor days = Tensor.of(new float[] {1, 0}, 2, 1);
        Tensor loss = IlluminationLoss.byIllumination(flat(2, 0.5, 0.5), flat(2, 0.9, 0.9), flat(2, 0.2, 0.2), days);
        assertThat(value(loss)).isCloseTo((0.3 + 0.4) / 2, within(1e-6));
    }

    /** What leaves [0,1] counts as 0 or 1, which sources of 0 and 1 equal. */
    @Test
    void aFusedImageIsClampedFirst() {
        Tensor loss = IlluminationLoss.PUBLISHED.of(
                flat(2, 1.5, -0.5), flat(2, 1, 0), flat(2, 1, 0), Tensor.of(new float[] {1, 0}, 2, 1));
        assertThat(value(loss)).isZero();
    }

    @Test
    void factorsThatAreNoneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IlluminationLoss(3, -7, 50))
                .withMessage("expected factors of 0 or more, found -7.0");
    }
}
