package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MUFusion with its authors' parameters against its authors' program. */
class MuFusionConformanceTest {
    /** The reference material has parameters of these two tasks. */
    @ParameterizedTest
    @ValueSource(strings = {"TNO", "harvard"})
    void equalsTheOriginal(String name) throws IOException {
        try (ZooCase original = open(name);
                Scope scope = Scope.open()) {
            original.check("static", original.model().fuse(sources(original)));
        }
    }

    @Test
    void layersEqualTheOriginal() throws IOException {
        try (ZooCase original = open("TNO");
                Scope scope = Scope.open()) {
            List<Tensor> layers = MuFusion.encode(sources(original), original.parameters());
            for (int i = 0; i < layers.size(); i++) {
                original.check("encoder" + (i + 1), layers.get(i));
            }
        }
    }

    @Test
    void filesNamedAfterDataSetsSayTheTask() {
        assertThat(MuFusion.NETWORK.taskOf("tno.model")).contains(Task.VISIBLE_INFRARED);
        assertThat(MuFusion.NETWORK.taskOf("roadscene.model")).contains(Task.VISIBLE_INFRARED);
        assertThat(MuFusion.NETWORK.taskOf("harvard.model")).contains(Task.MEDICAL);
        assertThat(MuFusion.NETWORK.taskOf("final.model")).isEmpty();
    }

    private static ZooCase open(String name) throws IOException {
        return ZooCase.open(MuFusion.NETWORK, "mufusion", "case-" + name, name + ".model");
    }

    private static SourceTensors sources(ZooCase original) throws IOException {
        Tensor both = original.golden().tensor("input");
        return SourceTensors.of(List.of(both.slice(1, 0, 1), both.slice(1, 1, 1)));
    }
}
