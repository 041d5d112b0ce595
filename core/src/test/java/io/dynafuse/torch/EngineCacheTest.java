package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCacheTest {
    @TempDir
    private Path folder;

    private Path library(String part) throws IOException {
        Path library = folder.resolve(part + "-1-linux.jar/lib.so");
        Files.createDirectories(library.getParent());
        return Files.writeString(library, "cut short");
    }

    @Test
    void removesWhatAKilledProcessLeftBehindAndNothingElse() throws IOException {
        Path cut = library("pytorch");
        Path other = library("opencv");
        List<Boolean> seen = new ArrayList<>();
        new EngineCache(folder, "1").load(() -> seen.add(Files.exists(cut)));
        assertThat(seen).containsExactly(false);
        assertThat(other).exists();
    }

    @Test
    void keepsWhatWasOnceLoaded() throws IOException {
        EngineCache cache = new EngineCache(folder, "1");
        List<Path> unpacked = new ArrayList<>();
        cache.load(() -> {
            try {
                unpacked.add(library("pytorch"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        cache.load(() -> assertThat(unpacked.get(0)).exists());
        new EngineCache(folder, "2").load(() -> assertThat(unpacked.get(0)).doesNotExist());
    }

    @Test
    void aLoadThatFailsLeavesNoMark() throws IOException {
        EngineCache cache = new EngineCache(folder, "1");
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> cache.load(() -> {
                    throw new EngineException("broken");
                }));
        Path cut = library("openblas");
        cache.load(() -> assertThat(cut).doesNotExist());
    }
}
