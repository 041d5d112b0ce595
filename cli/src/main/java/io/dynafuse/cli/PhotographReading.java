package io.dynafuse.cli;

import io.dynafuse.image.ReadOptions;
import io.dynafuse.scenes.Photographs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Reads the photographs of {@code --images}: prints which ones are skipped, and the progress. */
final class PhotographReading {
    private PhotographReading() {}

    static void requireNamed(CommandSpec command, Optional<Path> images) {
        Usage.require(
                command,
                images.isEmpty() || !images.get().toString().isEmpty(),
                "--images: expected the name of a folder, found an empty one");
    }

    static Photographs open(Path folder, ReadOptions reading, PrintWriter error) throws IOException {
        try (TerminalProgress progress = new TerminalProgress(error, "reading", "photographs")) {
            return Photographs.open(folder, reading, new Photographs.Listener() {
                @Override
                public void passedOver(String line) {
                    progress.say("passed over: " + line);
                }

                @Override
                public void read(int done, int all) {
                    progress.advanced(done, all);
                }
            });
        }
    }
}
