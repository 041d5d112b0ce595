package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.model.Task;
import io.dynafuse.store.EmbeddedWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java example of the README: it compiles, runs, and is the one that stands there. */
class ReadmeExampleTest {
    private static final Path THIS_FILE = Path.of("src/test/java/io/dynafuse/fusion/ReadmeExampleTest.java");

    private static void example(Path mri, Path ct, Path output) throws Exception {
        // README begins
        try (Fuser fuser = Fuser.forTask(Task.MEDICAL).open()) {
            FusedImage fused = fuser.fuse(List.of(ImageFiles.read(mri), ImageFiles.read(ct)));
            ImageFiles.write(fused.image(), output);
        }
        // README ends
    }

    @Test
    void runs(@TempDir Path folder) throws Exception {
        assumeFalse(EmbeddedWeights.all().isEmpty(), "no weights come with this build");
        Path source = folder.resolve("source.png");
        ImageFiles.write(Image.of(9, 7, 1, new float[63], SampleDepth.BITS_8), source);
        example(source, source, folder.resolve("fused.png"));
        assertThat(ImageFiles.read(folder.resolve("fused.png")).width()).isEqualTo(9);
    }

    @Test
    void standsInTheReadme() throws Exception {
        String code = Files.readString(THIS_FILE)
                .replaceAll("(?s).*// README begins\n(.*?)\\s*// README ends.*", "$1")
                .stripIndent();
        assertThat(Files.readString(Path.of("../README.md"))).contains(code);
    }
}
