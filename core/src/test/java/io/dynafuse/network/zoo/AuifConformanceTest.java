package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.ReceptiveField;
import io.dynafuse.testing.Differences;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AUIF-Net with its authors' parameters against its authors' program. */
class AuifConformanceTest {
    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = ZooCase.open(
                        Auif.NETWORK,
                        "auif",
                        "case",
                        "TCSVT_Encoder_Base.model",
                        "TCSVT_Encoder_Detail.model",
                        "TCSVT_Decoder.model");
                Scope scope = Scope.open()) {
            original.checkResults();
            for (int m = 0; m < 2; m++) {
                Tensor image = original.sources().images().get(m);
                original.check("blur" + m, Auif.blur(image));
                original.check("laplace" + m, Auif.laplace(image));
                Tensor features = original.features().get(m);
                original.check("base" + m, features.slice(1, 0, 1));
                original.check("detail" + m, features.slice(1, 1, 1));
            }
            Tensor image = original.sources().images().get(0);
            Parameters base = original.parameters().in("conv1");
            original.check("base0.layer1", Auif.unrolled(1, Auif.blur(image), image, base));
        }
    }

    /** A single convolution is the authors' two, at the border too and for images hardly larger than it. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 5", "3, 3", "3, 8", "4, 4", "9, 7"})
    void oneConvolutionIsTheTwoOfTheAuthors(int height, int width) {
        try (Scope scope = Scope.open()) {
            Tensor state = random(3, 2, 1, height, width);
            Tensor kernel = random(7, 64, 1, 3, 3).times(1 / 24.0);
            double error = Differences.largest(
                    Auif.inTwoSteps(state, kernel).planar().toFloats(),
                    Auif.convolved(state, kernel).planar().toFloats());
            assertThat(error).isLessThan(1e-4);
        }
    }

    /** With kernels of two opposite corners, by which every layer looks as far as it can, and a dark image, in which nothing is rounded away. */
    @Test
    void theEncoderLooksAsFarAsItSays() {
        int radius = ((ReceptiveField.Local) Auif.NETWORK.facts().field()).encoderRadius();
        int side = 2 * radius + 11;
        float[] pixels = new float[side * side];
        pixels[side * side / 2] = 1;
        try (Parameters initial = Auif.NETWORK.parameters().initialise(1);
                Scope scope = Scope.open()) {
            Map<String, Tensor> farSighted = new LinkedHashMap<>();
            for (int layer = 0; layer < 10; layer++) {
                float[] kernels = new float[64 * 9];
                kernels[0] = 1;
                kernels[8] = 1;
                farSighted.put("conv2." + layer + ".kernel", Tensor.of(kernels, 64, 1, 3, 3));
            }
            Tensor image = Tensor.of(pixels, 1, 1, side, side);
            float[] detail = Auif.unrolled(
                            10,
                            Auif.laplace(image),
                            image,
                            initial.with(farSighted).in("conv2"))
                    .planar()
                    .toFloats();
            int farthest = 0;
            for (int i = 0; i < detail.length; i++) {
                if (detail[i] != 0) {
                    farthest = Math.max(farthest, Math.abs(i % side - side / 2));
                }
            }
            assertThat(farthest).isEqualTo(radius);
        }
    }

    private static Tensor random(long seed, long... shape) {
        Random random = new Random(seed);
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, shape);
    }
}
