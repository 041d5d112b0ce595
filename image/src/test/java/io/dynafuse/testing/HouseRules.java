package io.dynafuse.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The rule of the house that every module checks for itself. */
public final class HouseRules {
    private HouseRules() {}

    /** No static field changes, but those named in full. */
    public static ArchRule noStaticFieldChanges(String... exceptions) {
        Set<String> allowed = Set.of(exceptions);
        return fields().that()
                .areStatic()
                .and(not(describe("are excepted", (JavaField field) -> allowed.contains(field.getFullName()))))
                .should()
                .beFinal()
                // A module may have no static field at all.
                .allowEmptyShould(true);
    }
}
