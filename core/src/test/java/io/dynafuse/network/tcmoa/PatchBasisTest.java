package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchBasisTest {
    /** A smooth picture, of which nothing is masked, comes out as it was, before anything is learned. */
    @Test
    void showsWhatItSees() {
        MaskedAutoencoder autoencoder = TcMoa.SMALL.autoencoder();
        int side = autoencoder.side();
        float[] values = new float[3 * side * side];
        for (int i = 0; i < values.length; i++) {
            int row = i / side % side;
            int column = i % side;
            values[i] = (float) (Math.sin(row / 5.0) * Math.cos(column / (3.0 + i / side / side)));
        }
        try (Parameters parameters = autoencoder.parameters().initialise(1);
                Scope scope = Scope.open()) {
            Tensor image = Tensor.of(values, 1, 3, side, side);
            int[] all = IntStream.range(0, autoencoder.tokens()).toArray();
            Tensor shown = autoencoder.reconstructed(image, List.of(all), parameters);
            double squares = shown.minus(image).square().meanOfAll().toFloats()[0];
            double power = image.square().meanOfAll().toFloats()[0];
            assertThat(10 * Math.log10(power / squares)).isGreaterThan(20);
        }
    }
}
