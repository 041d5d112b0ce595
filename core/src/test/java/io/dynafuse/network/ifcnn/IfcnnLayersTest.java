package io.dynafuse.network.ifcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.Borders;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The fast ways through the network against the layers as published, at every size down to a pixel. */
class IfcnnLayersTest {
    private static final double ROUNDING = 1e-4;

    @Property(tries = 60)
    void mergedEncoderEqualsItsLayers(
            @ForAll @IntRange(min = 1, max = 24) int width,
            @ForAll @IntRange(min = 1, max = 24) int height,
            @ForAll Random random) {
        try (Scope scope = Scope.open();
                Parameters parameters = RandomNetworks.parameters(Ifcnn.SUM, 3)) {
            IfcnnLayers layers = new IfcnnLayers(IfcnnLayers.folded(parameters), IfcnnLayers.Execution.MERGED);
            Tensor source = Tensor.of(values(3 * width * height, random), 1, 3, height, width);
            float[] expected = layers.encodeLayerByLayer(source).toFloats();
            float[] actual = layers.encode(source, Borders.WHOLE).toFloats();
            assertThat(Differences.largest(expected, actual)).isLessThanOrEqualTo(ROUNDING);
        }
    }

    @Property(tries = 60)
    void decoderEqualsItsLayers(
            @ForAll @IntRange(min = 1, max = 24) int width,
            @ForAll @IntRange(min = 1, max = 24) int height,
            @ForAll Random random) {
        try (Scope scope = Scope.open();
                Parameters parameters = RandomNetworks.parameters(Ifcnn.SUM, 3)) {
            IfcnnLayers layers = new IfcnnLayers(IfcnnLayers.folded(parameters), IfcnnLayers.Execution.MERGED);
            Tensor features = Tensor.of(values(64 * width * height, random), 1, 64, height, width);
            float[] expected =
                    layers.decode(features.asVariable(), Borders.WHOLE).toFloats();
            float[] actual = layers.decode(features, Borders.WHOLE).toFloats();
            assertThat(Differences.largest(expected, actual)).isLessThanOrEqualTo(ROUNDING);
        }
    }

    @Property(tries = 40)
    void oneChannelSaysAllOfAGrayImage(
            @ForAll @IntRange(min = 1, max = 24) int width,
            @ForAll @IntRange(min = 1, max = 24) int height,
            @ForAll Random random) {
        try (Scope scope = Scope.open();
                Parameters parameters = RandomNetworks.parameters(Ifcnn.SUM, 3)) {
            IfcnnLayers layers = new IfcnnLayers(IfcnnLayers.folded(parameters), IfcnnLayers.Execution.MERGED);
            float[] gray = new float[3 * width * height];
            for (int i = 0; i < gray.length; i++) {
                gray[i] = i < width * height ? random.nextFloat() : gray[i - width * height];
            }
            Tensor ofGray = IfcnnLayers.INPUT.normalise(Tensor.of(gray, 1, 3, height, width));
            float[] expected = layers.encode(ofGray, Borders.WHOLE).toFloats();
            assertThat(Differences.largest(
                            expected, layers.encodeLayerByLayer(ofGray).toFloats()))
                    .isLessThanOrEqualTo(ROUNDING);
            assertThat(Differences.largest(
                            expected, layers.encodeGray(ofGray, Borders.WHOLE).toFloats()))
                    .isLessThanOrEqualTo(ROUNDING);
        }
    }

    @Test
    void oneChannelDoesNotSayAllOfColours() {
        try (Scope scope = Scope.open();
                Parameters parameters = RandomNetworks.parameters(Ifcnn.SUM, 3)) {
            IfcnnLayers layers = new IfcnnLayers(IfcnnLayers.folded(parameters), IfcnnLayers.Execution.MERGED);
            Tensor colour = Tensor.of(values(3 * 20 * 16, new Random(1)), 1, 3, 16, 20);
            assertThat(Differences.largest(
                            layers.encode(colour, Borders.WHOLE).toFloats(),
                            layers.encodeGray(colour, Borders.WHOLE).toFloats()))
                    .isGreaterThan(100 * ROUNDING);
        }
    }

    private static float[] values(int length, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
