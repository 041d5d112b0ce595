package io.dynafuse.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.dynafuse.metrics", importOptions = ImportOption.DoNotIncludeTests.class)
class MetricsHouseTest {
    @ArchTest
    static final ArchRule metricsKnowNoEngineAndNoFiles = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.dynafuse.metrics..", "java.lang..", "java.util..", "org.jtransforms..");

    @ArchTest
    static final ArchRule signalKnowsNoMetric = classes()
            .that()
            .resideInAPackage("io.dynafuse.metrics.signal")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.dynafuse.metrics", "io.dynafuse.metrics.signal", "java..", "org.jtransforms..");

    @ArchTest
    static final ArchRule familiesDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("io.dynafuse.metrics.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    DescribedPredicate.alwaysTrue(),
                    JavaClass.Predicates.resideInAPackage("io.dynafuse.metrics.signal"));

    @ArchTest
    static final ArchRule noStaticFieldChanges =
            fields().that().areStatic().should().beFinal();

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        try (Stream<Path> paths = Files.walk(Path.of("src/main/java/io/dynafuse"))) {
            List<Path> folders = paths.filter(path -> path.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            assertThat(folders)
                    .isNotEmpty()
                    .allSatisfy(folder ->
                            assertThat(folder.resolve("package-info.java")).exists());
        }
    }
}
