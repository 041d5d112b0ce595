package io.dynafuse.network.zoo;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** DATFuse with its authors' parameters against its authors' program. */
class DatFuseConformanceTest {
    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = ZooCase.open(DatFuse.NETWORK, "datfuse", "case", "model_10.pth");
                Scope scope = Scope.open()) {
            SourceTensors sources = original.channels();
            Parameters parameters = original.parameters();
            Tensor first = DatFuse.first(sources, parameters);
            original.check("convolutional.first", first);
            Tensor extracted = DatFuse.extracted(first, parameters);
            original.check("fem.first", extracted);
            original.check("cam.first", DatFuse.ofChannels(extracted, parameters));
            original.check("sam.first", DatFuse.ofPixels(extracted, parameters));
            original.check("basicLayer.first", DatFuse.transformed(sources, parameters));
            original.check("convolutional_out.first", original.model().fuse(sources));
            original.check("static", original.model().fuse(sources));
        }
    }
}
