package io.dynafuse.network.zoo;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** DIDFuse with its authors' parameters against its authors' program. */
class DidFuseConformanceTest {
    private static final int CHANNELS = 64;

    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = ZooCase.open(
                        DidFuse.NETWORK, "didfuse", "case", "Encoder_weight_IJCAI.pkl", "Decoder_weight_IJCAI.pkl");
                Scope scope = Scope.open()) {
            original.checkResults();
            for (int m = 0; m < 2; m++) {
                Tensor features = original.features().get(m);
                original.check("encoded" + m + ".base", features);
                if (m == 0) {
                    original.check("encoded0.detail", features.slice(1, CHANNELS, CHANNELS));
                }
            }
        }
    }
}
