package io.dynafuse.network.zoo;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
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
}
