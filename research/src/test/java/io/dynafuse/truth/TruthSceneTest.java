package io.dynafuse.truth;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthSceneTest {
    @Test
    void aSceneHasTwoSourcesOfOneSize() {
        Image truth = TestImages.textured(5, 4, 1, SampleDepth.BITS_8);
        Image other = TestImages.textured(4, 5, 1, SampleDepth.BITS_8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TruthScenes.Scene("s", List.of(truth), truth))
                .withMessage("expected 2 or more sources, found 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TruthScenes.Scene("s", List.of(truth, other), truth))
                .withMessage("expected sources of 5x4 pixels, found 4x5 pixels");
    }
}
