package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
