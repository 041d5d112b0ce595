package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Cut;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CovarianceStudyTest {
    private static final double ROUNDING = 1e-6;
    private static final Study STUDY = new CovarianceStudy();

    @TempDir
    private Path folder;

    /** With a network that gives a lone source back as it is, every term can be worked out. */
    @Test
    void theTermsOfANetworkThatAverages() throws Exception {
        float[] visible = Scenes.image(folder.resolve("visible/1.png"), 1).values();
        float[] infrared = Scenes.image(folder.resolve("infrared/1.png"), 2).values();
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static", "maximum"));
        Table table = findings.tables().get(0);
        double difference = 0;
        for (int i = 0; i < visible.length; i++) {
            difference += Math.abs(visible[i] - infrared[i]) / visible.length;
        }
        // Each source is its own component: only (M - 1)/M of the two cross terms is left of the constant.
        assertThat(Scenes.number(table, "bound", "static", "sum")).isCloseTo(difference, within(ROUNDING));
        assertThat(Scenes.number(table, "fusion loss", "static", "sum")).isCloseTo(difference, within(ROUNDING));
        assertThat(Scenes.number(table, "Cov(ω, own ℓ)", "maximum", "visible"))
                .isCloseTo(covarianceToMaximum(visible, infrared), within(ROUNDING));
        assertThat(Scenes.number(table, "Cov(ω, own ℓ)", "maximum", "infrared"))
                .isCloseTo(covarianceToMaximum(infrared, visible), within(ROUNDING));
        assertThat(Scenes.number(table, "Cov(ω, paper's ℓ)", "maximum", "sum")).isCloseTo(0, within(ROUNDING));
    }

    private static double covarianceToMaximum(float[] source, float[] other) {
        double[] sums = new double[3];
        for (int i = 0; i < source.length; i++) {
            double loss = Math.max(source[i], other[i]) - source[i];
            double otherLoss = Math.max(source[i], other[i]) - other[i];
            double weight = 1 / (1 + Math.exp(Math.exp(-otherLoss) - Math.exp(-loss)));
            sums[0] += weight / source.length;
            sums[1] += loss / source.length;
            sums[2] += weight * loss / source.length;
        }
        return sums[2] - sums[0] * sums[1];
    }

    @Test
    void dynamicWeightsAreNegativelyCorrelatedWithTheirLossStaticOnesNotAtAllContrastsPositively() throws Exception {
        Scenes.write(folder, 3);
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1)) {
            Table table = Scenes.run(STUDY, folder, model, List.of()).tables().get(0);
            for (String source : List.of("visible", "infrared", "sum")) {
                assertThat(Scenes.number(table, "Cov(ω, own ℓ)", "static", source))
                        .isCloseTo(0, within(1e-12));
                for (String reference : List.of("fused", "maximum", "component", "self-fused")) {
                    assertThat(Scenes.number(table, "Cov(ω, own ℓ)", reference, source))
                            .isNegative();
                    assertThat(Scenes.number(table, "Cov(ω, own ℓ)", reference + ", contrast", source))
                            .isPositive();
                }
            }
        }
    }

    @Test
    void scenesOfOtherNumbersOfSourcesStandApart() throws Exception {
        Scenes.image(folder.resolve("one-a.png"), 1);
        Scenes.image(folder.resolve("one-b.png"), 2);
        Scenes.image(folder.resolve("two-a.png"), 3);
        Scenes.image(folder.resolve("two-b.png"), 4);
        Scenes.image(folder.resolve("two-c.png"), 5);
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"));
        assertThat(findings.tables()).extracting(table -> table.rows().size()).containsExactly(3, 4);
        assertThat(Scenes.number(findings.tables().get(1), "mean ω", "static", "c"))
                .isCloseTo(1.0 / 3, within(ROUNDING));
    }

    @Test
    void aSceneThatCannotBeReadIsReportedAndLeftOut() throws Exception {
        Scenes.write(folder, 2);
        Files.writeString(folder.resolve("infrared/2.png"), "no image");
        Findings findings = Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"));
        assertThat(findings.failures()).singleElement().asString().contains("infrared", "2.png");
        assertThat(findings.tables().get(0).title()).contains("1 scene of");
    }

    @Test
    void imagesOfDifferentSizesAreReported() throws Exception {
        Scenes.write(folder, 1);
        Image small = Image.of(2, 2, 1, new float[4], SampleDepth.BITS_8);
        io.dynafuse.image.ImageFiles.write(small, folder.resolve("infrared/1.png"));
        assertThat(Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"))
                        .failures())
                .singleElement()
                .asString()
                .contains("2x2", "40x24");
    }

    /** Eq. 10 by plain loops, for three sources that a network does not give back as they are. */
    @Test
    void theBoundIsItsConstantPartPlusTheCovariances() throws Exception {
        List<Image> images = List.of(
                Scenes.image(folder.resolve("one-a.png"), 1),
                Scenes.image(folder.resolve("one-b.png"), 2),
                Scenes.image(folder.resolve("one-c.png"), 3));
        try (FusionModel model = RandomNetworks.load(Ifcnn.MEAN, 1);
                FusionModel again = RandomNetworks.load(Ifcnn.MEAN, 1)) {
            Findings findings = Scenes.run(STUDY, folder, model, List.of("static", "component, k=5"));
            Table table = findings.tables().get(0);
            double constant = constant(again, images);
            assertThat(Scenes.number(table, "bound", "static", "sum")).isCloseTo(constant, within(1e-5));
            double covariance = Scenes.number(table, "Cov(ω, paper's ℓ)", "component, k=5", "sum");
            assertThat(covariance).isLessThan(-5e-4);
            assertThat(Scenes.number(table, "bound", "component, k=5", "sum"))
                    .isCloseTo(constant + covariance, within(1e-5));
            assertThat(Scenes.number(table, "fusion loss", "static", "sum")).isLessThan(constant - 1);
            assertThat(Scenes.number(table, "fusion loss", "component, k=5", "sum"))
                    .isLessThan(constant - 1);
            assertThat(findings.remarks()).anyMatch(remark -> remark.endsWith("It lies below the bound for all."));
        }
    }

    private static double constant(FusionModel model, List<Image> images) {
        try (Scope scope = Scope.open()) {
            List<Tensor> sources = images.stream()
                    .map(image -> model.network()
                            .facts()
                            .inputs()
                            .normalisation()
                            .normalise(Tensor.concatenate(
                                    java.util.Collections.nCopies(
                                            3, Tensor.of(image.values(), 1, 1, Scenes.HEIGHT, Scenes.WIDTH)),
                                    1)))
                    .toList();
            List<float[]> components = Cut.of(model).encode(sources).stream()
                    .map(features -> Cut.of(model).decode(features).toFloats())
                    .toList();
            double constant = 0;
            for (int m = 0; m < 3; m++) {
                for (int i = 0; i < 3; i++) {
                    // (2M - 1) / M and (M - 1) / M
                    constant += (i == m ? 5.0 / 3 : 2.0 / 3)
                            * distance(components.get(i), sources.get(m).toFloats());
                }
            }
            return constant;
        }
    }

    private static double distance(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs((double) first[i] - second[i]);
        }
        return sum / first.length;
    }

    @Test
    void whatTheTheoremDoesNotSpeakOfIsSaid() throws Exception {
        Scenes.write(folder, 1);
        try (FusionModel sum = RandomNetworks.load(Ifcnn.SUM, 1);
                FusionModel maximum = RandomNetworks.load(Ifcnn.MAX, 1)) {
            assertThat(Scenes.run(STUDY, folder, sum, List.of("static")).remarks())
                    .last()
                    .asString()
                    .contains("D(M Σ ω E)");
            assertThat(Scenes.run(STUDY, folder, maximum, List.of("static")).remarks())
                    .last()
                    .asString()
                    .contains("no weights");
        }
        assertThat(Scenes.run(STUDY, folder, new MeanOfLuma(), List.of("static"))
                        .remarks())
                .noneMatch(remark -> remark.contains("Eq. 8"));
    }

    /** 1 - 1/512 has one digit more than bfloat16. */
    @Test
    void differencesOfLowPrecisionImagesAreNotRoundedOnceMore() {
        try (Scope scope = Scope.open()) {
            Tensor image = Tensor.of(new float[] {1}, 1, 1, 1, 1).to(Precision.BF16);
            Tensor target = Tensor.of(new float[] {1f / 512}, 1, 1, 1, 1).to(Precision.BF16);
            assertThat(VariantTerms.losses(image, target)).containsExactly(1 - 1f / 512);
        }
    }
}
