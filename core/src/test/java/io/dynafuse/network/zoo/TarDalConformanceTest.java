package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** TarDAL with its published parameters against the network that they belong to. */
class TarDalConformanceTest {
    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            original.checkResults();
            Tensor encoded = TarDal.encode(original.sources(), original.parameters());
            original.check("encoder.first8", encoded);
            original.check("dense.last8", encoded.slice(1, encoded.size(1) - 8, 8));
        }
    }

    /** The stored statistics would give another image, which the file holds too. */
    @Test
    void storedStatisticsAreNotUsed() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            float[] fused = original.model().fuse(original.sources()).planar().toFloats();
            assertThat(original.golden().largestError("static.runningstatistics", fused))
                    .isGreaterThan(0.1);
            assertThat(original.parameters().names()).noneMatch(name -> name.contains("running"));
        }
    }

    private static ZooCase open() throws IOException {
        return ZooCase.open(TarDal.NETWORK, "tardal", "case", "tardal.pt");
    }
}
