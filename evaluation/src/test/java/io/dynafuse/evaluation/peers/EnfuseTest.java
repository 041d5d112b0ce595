package io.dynafuse.evaluation.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A program that fuses, as scripts play it. */
@DisabledOnOs(OS.WINDOWS)
class EnfuseTest {
    private static final Image IMAGE = Image.of(2, 1, 1, new float[] {0, 1}, SampleDepth.BITS_8);

    @TempDir
    private Path folder;

    private Path program(String script) throws IOException {
        Path program = folder.resolve(Enfuse.NAME);
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private Image fuse(String script) throws Exception {
        return new Enfuse(program(script), List.of("--option"), Duration.ofSeconds(1)).fuse(List.of(IMAGE, IMAGE));
    }

    private void assertFails(String script, String reason) {
        assertThatThrownBy(() -> fuse(script))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve(Enfuse.NAME) + ": " + reason);
    }

    @Test
    void itIsFoundOnTheSearchPath() throws IOException {
        String path = "/nowhere" + File.pathSeparator + folder;
        assertThat(Enfuse.find(path)).isEmpty();
        assertThat(Enfuse.find("")).isEmpty();
        Path program = program("");
        assertThat(Enfuse.find(path)).hasValue(program);
        assertThat(program.toFile().setExecutable(false)).isTrue();
        assertThat(Enfuse.find(path)).isEmpty();
    }

    @Test
    void tasksHaveTheirOptions() {
        Path program = folder.resolve(Enfuse.NAME);
        assertThat(Enfuse.of(program, Task.MULTI_FOCUS).orElseThrow().options()).contains("--hard-mask");
        assertThat(Enfuse.of(program, Task.MULTI_EXPOSURE).orElseThrow().options())
                .isEmpty();
        assertThat(Enfuse.of(program, Task.MEDICAL)).isEmpty();
        assertThat(Enfuse.of(program, Task.VISIBLE_INFRARED)).isEmpty();
    }

    @Test
    void itFuses() throws Exception {
        assertThat(fuse("[ \"$1 $2 $#\" = '--option -o 5' ] && cp \"$5\" \"$3\"")
                        .values())
                .containsExactly(0, 1);
    }

    @Test
    void itsFailuresAreTold() {
        assertFails("echo one; echo two >&2; echo; exit 4", "ended with 4: two");
        assertFails("exit 1", "ended with 1");
        assertFails("exit 0", "ended well, but left no image");
        assertFails("exec sleep 60", "took longer than 1 second");
        Enfuse missing = new Enfuse(folder.resolve("missing"), List.of(), Duration.ofSeconds(1));
        assertThatThrownBy(() -> missing.fuse(List.of(IMAGE))).isInstanceOf(IOException.class);
    }
}
