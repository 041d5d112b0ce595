package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root; runs when the command has been packaged, which spares it a build of its own. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "dynafuse").toAbsolutePath().normalize();

    @Test
    void startsTheCommandFromAnyFolderAndThroughALink(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "skipped: no Unix here");
        Path link = Files.createSymbolicLink(folder.resolve("dynafuse"), LAUNCHER);
        CommandProcess.Result version = CommandProcess.runProgram(folder, link.toString(), "--version");
        assertThat(version.exitCode()).as(version.error()).isZero();
        assertThat(version.output()).startsWith("dynafuse ");
        CommandProcess.Result usage = CommandProcess.runProgram(folder, link.toString(), "fuse");
        assertThat(usage.exitCode()).isEqualTo(2);
        assertThat(usage.error().lines()).hasSize(1);
    }

    /** As the README puts it there. */
    @Test
    void onThePathItTakesFilesFromTheFolderItIsCalledIn(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "skipped: no Unix here");
        for (String name : List.of("near.png", "far.png")) {
            Files.copy(LAUNCHER.resolveSibling("examples").resolve(name), folder.resolve(name));
        }
        CommandProcess.Result fused = CommandProcess.runProgram(
                folder,
                "bash",
                "-c",
                "home=$PWD && cd \"$1\" && export PATH=\"$PWD:$PATH\" && cd \"$home\""
                        + " && dynafuse fuse near.png far.png -o fused.png",
                "bash",
                LAUNCHER.getParent().toString());
        assertThat(fused.exitCode()).as(fused.error()).isZero();
        assertThat(fused.output()).startsWith("fused.png: 320x240, colour, 8 bits, ");
        assertThat(folder.resolve("fused.png")).isRegularFile();
    }

    @Test
    void aLocaleThatIsNotInstalledLosesNoName(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "skipped: no Unix here");
        for (String locale : List.of("xx_XX.UTF-8", "C", "C.UTF-8")) {
            CommandProcess.Result missing = CommandProcess.runProgram(
                    folder,
                    "bash",
                    "-c",
                    "LC_ALL=$1 exec \"$2\" metrics --fused \"$(printf 'b\\303\\244d.png')\"",
                    "bash",
                    locale,
                    LAUNCHER.toString());
            assertThat(missing.exitCode()).isEqualTo(1);
            assertThat(missing.error()).as(locale).contains("b\u00e4d.png: there is no such file");
        }
    }

    @Test
    void tooFewOpenFilesAreSaidToBeSo(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "skipped: no Unix here");
        for (int files : List.of(16, 32, 63)) {
            CommandProcess.Result refused = CommandProcess.runProgram(
                    folder,
                    "bash",
                    "-c",
                    "ulimit -n $1 && exec \"$2\" --version",
                    "bash",
                    "" + files,
                    LAUNCHER.toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.error())
                    .isEqualToIgnoringNewLines(
                            "dynafuse: " + files
                                    + " files may be open at once (ulimit -n), too few for Java and its libraries; expected 64 or more");
        }
    }

    /** Java's archive of classes, which the first command makes meanwhile, for itself and for others that start with it. */
    @Test
    void anArchiveOfClassesIsMadeOnceAndUsedAsLongAsItIsRight(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "skipped: no Unix here");
        Path launcher = install(folder);
        Path target = folder.resolve("cli/target");
        assertVersion(CommandProcess.runProgram(
                folder,
                "bash",
                "-c",
                "\"$1\" --version & \"$1\" --version >/dev/null; wait",
                "bash",
                launcher.toString()));
        waitFor(target.resolve("classes.jsa.key"));
        assertThat(isArchiveUsed(folder, launcher)).isTrue();

        // An older jar, which only Java notices.
        Path jar = target.resolve("dynafuse-cli.jar");
        FileTime date = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(date.toMillis() - 3_600_000));
        assertThat(isArchiveUsed(folder, launcher)).isFalse();
        Files.setLastModifiedTime(jar, date);
        assertThat(isArchiveUsed(folder, launcher)).isTrue();

        // One of another Java.
        Path key = target.resolve("classes.jsa.key");
        String right = Files.readString(key);
        Files.createDirectory(target.resolve("classes.jsa.new"));
        Files.writeString(key, right.replace("JAVA_VERSION", "JAVA_OLD_VERSION"));
        assertThat(isArchiveUsed(folder, launcher)).isFalse();

        // None, as in a folder that cannot be written: another process seems to be making one.
        Files.delete(key);
        assertThat(isArchiveUsed(folder, launcher)).isFalse();

        // One that could not be made.
        Files.delete(target.resolve("classes.jsa"));
        Files.writeString(key, right);
        assertThat(isArchiveUsed(folder, launcher)).isFalse();
    }

    @Test
    void anEngineThatCannotBeLoadedIsToldInOneLine(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "skipped: no Unix here");
        Path examples = LAUNCHER.resolveSibling("examples");
        CommandProcess.Result failed = CommandProcess.runProgram(
                folder,
                "bash",
                "-c",
                "JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=/dev/null exec \"$@\"",
                "bash",
                LAUNCHER.toString(),
                "fuse",
                examples.resolve("near.png").toString(),
                examples.resolve("far.png").toString(),
                "-o",
                "fused.png");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.error())
                .isEqualToIgnoringNewLines("engine: /dev/null: cannot be made, read and written; expected a folder by"
                        + " -Dorg.bytedeco.javacpp.cachedir with 500 MB free");
    }

    /** Another folder with this build, whose sources are older, so that nothing has to be built. */
    private static Path install(Path folder) throws IOException {
        Path home = LAUNCHER.getParent();
        for (String name : List.of("dynafuse", "memory.sh")) {
            Files.copy(home.resolve(name), folder.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        List<Path> sources = new ArrayList<>(List.of(Files.createFile(folder.resolve("pom.xml"))));
        try (Stream<Path> modules = Files.list(home)) {
            for (Path module : modules.filter(each -> Files.exists(each.resolve("src/main")))
                    .toList()) {
                Path other = Files.createDirectory(folder.resolve(module.getFileName()));
                sources.add(Files.createFile(other.resolve("pom.xml")));
                sources.add(Files.createDirectories(other.resolve("src/main")));
            }
        }
        for (Path source : sources) {
            Files.setLastModifiedTime(source, FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS)));
        }
        Path target = Files.createDirectories(folder.resolve("cli/target"));
        Files.createSymbolicLink(target.resolve("lib"), home.resolve("cli/target/lib"));
        Files.copy(home.resolve("cli/target/dynafuse-cli.jar"), target.resolve("dynafuse-cli.jar"));
        return folder.resolve("dynafuse");
    }

    private static void waitFor(Path file) throws InterruptedException {
        for (int i = 0; i < 3000 && Files.notExists(file); i++) {
            Thread.sleep(100);
        }
        assertThat(file).exists();
    }

    private static boolean isArchiveUsed(Path folder, Path launcher) throws Exception {
        Path loaded = folder.resolve("loaded.txt");
        CommandProcess.Result version = CommandProcess.runProgram(
                folder,
                "bash",
                "-c",
                "JAVA_OPTS=-Xlog:class+load:file=loaded.txt exec \"$1\" --version",
                "bash",
                launcher.toString());
        assertVersion(version);
        String found = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" io.dynafuse.cli.Dynafuse source: "))
                .findFirst()
                .orElseThrow();
        return found.contains("shared objects file");
    }

    private static void assertVersion(CommandProcess.Result version) {
        assertThat(version.error()).isEmpty();
        assertThat(version.exitCode()).isZero();
        assertThat(version.output()).startsWith("dynafuse ").hasLineCount(2);
    }
}
