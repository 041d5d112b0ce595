package io.dynafuse.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.dynafuse.testing.HouseRules;
import java.util.stream.Stream;
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

    /** The room itself without those inside, of this module; any of core with those inside. */
    private static ArchRule onlyKnows(String room, String... others) {
        Stream<String> libraries = Stream.of("java..", "com.fasterxml..", "org.apache.commons..");
        Stream<String> rooms = Stream.concat(Stream.of(room), Stream.of(others))
                .map(name -> "io.dynafuse." + name + (name.startsWith("training") ? "" : ".."));
        return classes()
                .that()
                .resideInAPackage("io.dynafuse." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(rooms, libraries).toArray(String[]::new));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        HouseRules.requireThatEveryPackageSaysWhatItIsFor();
    }
}
