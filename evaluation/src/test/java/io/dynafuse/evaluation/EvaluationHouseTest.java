package io.dynafuse.evaluation;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.dynafuse.testing.HouseRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may be known from here. */
@AnalyzeClasses(packages = "io.dynafuse.evaluation", importOptions = ImportOption.DoNotIncludeTests.class)
class EvaluationHouseTest {
    @ArchTest
    static final ArchRule whatIsMeasured =
            onlyKnows("evaluation", "files", "image", "metrics", "fusion", "preparation");

    @ArchTest
    static final ArchRule datasets = onlyKnows("evaluation.dataset", "evaluation", "files", "image", "model");

    @ArchTest
    static final ArchRule corruptions =
            onlyKnows("evaluation.corruption", "random", "image", "torch", "weights", "model");

    @ArchTest
    static final ArchRule truths = onlyKnows("evaluation.truth", "evaluation.corruption", "random", "image");

    @ArchTest
    static final ArchRule syntheses = onlyKnows(
            "evaluation.synthesis",
            "evaluation",
            "evaluation.dataset",
            "files",
            "image",
            "model",
            "random",
            "training.scene");

    @ArchTest
    static final ArchRule validations =
            onlyKnows("evaluation.validation", "evaluation", "fusion", "image", "metrics", "model", "training");

    @ArchTest
    static final ArchRule reports = onlyKnows("evaluation.report", "evaluation", "image", "metrics", "files");

    @ArchTest
    static final ArchRule runs = onlyKnows(
            "evaluation.run",
            "evaluation",
            "evaluation.dataset",
            "evaluation.report",
            "dominability",
            "files",
            "fusion",
            "image",
            "metrics",
            "preparation");

    @ArchTest
    static final ArchRule studies = onlyKnows(
            "evaluation.study",
            "evaluation",
            "evaluation.corruption",
            "evaluation.dataset",
            "evaluation.truth",
            "dominability",
            "files",
            "fusion",
            "image",
            "metrics",
            "model",
            "random",
            "torch");

    @ArchTest
    static final ArchRule comparisons = onlyKnows(
            "evaluation.comparison", "evaluation", "evaluation.dataset", "evaluation.study", "image", "metrics");

    @ArchTest
    static final ArchRule reproductions = onlyKnows(
            "evaluation.reproduction",
            "evaluation",
            "evaluation.corruption",
            "evaluation.dataset",
            "evaluation.study",
            "dominability",
            "files",
            "fusion",
            "image",
            "metrics",
            "model",
            "weights");

    @ArchTest
    static final ArchRule roomsAreInLayers = SlicesRuleDefinition.slices()
            .matching("io.dynafuse.evaluation.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule noStaticFieldChanges = HouseRules.noStaticFieldChanges();

    private static ArchRule onlyKnows(String room, String... others) {
        List<String> libraries = List.of(
                "java..", "javax.imageio..", "com.fasterxml..", "com.samskivert.mustache..", "org.apache.commons..");
        return HouseRules.onlyKnows("evaluation", libraries, room, others);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        HouseRules.requireThatEveryPackageSaysWhatItIsFor();
    }
}
