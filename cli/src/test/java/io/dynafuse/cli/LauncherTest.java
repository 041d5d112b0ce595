package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
