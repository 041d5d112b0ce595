package io.dynafuse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.dynafuse.testing.HouseRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom, over all modules. */
@AnalyzeClasses(packages = "io.dynafuse", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    /** What each room may use of the others; rooms within it are under its rule, too. */
    private static final Map<String, List<String>> ROOMS = rooms();

    private static Map<String, List<String>> rooms() {
        Map<String, List<String>> rooms = new LinkedHashMap<>();
        rooms.put("files", List.of());
        rooms.put("random", List.of());
        rooms.put("image", List.of("files"));
        rooms.put("task", List.of("image"));
        rooms.put("preparation", List.of("image", "task", "files"));
        rooms.put("torch", List.of());
        rooms.put("nn", List.of("torch", "random"));
        rooms.put("checkpoint", List.of("files"));
        rooms.put("graph", List.of("torch", "checkpoint", "files"));
        rooms.put("onnx", List.of("graph", "torch", "checkpoint", "files"));
        rooms.put("detection", List.of("image", "files", "torch", "nn", "checkpoint", "graph"));
        rooms.put("loss", List.of("torch"));
        rooms.put("dominability", List.of("torch", "nn", "loss"));
        rooms.put("blend", List.of("dominability", "image", "task"));
        rooms.put(
                "network",
                List.of("graph", "torch", "nn", "loss", "checkpoint", "dominability", "random", "files", "task"));
        rooms.put("library", List.of("network", "graph", "checkpoint", "files", "task"));
        rooms.put(
                "fusion",
                List.of(
                        "network",
                        "library",
                        "blend",
                        "dominability",
                        "loss",
                        "torch",
                        "checkpoint",
                        "image",
                        "files",
                        "task"));
        rooms.put(
                "report",
                List.of(
                        "fusion",
                        "network",
                        "library",
                        "checkpoint",
                        "dominability",
                        "loss",
                        "image",
                        "preparation",
                        "task",
                        "torch",
                        "files"));
        rooms.put("metrics", List.of());
        rooms.put("align", List.of("files", "image", "task"));
        rooms.put("data", List.of("files", "image", "task", "preparation"));
        rooms.put("scenes", List.of("data", "files", "image", "random", "task"));
        rooms.put(
                "evaluation",
                List.of(
                        "data",
                        "detection",
                        "metrics",
                        "dominability",
                        "files",
                        "fusion",
                        "image",
                        "preparation",
                        "task"));
        rooms.put(
                "training",
                List.of(
                        "detection",
                        "data",
                        "evaluation",
                        "files",
                        "fusion",
                        "image",
                        "loss",
                        "metrics",
                        "network",
                        "nn",
                        "preparation",
                        "random",
                        "scenes",
                        "task",
                        "torch",
                        "checkpoint"));
        rooms.put("corruption", List.of("random", "image", "torch", "checkpoint", "network", "task", "dominability"));
        rooms.put("truth", List.of("corruption", "random", "image"));
        rooms.put(
                "study",
                List.of(
                        "align",
                        "detection",
                        "corruption",
                        "truth",
                        "evaluation",
                        "data",
                        "dominability",
                        "files",
                        "fusion",
                        "image",
                        "metrics",
                        "scenes",
                        "task",
                        "network",
                        "random",
                        "torch"));
        rooms.put(
                "reproduction",
                List.of(
                        "detection",
                        "study",
                        "corruption",
                        "evaluation",
                        "training",
                        "scenes",
                        "data",
                        "dominability",
                        "files",
                        "fusion",
                        "image",
                        "metrics",
                        "network",
                        "nn",
                        "preparation",
                        "torch",
                        "checkpoint",
                        "task"));
        rooms.put(
                "web",
                List.of(
                        "align",
                        "blend",
                        "dominability",
                        "evaluation",
                        "files",
                        "fusion",
                        "image",
                        "library",
                        "loss",
                        "checkpoint",
                        "metrics",
                        "network",
                        "preparation",
                        "report",
                        "task",
                        "torch"));
        return rooms;
    }

    @ArchTest
    static void everyRoomKnowsOnlyThoseItMay(JavaClasses house) {
        ROOMS.forEach((room, others) -> onlyKnows(room, others).check(house));
    }

    @ArchTest
    static void everyRoomHasItsRule(JavaClasses house) {
        assertThat(house.stream()
                        .map(type -> type.getPackageName()
                                .replace("io.dynafuse.", "")
                                .replaceAll("\\..*", ""))
                        .filter(room -> !room.equals("cli") && !room.equals("testing"))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ROOMS.keySet());
    }

    @ArchTest
    static final ArchRule onlyTheCommandKnowsResearch = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.dynafuse.cli..",
                    "io.dynafuse.reproduction..",
                    "io.dynafuse.study..",
                    "io.dynafuse.corruption..",
                    "io.dynafuse.truth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.dynafuse.reproduction..",
                    "io.dynafuse.study..",
                    "io.dynafuse.corruption..",
                    "io.dynafuse.truth..");

    @ArchTest
    static final ArchRule onlyTorchNamesTheEngine = noClasses()
            .that()
            // Tests count the engine's objects.
            .resideOutsideOfPackages("io.dynafuse.torch..", "io.dynafuse.testing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule onlyOnnxNamesItsRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("io.dynafuse.onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule onlyTheServiceNamesItsLibraries = noClasses()
            .that()
            .resideOutsideOfPackage("io.dynafuse.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "io.micrometer..", "jakarta..", "kotlin..");

    @ArchTest
    static final ArchRule networksDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("io.dynafuse.network.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule roomsOfTheEvaluationAreInLayers = SlicesRuleDefinition.slices()
            .matching("io.dynafuse.evaluation.(*)..")
            .should()
            .beFreeOfCycles();

    /** The engine itself is one to a process. */
    @ArchTest
    static final ArchRule noStaticFieldChanges = HouseRules.noStaticFieldChanges("io.dynafuse.torch.Engine.loaded");

    private static ArchRule onlyKnows(String room, Collection<String> others) {
        Stream<String> rooms =
                Stream.concat(Stream.of(room), others.stream()).map(name -> "io.dynafuse." + name + "..");
        Stream<String> libraries = Stream.of(
                "java..",
                "javax..",
                "com..",
                "org..",
                "net..",
                "ai..",
                "io.javalin..",
                "io.micrometer..",
                "jakarta..",
                "kotlin..");
        return classes()
                .that()
                .resideInAPackage("io.dynafuse." + room + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(rooms, libraries).toArray(String[]::new));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        try (Stream<Path> paths = Files.walk(Path.of(".."))) {
            List<Path> folders = paths.filter(path -> path.toString().matches(".*src/main/java/.*\\.java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            assertThat(folders)
                    .hasSizeGreaterThan(30)
                    .allSatisfy(folder ->
                            assertThat(folder.resolve("package-info.java")).exists());
        }
    }
}
