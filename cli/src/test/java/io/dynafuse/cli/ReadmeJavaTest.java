package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.ImageFiles;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation says to Java developers: programs compile and run as they stand, coordinates are those of this build. */
class ReadmeJavaTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PROGRAM = Pattern.compile("class (\\w+) \\{");

    @Test
    void theProgramCompilesAndRuns(@TempDir Path folder) throws Exception {
        for (String page : List.of("README.md", "docs/java.md")) {
            List<MarkdownBlock> programs = blocks(page, "java");
            assertThat(programs).as(page).isNotEmpty();
            for (MarkdownBlock program : programs) {
                Matcher name = PROGRAM.matcher(program.text());
                assertThat(name.find()).as(program.place() + ": a class").isTrue();
                assertCompiles(Files.writeString(folder.resolve(name.group(1) + ".java"), program.text()), folder);
                run(folder, name.group(1));
            }
        }
    }

    @Test
    void theProgramThatMakesThePicturesCompiles(@TempDir Path folder) {
        assertCompiles(ROOT.resolve("docs/pictures/Sheet.java"), folder);
    }

    private static void assertCompiles(Path source, Path folder) {
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-Xlint:all,-processing,-try,-classfile,-path",
                                "-Werror",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString(),
                                source.toString()))
                .as(source + " compiles")
                .isZero();
    }

    private static void run(Path folder, String name) throws Exception {
        Path fused = folder.resolve(name + ".png");
        Object files = new String[] {
            ROOT.resolve("examples/mri.png").toString(),
            ROOT.resolve("examples/ct.png").toString(),
            fused.toString()
        };
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, files);
        }
        assertThat(ImageFiles.read(fused).width()).isEqualTo(320);
    }

    @Test
    void theCoordinatesAreThoseOfThisBuild() throws IOException {
        String dependency =
                blocks("README.md", "xml").stream().map(MarkdownBlock::text).reduce("", String::concat);
        assertThat(first("version", dependency)).isEqualTo(first("version", Files.readString(ROOT.resolve("pom.xml"))));
        String module = first("artifactId", dependency).replaceFirst("dynafuse-", "");
        assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml")))
                .contains("<artifactId>" + first("artifactId", dependency) + "</artifactId>");
    }

    private static List<MarkdownBlock> blocks(String page, String kind) throws IOException {
        return MarkdownBlock.of(ROOT.resolve(page)).stream()
                .filter(block -> block.kind().equals(kind))
                .toList();
    }

    private static String first(String element, String xml) {
        Matcher matcher = Pattern.compile("<" + element + ">([^<]+)<").matcher(xml);
        assertThat(matcher.find()).as(element).isTrue();
        return matcher.group(1);
    }
}
