package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.CheckpointAdapter;
import io.dynafuse.task.Role;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** U2Fusion with its authors' parameters against its authors' program. */
class U2FusionConformanceTest {
    private static final int CHANNELS = 44;

    @ParameterizedTest
    @ValueSource(strings = {"case-vi", "case-ct", "case-me", "case-mf"})
    void equalsTheOriginal(String name) throws IOException {
        try (ZooCase original = ZooCase.open(U2Fusion.NETWORK, "u2fusion", name, "u2fusion.safetensors")) {
            original.checkResults();
        }
    }

    /** Also that an output of the dense block stands before its input: of all channels, the first are those of its last layer. */
    @Test
    void layersEqualTheOriginal() throws IOException {
        try (ZooCase original = ZooCase.open(U2Fusion.NETWORK, "u2fusion", "case-vi", "u2fusion.safetensors");
                Scope scope = Scope.open()) {
            Tensor encoded = U2Fusion.encode(original.sources(), original.parameters());
            original.check("encoder.output.first8", encoded);
            original.check("encoder.conv1_1.first8", encoded.slice(1, 5 * CHANNELS, CHANNELS));
            original.check("decoder.conv2_3", U2Fusion.decodeFeatures(encoded, original.parameters()));
        }
    }

    @Test
    void mriIsTheSecondBesidePetAndTheFirstBesideCt() {
        var inputs = U2Fusion.NETWORK.facts().inputs();
        assertThat(inputs.places(List.of(Role.MRI, Role.PET))).contains(List.of(1, 0));
        assertThat(inputs.places(List.of(Role.PET, Role.MRI))).contains(List.of(0, 1));
        assertThat(inputs.places(List.of(Role.MRI, Role.CT))).contains(List.of(0, 1));
        assertThat(inputs.places(List.of(Role.CT, Role.MRI))).contains(List.of(1, 0));
        assertThat(inputs.places(List.of(Role.INFRARED, Role.VISIBLE))).contains(List.of(1, 0));
    }

    @Test
    void readsTheNamesOfTensorFlow() {
        CheckpointAdapter adapter = U2Fusion.NETWORK.checkpointAdapter();
        assertThat(adapter.parameterOf().apply("Generator.encoder.conv1_1.kernel"))
                .contains("encoder.conv1_1.weight");
        assertThat(adapter.parameterOf().apply("Generator_1.decoder.conv2_1.bias"))
                .contains("decoder.conv2_1.bias");
        assertThat(adapter.parameterOf().apply("decoder.conv2_1.weight")).contains("decoder.conv2_1.weight");
    }
}
