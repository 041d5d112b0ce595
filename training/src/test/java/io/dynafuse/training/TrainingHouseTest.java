package io.dynafuse.training;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.dynafuse.testing.HouseRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may be known from here. */
@AnalyzeClasses(packages = "io.dynafuse.training", importOptions = ImportOption.DoNotIncludeTests.class)
class TrainingHouseTest {
    @ArchTest
    static final ArchRule trainings =
            onlyKnows("training", "training.scene", "files", "image", "loss", "model", "random", "torch", "weights");

    @ArchTest
    static final ArchRule scenes = onlyKnows("training.scene", "image", "model", "random", "files");

    @ArchTest
    static final ArchRule roomsAreInLayers = SlicesRuleDefinition.slices()
            .matching("io.dynafuse.training.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule noStaticFieldChanges = HouseRules.noStaticFieldChanges();

    private static ArchRule onlyKnows(String room, String... others) {
        List<String> libraries = List.of("java..", "com.fasterxml..", "org.apache.commons..");
        return HouseRules.onlyKnows("training", libraries, room, others);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        HouseRules.requireThatEveryPackageSaysWhatItIsFor();
    }
}
