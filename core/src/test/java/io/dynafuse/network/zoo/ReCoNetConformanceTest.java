package io.dynafuse.network.zoo;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** ReCoNet's fusion part with its authors' parameters against its authors' program. */
class ReCoNetConformanceTest {
    private static final int STEPS = 3;

    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = ZooCase.open(ReCoNet.NETWORK, "reconet", "case", "params.pth");
                Scope scope = Scope.open()) {
            original.checkResults();
            ReCoNet.Recurrence recurrence =
                    (ReCoNet.Recurrence) original.model().weighting().orElseThrow();
            SourceTensors sources = original.sources();
            Tensor fused = ReCoNet.Recurrence.first(sources);
            for (int i = 0; i < STEPS; i++) {
                for (int m = 0; m < sources.count(); m++) {
                    original.check("attention" + m + ".step" + i, recurrence.attention(sources, m, fused));
                }
                fused = recurrence.step(sources, recurrence.fuse(sources), fused);
                original.check("fused.step" + i, fused);
            }
        }
    }
}
