package io.dynafuse.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of the house that hold in every module. */
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

    /**
     * A room without those inside knows others of its module, also without those inside, rooms of the modules before it, with those inside, and
     * libraries.
     *
     * @param module what the names of its rooms begin with
     * @param libraries packages as ArchUnit writes them
     */
    public static ArchRule onlyKnows(String module, List<String> libraries, String room, String... others) {
        Stream<String> rooms = Stream.concat(Stream.of(room), Stream.of(others))
                .map(name -> "io.dynafuse." + name + (name.startsWith(module) ? "" : ".."));
        return classes()
                .that()
                .resideInAPackage("io.dynafuse." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(rooms, libraries.stream()).toArray(String[]::new));
    }

    /** Every package of the module whose tests run has a {@code package-info.java}. */
    public static void requireThatEveryPackageSaysWhatItIsFor() throws IOException {
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
