package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MATR with its authors' parameters against its authors' program. */
class MatrConformanceTest {
    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = ZooCase.open(Matr.NETWORK, "matr", "case", "model_10.pth");
                Scope scope = Scope.open()) {
            SourceTensors sources = original.channels();
            Parameters parameters = original.parameters();
            Tensor first = Matr.first(sources, parameters);
            original.check("convInput.first", first);
            Tensor shared = Matr.shared(first, parameters);
            original.check("conv.first", shared);
            original.check("basicLayer.first", Matr.blocks(shared, parameters));
            original.check("convolutional_out.first", original.model().fuse(sources));
            original.check("static", original.model().fuse(sources));
        }
    }

    /** Every image of a batch has kernels of its own, and needs not be square, as it must in the authors' program. */
    @Test
    void imagesOfABatchAreEachByItself() {
        try (FusionModel model = RandomNetworks.load(Matr.NETWORK, 3);
                Scope scope = Scope.open()) {
            Tensor functional = ramp(2, 0.01f);
            Tensor anatomical = ramp(2, 0.02f);
            float[] together = model.fuse(SourceTensors.of(List.of(functional, anatomical)))
                    .planar()
                    .toFloats();
            for (int n = 0; n < 2; n++) {
                float[] alone = model.fuse(
                                SourceTensors.of(List.of(functional.slice(0, n, 1), anatomical.slice(0, n, 1))))
                        .planar()
                        .toFloats();
                float[] part = Arrays.copyOfRange(together, n * alone.length, (n + 1) * alone.length);
                assertThat(Differences.largest(alone, part)).isLessThan(1e-5);
            }
        }
    }

    private static Tensor ramp(int images, float step) {
        float[] values = new float[images * 5 * 7];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * step;
        }
        return Tensor.of(values, images, 1, 5, 7);
    }
}
