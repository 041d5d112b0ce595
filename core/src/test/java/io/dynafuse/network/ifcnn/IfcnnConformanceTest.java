package io.dynafuse.network.ifcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.testing.Cut;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.ReferenceNetworks;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IFCNN with its authors' parameters against their own implementation. */
class IfcnnConformanceTest {
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"mri-ct", "visible-infrared", "multi-focus", "multi-focus-triple", "multi-exposure"})
    void equalsTheOriginalFromTheFirstLayerToTheImage(String name) throws IOException {
        for (Ifcnn network : Ifcnn.values()) {
            String rule = network.name().toLowerCase(Locale.ROOT);
            try (Golden golden = Golden.open("ifcnn/" + name + ".safetensors");
                    FusionModel model = ReferenceNetworks.load(network);
                    Scope scope = Scope.open()) {
                List<Tensor> sources = golden.sources();
                Tensor first = firstLayer(network, sources.get(0));
                Tensor features = Cut.of(model).encode(sources).get(0);
                Tensor fused = new Fusion(model, new StageClock()).fuseStatically(SourceTensors.of(sources));
                check(golden, name, "conv1_window", rule, window(first, 10, 10));
                check(golden, name, "conv1_corner", rule, window(first, 0, 4));
                check(golden, name, "features_window." + rule, rule, window(features, 10, 10));
                check(golden, name, "features_corner." + rule, rule, window(features, 0, 4));
                check(golden, name, "fused." + rule, rule, fused);
                checkImage(golden, name, rule, network, fused);
            }
        }
    }

    @Test
    void equalsTheOriginalOnAWholeImagePair() throws IOException {
        for (Ifcnn network : Ifcnn.values()) {
            String rule = network.name().toLowerCase(Locale.ROOT);
            try (Golden golden = Golden.open("ifcnn/mri-ct-full.safetensors");
                    FusionModel model = ReferenceNetworks.load(network);
                    Scope scope = Scope.open()) {
                List<Tensor> sources = new ArrayList<>();
                for (int m = 0; m < 2; m++) {
                    sources.add(network.facts().inputs().normalisation().normalise(image(golden, "source_rgb8." + m)));
                }
                Tensor fused = new Fusion(model, new StageClock()).fuseStatically(SourceTensors.of(sources));
                checkImage(golden, "mri-ct-full", rule, network, fused);
            }
        }
    }

    private static Tensor firstLayer(Ifcnn network, Tensor source) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(ReferenceNetworks.file(network));
                Parameters parameters = CheckpointLoader.load(network, checkpoint)) {
            return new IfcnnLayers(IfcnnLayers.folded(parameters), IfcnnLayers.Execution.MERGED).firstLayer(source);
        }
    }

    private static Tensor window(Tensor tensor, int start, int length) {
        return tensor.slice(2, start, length).slice(3, start, length);
    }

    private static void check(Golden golden, String name, String tensor, String rule, Tensor actual)
            throws IOException {
        double error = golden.largestError(tensor, actual.toFloats());
        Golden.report("ifcnn-" + rule + " " + name + " " + tensor, error);
        assertThat(error).isLessThanOrEqualTo(TOLERANCE);
    }

    /** Step 5 of the original cuts to 8 bits, so that a difference of 1e-6 may cost a level. */
    private static void checkImage(Golden golden, String name, String rule, Ifcnn network, Tensor fused)
            throws IOException {
        float[] planar =
                network.facts().inputs().normalisation().denormalise(fused).toFloats();
        double error = golden.largestError("fused_rgb8." + rule, interleavedLevels(planar));
        Golden.report("ifcnn-" + rule + " " + name + " fused_rgb8 (levels)", error);
        assertThat(error).isLessThanOrEqualTo(1);
    }

    private static float[] interleavedLevels(float[] planar) {
        int plane = planar.length / 3;
        float[] levels = new float[planar.length];
        for (int i = 0; i < planar.length; i++) {
            float clipped = Math.min(1, Math.max(0, planar[i]));
            levels[i % plane * 3 + i / plane] = (int) (clipped * 255);
        }
        return levels;
    }

    private static Tensor image(Golden golden, String name) throws IOException {
        long[] shape = golden.shape(name);
        float[] interleaved = golden.values(name);
        float[] planar = new float[interleaved.length];
        int plane = planar.length / 3;
        for (int i = 0; i < planar.length; i++) {
            planar[i] = interleaved[i % plane * 3 + i / plane] / 255;
        }
        return Tensor.of(planar, 1, 3, shape[0], shape[1]);
    }
}
