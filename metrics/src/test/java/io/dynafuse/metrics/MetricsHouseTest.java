package io.dynafuse.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.dynafuse.testing.HouseRules;

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
    static final ArchRule noStaticFieldChanges = HouseRules.noStaticFieldChanges();

    /** Features are compared by what they are computed from. */
    @ArchTest
    static final ArchRule featuresAreRecords = classes()
            .that()
            .areAssignableTo(Feature.class)
            .and()
            .areNotInterfaces()
            .should()
            .beRecords();

    /** An array is neither compared by its content nor safe from changes. */
    @ArchTest
    static final ArchRule featuresAreNotMadeOfArrays = noFields()
            .that()
            .areDeclaredInClassesThat()
            .areAssignableTo(Feature.class)
            .and()
            .areNotStatic()
            .should()
            .haveRawType(DescribedPredicate.describe("array", JavaClass::isArray));
}
