package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.network.cddfuse.CddFuseModules;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The losses of both phases and their gradients, of a CDDFuse with random parameters, against its authors' own. */
class CddFuseLossConformanceTest {
    private static final double TOLERANCE = 1e-4;
    // The authors' map is 1.9e-4 off one in 64 bits, as variances are small differences.
    private static final double MAP_TOLERANCE = 3e-4;
    private static final double GRADIENT_TOLERANCE = 1e-3;
    private static final Map<String, String> MODULES = Map.of(
            "DIDF_Encoder", "encoder",
            "DIDF_Decoder", "decoder",
            "BaseFuseLayer", "base_fusion",
            "DetailFuseLayer", "detail_fusion");

    private final Scope scope = Scope.open();
    private final Map<String, Tensor> variables = new LinkedHashMap<>();
    private Golden golden;
    private Parameters loaded;
    private List<Tensor> sources;
    private CddFuseModules modules;
    private List<Tensor> features;

    @BeforeEach
    void open() throws IOException {
        golden = Golden.open("cddfuse/case.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("cddfuse/cddfuse-random.pth"))) {
            loaded = CheckpointLoader.load(CddFuse.PUBLISHED, checkpoint);
        }
        loaded.names().forEach(name -> variables.put(name, loaded.get(name).asVariable()));
        sources = List.of(golden.tensor("source.infrared"), golden.tensor("source.visible"));
        modules = CddFuse.PUBLISHED.modules(Parameters.of(variables));
        features = Autograd.record(() -> modules.features(sources));
    }

    @AfterEach
    void close() throws IOException {
        scope.close();
        if (loaded != null) {
            loaded.close();
            golden.close();
        }
    }

    private List<Tensor> reconstructed() {
        return Autograd.record(() -> modules.reconstructed(sources, features));
    }

    private Tensor fused() {
        return Autograd.record(() -> modules.fused(sources, features, Task.VISIBLE_INFRARED));
    }

    @Test
    void imagesOfTheModulesAreThoseOfTheAuthors() throws IOException {
        check("phase1.reconstruction.infrared", reconstructed().get(0));
        check("phase1.reconstruction.visible", reconstructed().get(1));
        check("output.visible", fused());
        check("output.sum", modules.fused(sources, features, Task.MEDICAL));
    }

    private void check(String name, Tensor actual) throws IOException {
        check(name, actual, TOLERANCE);
    }

    private void check(String name, Tensor actual, double tolerance) throws IOException {
        double error = golden.largestError(name, actual.toFloats());
        Golden.report("cddfuse " + name, error);
        assertThat(error).as(name).isLessThanOrEqualTo(tolerance);
    }

    @Test
    void everyPartOfTheReconstructionLossIsThatOfTheAuthors() throws IOException {
        List<Tensor> images = reconstructed();
        check(
                "phase1.ssim_map.visible",
                StructuralSimilarity.ofMirrored(sources.get(1), images.get(1), 1)
                        .whole(),
                MAP_TOLERANCE);
        check("phase1", "ssim_loss_infrared", CddFuseLoss.similarity(sources.get(0), images.get(0)));
        check("phase1", "ssim_loss_visible", CddFuseLoss.similarity(sources.get(1), images.get(1)));
        check("phase1", "mse_infrared", LossTerm.L2.of(sources.get(0), images.get(0), 1));
        check("phase1", "mse_visible", LossTerm.L2.of(sources.get(1), images.get(1), 1));
        check("phase1", "gradient_loss", SobelDerivatives.loss(sources.get(1), images.get(1)));
        checkDecomposition("phase1");
    }

    private void checkDecomposition(String phase) throws IOException {
        check(
                phase,
                "cc_base",
                CddFuseLoss.correlation(
                        features.get(0).slice(1, 0, 64), features.get(1).slice(1, 0, 64)));
        check(
                phase,
                "cc_detail",
                CddFuseLoss.correlation(
                        features.get(0).slice(1, 64, 64), features.get(1).slice(1, 64, 64)));
        check(phase, "decomposition_loss", CddFuseLoss.decomposition(features));
    }

    @Test
    void everyPartOfTheFusionLossIsThatOfTheAuthors() throws IOException {
        Tensor fused = fused();
        Tensor intensity = SourceTerm.INTENSITY_MAX.of(fused, sources, 1);
        Tensor gradient = CddFuseLoss.gradient(sources, fused);
        check("phase2", "intensity_loss", intensity);
        check("phase2", "gradient_loss", gradient);
        check("phase2", "fusion_loss", intensity.plus(gradient.times(10)));
        checkDecomposition("phase2");
    }

    @Test
    void theReconstructionLossAndItsGradientsAreThoseOfTheAuthors() throws IOException {
        Tensor total = Autograd.record(() -> CddFuseLoss.reconstruction(sources, reconstructed(), features));
        check("phase1", "total", total);
        checkGradients(
                "phase1", total, List.of("DIDF_Decoder.output.2.weight", "DIDF_Encoder.patch_embed.proj.weight"));
    }

    @Test
    void theFusionLossAndItsGradientsAreThoseOfTheAuthors() throws IOException {
        Tensor total = Autograd.record(() -> CddFuseLoss.fusion(sources, fused(), features));
        check("phase2", "total", total);
        checkGradients(
                "phase2",
                total,
                List.of(
                        "DIDF_Decoder.output.2.weight",
                        "DIDF_Encoder.patch_embed.proj.weight",
                        "BaseFuseLayer.attn.scale"));
    }

    private void check(String phase, String loss, Tensor actual) throws IOException {
        double error = actual.toFloats()[0] - expected(phase).path(loss).asDouble(Double.NaN);
        Golden.report("cddfuse " + phase + " " + loss, Math.abs(error));
        assertThat(error).as("%s %s", phase, loss).isCloseTo(0, within(TOLERANCE));
    }

    private static JsonNode expected(String phase) throws IOException {
        return new ObjectMapper()
                .readTree(Reference.path("cddfuse/case.json").toFile())
                .at("/losses/" + phase);
    }

    private void checkGradients(String phase, Tensor total, List<String> stored) throws IOException {
        for (String name : stored) {
            int dot = name.indexOf('.');
            String own = MODULES.get(name.substring(0, dot)) + name.substring(dot);
            float[] found = Autograd.gradients(total, List.of(variables.get(own)))
                    .get(0)
                    .toFloats();
            String tensor = phase + ".gradient." + name;
            double error = golden.largestRelativeError(tensor, found);
            Golden.report("cddfuse " + tensor + ", relative", error);
            assertThat(error).as(tensor).isLessThanOrEqualTo(GRADIENT_TOLERANCE);
        }
        JsonNode norms = expected(phase).path("gradient_l2_norm");
        assertThat(norms).hasSizeBetween(2, 4);
        for (Map.Entry<String, JsonNode> expected : norms.properties()) {
            double found = norm(gradients(total, MODULES.get(expected.getKey())));
            assertThat(found / expected.getValue().asDouble())
                    .as("%s %s", phase, expected.getKey())
                    .isCloseTo(1, within(GRADIENT_TOLERANCE));
        }
    }

    private List<float[]> gradients(Tensor total, String module) {
        List<Tensor> all = variables.keySet().stream()
                .filter(name -> name.startsWith(module + "."))
                .map(variables::get)
                .toList();
        return Autograd.gradients(total, all).stream().map(Tensor::toFloats).toList();
    }

    private static double norm(List<float[]> tensors) {
        double squares = 0;
        for (float[] tensor : tensors) {
            for (float value : tensor) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }
}
