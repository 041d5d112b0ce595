package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.task.Task;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SDNet with its authors' parameters of every task against its authors' program, whose numbers are in [−1,1]. */
class SdNetConformanceTest {
    private static ZooCase open(String task, String images) throws IOException {
        return ZooCase.open(SdNet.NETWORK, "sdnet", "case-" + task + "-" + images, task + ".safetensors")
                .withNumbers(SignedImages::toUnit, SignedImages::of);
    }

    @ParameterizedTest
    @CsvSource({"IR_VIS, vi", "Medical, ct", "Medical, pet", "Multi_exposure, me", "Multi_focus, mf"})
    void equalsTheOriginal(String task, String images) throws IOException {
        try (ZooCase original = open(task, images)) {
            original.checkResults();
        }
    }

    @Test
    void featuresAndDecompositionEqualTheOriginal() throws IOException {
        try (ZooCase original = open("IR_VIS", "vi");
                Scope scope = Scope.open()) {
            List<Tensor> features = original.features();
            Tensor fused = original.model().fuse(original.sources());
            List<Tensor> decomposed = SdNet.decompose(fused, original.parameters());
            for (int m = 0; m < 2; m++) {
                original.check("encoded" + m, features.get(m));
                original.check("squeezed" + m, SignedImages.of(decomposed.get(m)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "irvis.model-10.index, visible-infrared",
        "sdnet-ir_vis.safetensors, visible-infrared",
        "medical.model-29.index, medical",
        "mef.model-11.index, multi-exposure",
        "multi_exposure.safetensors, multi-exposure",
        "mff.model-19.index, multi-focus",
        "sdnet-multi_focus.safetensors, multi-focus",
        "sdnet.safetensors, ''",
        "medical-multi_focus.safetensors, ''"
    })
    void namesOfFilesSayTheTask(String name, String task) {
        assertThat(SdNet.NETWORK.taskOf(name).map(Task::word))
                .isEqualTo(Optional.of(task).filter(word -> !word.isEmpty()));
    }
}
