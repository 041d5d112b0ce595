package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCacheTest {
    @TempDir
    private Path folder;

    private EngineCache cache(String engine) {
        return new EngineCache(folder, List.of(engine + ".jar", "openblas-1.jar"));
    }

    private Path library(String part) {
        try {
            Path library = folder.resolve(part + ".jar/lib.so");
            Files.createDirectories(library.getParent());
            return Files.writeString(library, "cut short");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void removesWhatAKilledProcessLeftBehindAndNothingElse() throws IOException {
        List<Path> cut = List.of(library("pytorch-1"), library("openblas-1"));
        List<Path> others = List.of(library("pytorch-2"), library("opencv-1"));
        cache("pytorch-1").load(() -> assertThat(cut).noneMatch(Files::exists));
        assertThat(others).allMatch(Files::exists);
    }

    @Test
    void keepsWhatWasOnceLoadedAndUnpacksAnotherEngineAfresh() throws IOException {
        List<Path> unpacked = new ArrayList<>();
        cache("pytorch-1").load(() -> unpacked.add(library("pytorch-1")));
        cache("pytorch-1").load(() -> assertThat(unpacked.get(0)).exists());
        Path cut = library("pytorch-1-gpu");
        cache("pytorch-1-gpu").load(() -> assertThat(cut).doesNotExist());
        assertThat(unpacked.get(0)).exists();
    }

    @Test
    void aLoadThatFailsLeavesNoMark() throws IOException {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> cache("pytorch-1").load(() -> {
                    throw new EngineException("broken");
                }));
        Path cut = library("openblas-1");
        cache("pytorch-1").load(() -> assertThat(cut).doesNotExist());
    }
}
