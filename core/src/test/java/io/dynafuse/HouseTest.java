package io.dynafuse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.dynafuse.testing.HouseRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.dynafuse", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    @ArchTest
    static final ArchRule filesKnowNobody = onlyKnows("files");

    @ArchTest
    static final ArchRule imagesKnowFiles = onlyKnows("image", "files");

    @ArchTest
    static final ArchRule randomnessKnowsNobody = onlyKnows("random");

    @ArchTest
    static final ArchRule torchKnowsNobody = onlyKnows("torch");

    @ArchTest
    static final ArchRule weightsKnowFiles = onlyKnows("weights", "files");

    @ArchTest
    static final ArchRule lossesKnowTorch = onlyKnows("loss", "torch");

    @ArchTest
    static final ArchRule dominabilityKnowsTorchAndLosses = onlyKnows("dominability", "torch", "loss");

    @ArchTest
    static final ArchRule modelsKnowTorchWeightsAndDominability =
            onlyKnows("model", "torch", "weights", "dominability", "random", "files");

    @ArchTest
    static final ArchRule storeKnowsModelsWeightsAndFiles = onlyKnows("store", "model", "weights", "files");

    @ArchTest
    static final ArchRule guessesKnowImagesAndTasks = onlyKnows("task", "image", "model");

    @ArchTest
    static final ArchRule preparationsKnowImagesAndTasks = onlyKnows("preparation", "image", "task", "model");

    @ArchTest
    static final ArchRule onlyTorchNamesTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage("io.dynafuse.torch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule networksDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("io.dynafuse.model.(*)..")
            .should()
            .notDependOnEachOther();

    /** The engine itself is one to a process. */
    @ArchTest
    static final ArchRule noStaticFieldChanges = HouseRules.noStaticFieldChanges("io.dynafuse.torch.Engine.loaded");

    private static ArchRule onlyKnows(String room, String... others) {
        List<String> allowed = new ArrayList<>(List.of("io.dynafuse." + room + ".."));
        Stream.of(others).map(other -> "io.dynafuse." + other + "..").forEach(allowed::add);
        return classes()
                .that()
                .resideInAPackage("io.dynafuse." + room + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(allowed.stream(), Stream.of("java..", "javax..", "com..", "org..", "net.."))
                                .toArray(String[]::new));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        HouseRules.requireThatEveryPackageSaysWhatItIsFor();
    }
}
