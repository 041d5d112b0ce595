package io.dynafuse.network.cddfuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.zoo.ZooCase;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.RestormerBlock;
import io.dynafuse.nn.Strips;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PFCFuse with its authors' parameters against its authors' program. */
class PfcFuseConformanceTest {
    private static final int CHANNELS = 64;
    // Several of them, of which the last is shorter.
    private static final Strips FEW_ROWS = new Strips(83 * 9);

    private static ZooCase open() throws IOException {
        return ZooCase.open(PfcFuse.NETWORK, "pfcfuse", "case", "PFCFuse_IVF.pth");
    }

    @Test
    void equalsTheOriginal() throws IOException {
        try (ZooCase original = open()) {
            original.checkResults();
        }
    }

    @Test
    void featuresEqualTheOriginalAlsoInStrips() throws IOException {
        for (Strips strips : List.of(Strips.WHOLE, FEW_ROWS)) {
            try (ZooCase original = open();
                    FusionModel model =
                            PfcFuse.NETWORK.create(original.parameters(), Device.CPU, Precision.FP32, strips);
                    Scope scope = Scope.open()) {
                CddFuseLayers layers = (CddFuseLayers) model.weighting().orElseThrow();
                SourceTensors sources = original.sources();
                CddFuseLayers.Encoded encoded = layers.encode(sources);
                Tensor features = layers.features(encoded).get(0);
                original.check("encoded0.base.first16", features);
                original.check("encoded0.detail.first16", features.slice(1, CHANNELS, CHANNELS));
                Tensor fused = layers.fuse(encoded);
                original.check("fused.base.first16", fused);
                original.check("fused.detail.first16", fused.slice(1, CHANNELS, CHANNELS));
                original.check("static", layers.decode(encoded, fused));
            }
        }
    }

    /** What lies between the stages that the network itself gives. */
    @Test
    void layersEqualTheOriginal() throws IOException {
        try (ZooCase original = open();
                Scope scope = Scope.open()) {
            Parameters encoder = original.parameters().in(CddFuseLayers.ENCODER);
            Tensor embedded = Convolution.of(1, CHANNELS, 3)
                    .padding(Padding.ZERO, 1)
                    .withoutBias()
                    .apply(original.sources().images().get(0), encoder.in("patch_embed.proj"));
            original.check("patch_embed.first16", embedded);
            Tensor shallow = new RestormerBlock(CHANNELS, 8, 2)
                    .apply(embedded.channelsLast(), 4, encoder.in("encoder_level1"), Strips.WHOLE);
            original.check("encoded0.shallow.first16", shallow);
            CddFuseLayers layers = (CddFuseLayers) original.model().weighting().orElseThrow();
            Tensor reduced = Convolution.of(2 * CHANNELS, CHANNELS, 1)
                    .apply(
                            layers.fuse(layers.encode(original.sources())),
                            original.parameters().in(CddFuseLayers.DECODER).in("reduce_channel"));
            original.check("decoder.reduced.first16", reduced);
        }
    }

    /** CDDFuse's files have the same four dictionaries. */
    @Test
    void itsFileFitsNoOtherNetwork() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("zoo/pfcfuse/PFCFuse_IVF.pth"))) {
            assertThat(CheckpointLoader.fitting(checkpoint)).containsExactly(PfcFuse.NETWORK);
            assertThat(CheckpointLoader.named(checkpoint)).contains(PfcFuse.NETWORK);
            assertThat(CheckpointLoader.task(PfcFuse.NETWORK, checkpoint)).contains(Task.VISIBLE_INFRARED);
        }
        assertThat(CddFuse.PUBLISHED.isNamedBy("pfcfuse_ivf.pth")).isFalse();
        assertThat(PfcFuse.NETWORK.isNamedBy("cddfuse_ivf.pth")).isFalse();
    }
}
