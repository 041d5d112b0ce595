package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the page without a browser. */
class PageFilesTest {
    private static final Path PAGE = Path.of("src/main/resources/io/dynafuse/web/page");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static List<Path> files(String ending) {
        try (Stream<Path> all = Files.list(PAGE)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    /** The policy of the service would keep browsers from running or showing it. */
    @Test
    void nothingIsInline() {
        assertThat(files(".html")).hasSize(2).allSatisfy(file -> {
            assertThat(found(text(file), "(<script(?![^>]*\\ssrc=)[^>]*>)")).isEmpty();
            assertThat(found(text(file), "(<style|\\sstyle=|\\son[a-z]+=|javascript:)"))
                    .isEmpty();
        });
    }

    @Test
    void nothingComesFromElsewhere() {
        Stream.of(".html", ".css", ".js")
                .flatMap(ending -> files(ending).stream())
                .forEach(file -> assertThat(found(text(file), "(https?://[^\\s\"'`]+)"))
                        .as(file.toString())
                        .isEmpty());
    }

    @Test
    void everyModuleThatIsImportedIsThere() {
        assertThat(files(".js"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(found(text(file), "from \"\\./([^\"]+)\""))
                        .allSatisfy(name -> assertThat(PAGE.resolve(name)).exists()));
    }

    @Test
    void everyElementThatIsLookedForByNameIsThere() {
        Set<String> there = found(text(PAGE.resolve("index.html")), "\\sid=\"([^\"]+)\"");
        assertThat(files(".js"))
                .allSatisfy(file -> assertThat(there).containsAll(found(text(file), "byId\\(\"([^\"]+)\"\\)")));
    }

    @Test
    void aBrowserTriesThePage() {
        assumeTrue(
                Files.exists(CHROMIUM),
                "the page is not tried in a browser, as there is no " + CHROMIUM
                        + "; apt-get install chromium brings it");
        assertThat(CHROMIUM).isExecutable();
    }
}
