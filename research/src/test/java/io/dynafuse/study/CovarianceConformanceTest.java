package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The losses that the covariances are made of, on the MRI-CT set, against those of an independent implementation. */
@Tag("slow")
class CovarianceConformanceTest {
    // They are given in four decimals.
    private static final double TOLERANCE = 1e-4;
    private static final Map<String, String> NAMES = Map.of(
            "fused", "fused",
            "component", "component",
            "self-fused", "self-fused",
            "maximum", "component-to-maximum");

    @Test
    void meanLossesOverAllPairs() throws Exception {
        Path findings = Reference.path("reproduction/findings.json");
        JsonNode expected = new ObjectMapper().readTree(findings.toFile()).get("mean_image_loss_mri_ct");
        Dataset dataset = Dataset.read(Reference.path("images/medical/mri-ct"));
        try (Fuser fuser = Fuser.with(Reference.path("ifcnn/IFCNN-SUM.pth")).open()) {
            Map<String, VariantTerms> all = new TreeMap<>();
            for (DatasetScene scene : dataset.scenes()) {
                terms(fuser, scene).forEach((name, terms) -> all.merge(name, terms, VariantTerms::plus));
            }
            // The sources stand in the order of their names here, CT first or second there.
            for (int m = 0; m < 2; m++) {
                boolean mri = dataset.scenes().get(0).sources().get(m).role().equals("mri");
                for (Map.Entry<String, VariantTerms> terms : all.entrySet()) {
                    double error = Math.abs(terms.getValue().own().get(m).meanLoss()
                            - expected.get(NAMES.get(terms.getKey()))
                                    .get(mri ? 0 : 1)
                                    .asDouble());
                    Golden.report("mean loss of " + terms.getKey() + ", " + (mri ? "MRI" : "CT"), error);
                    assertThat(error).isLessThanOrEqualTo(TOLERANCE);
                }
            }
            assertThat(all).hasSameSizeAs(NAMES);
        }
    }

    private static Map<String, VariantTerms> terms(Fuser fuser, DatasetScene scene) throws Exception {
        List<Image> images = ImageFiles.readRegistered(scene.files(), ReadOptions.DEFAULT);
        return fuser.onTensors(images, (fusion, sources) -> {
            List<float[]> losses =
                    VariantTerms.ComponentLosses.of(fusion, sources).ofOwn();
            Map<String, VariantTerms> terms = new TreeMap<>();
            for (String name : NAMES.keySet()) {
                Variant variant = Variant.parse(name, fuser.defaultDominability());
                terms.put(name, VariantTerms.of(variant, fusion, sources, losses));
            }
            return terms;
        });
    }
}
