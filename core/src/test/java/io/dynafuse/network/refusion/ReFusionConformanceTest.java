package io.dynafuse.network.refusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.Strips;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ReFusion with its authors' parameters against their own implementation. */
class ReFusionConformanceTest {
    private static final double TOLERANCE = 1e-4;
    // Several of them, of which the last is shorter.
    private static final Strips FEW_ROWS = new Strips(160 * 9);

    @ParameterizedTest
    @ValueSource(strings = {"ivif", "mif", "mfif", "meif"})
    void equalsTheOriginalFromTheFirstLayerToTheImage(String task) throws IOException {
        try (Golden golden = Golden.open("refusion/" + task + ".safetensors");
                Parameters parameters = parameters(task);
                Scope scope = Scope.open()) {
            for (Strips strips : List.of(Strips.WHOLE, FEW_ROWS)) {
                try (FusionModel model = ReFusion.FULL.create(parameters, Device.CPU, Precision.FP32, strips)) {
                    check(golden, task, (ReFusionLayers) model.weighting().orElseThrow());
                }
            }
        }
    }

    private static void check(Golden golden, String task, ReFusionLayers layers) throws IOException {
        SourceTensors sources = sources(golden);
        ReFusionLayers.Encoded encoded = layers.encode(sources);
        List<Tensor> features = layers.features(encoded);
        Tensor fused = layers.fuse(encoded);
        check(golden, task, "encoder1_window", window(features.get(0), 10, 10));
        check(golden, task, "encoder2_window", window(features.get(1), 10, 10));
        check(golden, task, "afm_window", window(fused, 10, 10));
        check(golden, task, "afm_corner", window(fused, 0, 4));
        check(golden, task, "output_raw", layers.decode(encoded, fused));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ivif", "mif", "mfif", "meif"})
    void recordedForwardEqualsTheOriginal(String task) throws IOException {
        try (Golden golden = Golden.open("refusion/" + task + ".safetensors");
                Parameters parameters = parameters(task);
                Scope scope = Scope.open()) {
            Map<String, Tensor> variables = new LinkedHashMap<>();
            parameters
                    .names()
                    .forEach(name -> variables.put(name, parameters.get(name).asVariable()));
            Tensor recorded = Autograd.record(
                    () -> ReFusion.FULL.over(Parameters.of(variables)).fuse(sourcesOf(golden)));
            assertThat(recorded.requiresGrad()).isTrue();
            check(golden, task, "output_raw", recorded);
        }
    }

    private static SourceTensors sourcesOf(Golden golden) {
        try {
            return sources(golden);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SourceTensors sources(Golden golden) throws IOException {
        return SourceTensors.of(List.of(golden.tensor("source_y.0"), golden.tensor("source_y.1")));
    }

    private static Parameters parameters(String task) throws IOException {
        try (Checkpoint checkpoint =
                Checkpoint.open(Reference.path("refusion/ReFusion_" + task.toUpperCase(Locale.ROOT) + ".pth"))) {
            return CheckpointLoader.load(ReFusion.FULL, checkpoint);
        }
    }

    private static Tensor window(Tensor tensor, int start, int length) {
        return tensor.slice(2, start, length).slice(3, start, length);
    }

    private static void check(Golden golden, String task, String tensor, Tensor actual) throws IOException {
        double error = golden.largestError(tensor, actual.toFloats());
        Golden.report("refusion " + task + " " + tensor, error);
        assertThat(error).as(tensor).isLessThanOrEqualTo(TOLERANCE);
    }
}
