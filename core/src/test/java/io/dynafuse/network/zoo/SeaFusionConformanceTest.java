package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.Bt601;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SeAFusion with its authors' parameters against its authors' program. */
class SeaFusionConformanceTest {
    private static ZooCase open() throws IOException {
        return ZooCase.open(SeaFusion.NETWORK, "seafusion", "case", "SeAFusion.pth");
    }

    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            original.checkResults();
            List<Tensor> features = original.features();
            original.check("inf_rgbd2", features.get(0));
            original.check("vis_rgbd2", features.get(1));
            Tensor first = SeaFusion.begin(original.sources().images().get(1), "vis", original.parameters());
            original.check("vis_conv", first);
            original.check("vis_rgbd1", SeaFusion.block(first, "vis", original.parameters()));
        }
    }

    /** What this program makes of colours, the authors' does too, but for the rounded constants of its way back. */
    @Test
    void colourIsThatOfTheVisibleImage() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            Golden golden = original.golden();
            float[] image = Bt601.toYCbCr(golden.values("visible.rgb"));
            int pixels = image.length / 3;
            List<String> planes = List.of("input1", "visible.cb", "visible.cr");
            for (int plane = 0; plane < planes.size(); plane++) {
                float[] values = Arrays.copyOfRange(image, plane * pixels, (plane + 1) * pixels);
                original.check(planes.get(plane), Tensor.of(values, golden.shape("input1")));
            }
            float[] fused = original.model().fuse(original.sources()).planar().toFloats();
            System.arraycopy(fused, 0, image, 0, pixels);
            float[] colour =
                    Tensor.of(Bt601.toRgb(image), 1, image.length).clamp(0, 1).toFloats();
            assertThat(golden.largestError("color", colour)).isLessThan(1e-3);
        }
    }

    /** The authors' file holds batch normalisations of the decoder that its forward pass leaves out; of whatever numbers. */
    @Test
    void normalisationsOfTheDecoderAreNotApplied(@TempDir Path folder) throws IOException {
        Map<String, StoredTensor> good = RandomNetworks.stored(SeaFusion.NETWORK, 1);
        Map<String, StoredTensor> stored = new LinkedHashMap<>(good);
        for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
            stored.put("decode1.bn." + name, new StoredTensor(List.of(1L), new float[] {7}));
        }
        Path file = folder.resolve("any.safetensors");
        Safetensors.write(file, stored, Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(CheckpointLoader.fitting(checkpoint)).containsExactly(SeaFusion.NETWORK);
            Map<String, StoredTensor> read = CheckpointLoader.values(SeaFusion.NETWORK, checkpoint);
            assertThat(read.keySet()).isEqualTo(good.keySet());
            read.forEach((name, tensor) -> assertThat(tensor.values())
                    .as(name)
                    .containsExactly(good.get(name).values()));
        }
    }
}
