package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    private Path folder;

    @Test
    void oneAtATimeAndThenTheNext() throws IOException {
        try (FolderLock lock = FolderLock.take(folder, "work")) {
            assertThat(lock).isNotNull();
            assertThatIOException()
                    .isThrownBy(() -> FolderLock.take(folder, "work"))
                    .withMessage(folder + ": is in use by another work; wait for its end, or take another folder");
        }
        FolderLock.take(folder, "work").close();
    }

    @Test
    void whatIsInTheFileStays() throws IOException {
        Files.writeString(folder.resolve(".lock"), "mine");
        FolderLock.take(folder, "work").close();
        assertThat(folder.resolve(".lock")).hasContent("mine");
    }
}
