package io.dynafuse.evaluation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dynafuse.testing.HouseRules;
import org.junit.jupiter.api.Test;

/** Who may be known from here. */
@AnalyzeClasses(packages = "io.dynafuse.evaluation", importOptions = ImportOption.DoNotIncludeTests.class)
class EvaluationHouseTest {
    @ArchTest
    static final ArchRule evaluationKnowsImagesFilesMetricsAndTensors = classes()
            .that()
            .resideInAPackage("io.dynafuse.evaluation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.dynafuse.evaluation..",
                    "io.dynafuse.image..",
                    "io.dynafuse.files..",
                    "io.dynafuse.metrics..",
                    "io.dynafuse.torch..",
                    "io.dynafuse.model..",
                    "io.dynafuse.dominability..",
                    "io.dynafuse.fusion..",
                    "io.dynafuse.weights..",
                    "java..",
                    "javax.imageio..",
                    "com.fasterxml..",
                    "com.samskivert.mustache..",
                    "org.apache.commons..");

    @ArchTest
    static final ArchRule noStaticFieldChanges = HouseRules.noStaticFieldChanges();

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        HouseRules.requireThatEveryPackageSaysWhatItIsFor();
    }
}
