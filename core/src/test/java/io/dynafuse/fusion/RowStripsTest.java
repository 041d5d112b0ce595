package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Region;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.SharpenedByTheMean;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What images are cut into; that strips give the result of the whole is part of the contract of networks. */
class RowStripsTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 41;
    // IFCNN's encoder sees 4 pixels around one, its decoder 1, and weights see what the decoder does.
    private static final int STATIC_HALO = 5;
    private static final int FUSED_HALO = 6;

    private static RowStrips strips(FusionModel model, Optional<Dominability> dominability, int rows) {
        SourceTensors sources = SourceTensors.of(List.of(
                Tensor.of(new float[3 * WIDTH * HEIGHT], 1, 3, HEIGHT, WIDTH),
                Tensor.of(new float[3 * WIDTH * HEIGHT], 1, 3, HEIGHT, WIDTH)));
        return RowStrips.of(model, sources, dominability, OptionalInt.of(rows));
    }

    @Test
    void followEachOtherAndSeeAsFarAsTheNetwork() {
        requireStrips(Optional.empty(), STATIC_HALO);
        requireStrips(Optional.of(Dominability.of(Reference.FUSED)), FUSED_HALO);
    }

    private static void requireStrips(Optional<Dominability> dominability, int halo) {
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 5);
                Scope scope = Scope.open()) {
            List<Tiling.Tile> strips = strips(model, dominability, 8).strips();
            // 41 rows in strips of at most 8: 6 of 7 or 6.
            assertThat(strips).hasSize(6);
            int next = 0;
            for (Tiling.Tile strip : strips) {
                Region output = strip.output();
                Region input = strip.input();
                assertThat(List.of(output.x(), output.y(), output.width())).containsExactly(0, next, WIDTH);
                next += output.height();
                assertThat(input.y()).isEqualTo(Math.max(0, output.y() - halo));
                assertThat(input.y() + input.height()).isEqualTo(Math.min(HEIGHT, next + halo));
            }
            assertThat(next).isEqualTo(HEIGHT);
        }
    }

    @Test
    void gradientsAndNetworksThatSeeAllOfAnImageHaveOne() {
        try (FusionModel local = RandomNetworks.load(Ifcnn.SUM, 5);
                FusionModel global = RandomNetworks.load(new SharpenedByTheMean(), 5);
                Scope scope = Scope.open()) {
            Dominability gradient = Dominability.of(Reference.FUSED).with("gradient=l2, channel=0");
            assertThat(strips(local, Optional.of(gradient), 8).strips()).hasSize(1);
            assertThat(strips(global, Optional.empty(), 8).strips()).hasSize(1);
        }
    }
}
