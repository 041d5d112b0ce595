package io.dynafuse.network.zoo;

import io.dynafuse.torch.Scope;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** YDTR with its authors' parameters against its authors' program. */
class YdtrConformanceTest {
    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = ZooCase.open(Ydtr.NETWORK, "ydtr", "case", "model_10.pth");
                Scope scope = Scope.open()) {
            original.checkResults();
            original.check("convInput0", Ydtr.first(original.sources().images().get(0), original.parameters()));
            original.check("encoded0", original.features().get(0));
        }
    }
}
