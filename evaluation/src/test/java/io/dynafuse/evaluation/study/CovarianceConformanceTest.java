package io.dynafuse.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.evaluation.dataset.Dataset;
import io.dynafuse.evaluation.dataset.DatasetScene;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The losses that the covariances are made of, on the MRI-CT set, against those of an independent implementation. */
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
            for (Map.Entry<String, String> name : NAMES.entrySet()) {
                Variant variant = Variant.parse(name.getKey(), fuser.defaultDominability());
                VariantTerms terms = VariantTerms.none(2);
                for (DatasetScene scene : dataset.scenes()) {
                    terms = terms.plus(terms(fuser, variant, scene));
                }
                // The sources stand in the order of their names here, CT first or second there.
                for (int m = 0; m < 2; m++) {
                    boolean mri =
                            dataset.scenes().get(0).sources().get(m).role().equals("mri");
                    double error = Math.abs(terms.own().get(m).meanLoss()
                            - expected.get(name.getValue()).get(mri ? 0 : 1).asDouble());
                    Golden.report("mean loss of " + name.getKey() + ", " + (mri ? "MRI" : "CT"), error);
                    assertThat(error).isLessThanOrEqualTo(TOLERANCE);
                }
            }
        }
    }

    private static VariantTerms terms(Fuser fuser, Variant variant, DatasetScene scene) throws Exception {
        java.util.List<Image> images = ImageFiles.readRegistered(scene.files(), ReadLimits.DEFAULT);
        return fuser.onTensors(
                images,
                (fusion, sources) -> VariantTerms.of(
                        variant,
                        fusion,
                        sources,
                        ComponentLosses.of(fusion.model(), sources).ofOwn()));
    }
}
