package io.dynafuse.network.cddfuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.RestormerBlock;
import io.dynafuse.nn.Strips;
import io.dynafuse.task.Task;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** CDDFuse with random parameters against its authors' own implementation. */
class CddFuseConformanceTest {
    private static final double TOLERANCE = 1e-4;
    private static final int CHANNELS = 64;
    private static final List<String> SOURCES = List.of("infrared", "visible");
    // Several of them, of which the last is shorter.
    private static final Strips FEW_ROWS = new Strips(80 * 9);

    @Test
    void equalsTheOriginalFromTheEncoderToTheImage() throws IOException {
        try (Golden golden = Golden.open("cddfuse/case.safetensors");
                Parameters parameters = parameters();
                Scope scope = Scope.open()) {
            for (Strips strips : List.of(Strips.WHOLE, FEW_ROWS)) {
                for (CddFuse network : List.of(CddFuse.PUBLISHED, CddFuse.MEDICAL)) {
                    try (FusionModel model = network.create(parameters, Device.CPU, Precision.FP32, strips)) {
                        check(golden, (CddFuseLayers) model.weighting().orElseThrow());
                    }
                }
            }
        }
    }

    private static void check(Golden golden, CddFuseLayers layers) throws IOException {
        CddFuseLayers.Encoded encoded = layers.encode(sources(golden, Optional.empty()));
        List<Tensor> features = layers.features(encoded);
        for (int m = 0; m < SOURCES.size(); m++) {
            checkParts(golden, "base_%s." + SOURCES.get(m), features.get(m).slice(1, 0, CHANNELS));
            checkParts(golden, "detail_%s." + SOURCES.get(m), features.get(m).slice(1, CHANNELS, CHANNELS));
        }
        Tensor fused = layers.fuse(encoded);
        checkParts(golden, "fused_base_%s", fused.slice(1, 0, CHANNELS));
        checkParts(golden, "fused_detail_%s", fused.slice(1, CHANNELS, CHANNELS));
        boolean added = layers.added() == AddedImage.VISIBLE;
        check(golden, added ? "output.visible" : "output.none", layers.decode(encoded, fused.copy()));
        CddFuseLayers.Encoded medical = layers.encode(sources(golden, Optional.of(Task.MEDICAL)));
        check(golden, added ? "output.sum" : "output.none", layers.decode(medical, fused.copy()));
    }

    /** What lies between the stages that the network itself gives. */
    @Test
    void equalsTheOriginalLayerByLayer() throws IOException {
        try (Golden golden = Golden.open("cddfuse/case.safetensors");
                Parameters parameters = parameters();
                FusionModel model = CddFuse.PUBLISHED.create(parameters, Device.CPU, Precision.FP32);
                Scope scope = Scope.open()) {
            RestormerBlock block = new RestormerBlock(CHANNELS, 8, 2);
            Convolution first =
                    Convolution.of(1, CHANNELS, 3).padding(Padding.ZERO, 1).withoutBias();
            Parameters encoder = parameters.in(CddFuseLayers.ENCODER);
            Parameters blocks = encoder.in("encoder_level1");
            for (String source : SOURCES) {
                Tensor embedded = first.apply(golden.tensor("source." + source), encoder.in("patch_embed.proj"));
                check(golden, "patch_embedding_window." + source, window(embedded));
                Tensor one = block.apply(embedded.channelsLast(), blocks.in("0"), Strips.WHOLE);
                check(golden, "encoder_block0_window." + source, window(one));
                checkParts(
                        golden, "shared_%s." + source, block.apply(embedded.channelsLast(), 4, blocks, Strips.WHOLE));
            }
            CddFuseLayers layers = (CddFuseLayers) model.weighting().orElseThrow();
            Tensor fused = layers.fuse(layers.encode(sources(golden, Optional.empty())));
            Parameters reduction = parameters.in(CddFuseLayers.DECODER).in("reduce_channel");
            checkParts(
                    golden,
                    "reduced_%s",
                    Convolution.of(2 * CHANNELS, CHANNELS, 1).apply(fused, reduction));
        }
    }

    @Test
    void largeImagesWhoseFeaturesAreNotKeptAreTheSame() throws IOException {
        try (Golden golden = Golden.open("cddfuse/case.safetensors");
                Golden dynamic = Golden.open("cddfuse/dynamic.safetensors");
                Parameters parameters = parameters();
                Scope scope = Scope.open()) {
            try (FusionModel model = CddFuse.PUBLISHED.create(parameters, Device.CPU, Precision.FP32, FEW_ROWS)) {
                CddFuseLayers layers = (CddFuseLayers) model.weighting().orElseThrow();
                SourceTensors sources = sources(golden, Optional.empty());
                CddFuseLayers.Encoded large = new CddFuseLayers.Encoded(sources, Optional.empty());
                check(golden, "output.visible", layers.decode(large, layers.fuse(large)));
                check(dynamic, "component.visible", layers.component(large, CddFuseLayers.VISIBLE));
                Tensor weights = weights(dynamic);
                check(dynamic, "output.scale50", layers.decode(large, layers.fuse(large, weights)));
            }
        }
    }

    /** Of source m in channel m. */
    private static Tensor weights(Golden dynamic) throws IOException {
        return dynamic.tensor("weight.scale50").permute(1, 0, 2, 3);
    }

    @Test
    void dynamicFusionEqualsThatOfTheAuthors() throws IOException {
        try (Golden golden = Golden.open("cddfuse/case.safetensors");
                Golden dynamic = Golden.open("cddfuse/dynamic.safetensors");
                Parameters parameters = parameters();
                Scope scope = Scope.open()) {
            for (Strips strips : List.of(Strips.WHOLE, FEW_ROWS)) {
                try (FusionModel model = CddFuse.PUBLISHED.create(parameters, Device.CPU, Precision.FP32, strips)) {
                    SourceTensors sources = sources(golden, Optional.empty());
                    Fusion fusion = new Fusion(model, new StageClock());
                    List<Tensor> components = fusion.components(sources);
                    for (int m = 0; m < SOURCES.size(); m++) {
                        check(dynamic, "component." + SOURCES.get(m), components.get(m));
                    }
                    for (int scale : List.of(1, 50)) {
                        Fusion.Dynamic result = fusion.fuseDynamically(
                                sources,
                                CddFuse.PUBLISHED
                                        .defaultDominability(Optional.empty())
                                        .with("k=" + scale));
                        check(dynamic, "weight.scale" + scale, result.weights());
                        check(dynamic, "output.scale" + scale, result.fused());
                    }
                }
            }
        }
    }

    @Test
    void recordedForwardEqualsTheOriginal() throws IOException {
        try (Golden golden = Golden.open("cddfuse/case.safetensors");
                Parameters parameters = parameters();
                Scope scope = Scope.open()) {
            SourceTensors sources = sources(golden, Optional.empty());
            Map<String, Tensor> variables = new LinkedHashMap<>();
            parameters
                    .names()
                    .forEach(name -> variables.put(name, parameters.get(name).asVariable()));
            Tensor recorded = Autograd.record(
                    () -> CddFuse.PUBLISHED.over(Parameters.of(variables)).fuse(sources));
            assertThat(recorded.requiresGrad()).isTrue();
            check(golden, "output.visible", recorded);
        }
    }

    private static SourceTensors sources(Golden golden, Optional<Task> task) throws IOException {
        List<Tensor> images = List.of(golden.tensor("source.infrared"), golden.tensor("source.visible"));
        return new SourceTensors(images, List.of(), task, SourceAlphas.OPAQUE, Set.of());
    }

    private static Parameters parameters() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("cddfuse/cddfuse-random.pth"))) {
            return CheckpointLoader.load(CddFuse.PUBLISHED, checkpoint);
        }
    }

    private static void checkParts(Golden golden, String tensor, Tensor actual) throws IOException {
        check(golden, tensor.formatted("window"), window(actual));
        check(golden, tensor.formatted("corner"), actual.slice(2, 0, 4).slice(3, 0, 4));
    }

    private static Tensor window(Tensor features) {
        return features.slice(2, 10, 10).slice(3, 10, 10);
    }

    private static void check(Golden golden, String tensor, Tensor actual) throws IOException {
        double error = golden.largestError(tensor, actual.toFloats());
        Golden.report("cddfuse " + tensor, error);
        assertThat(error).as(tensor).isLessThanOrEqualTo(TOLERANCE);
    }
}
