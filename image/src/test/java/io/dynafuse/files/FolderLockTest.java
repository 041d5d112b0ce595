package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private static final int THREADS = 4;
    private static final int TURNS = 5;

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

    /** Each sees what the one before it wrote, though threads share the locks of their process. */
    @Test
    void threadsHoldItOneAfterTheOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger turns = new AtomicInteger();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(() -> {
                    for (int turn = 0; turn < TURNS; turn++) {
                        try (FolderLock lock = FolderLock.await(folder, "work", Duration.ofMinutes(1))) {
                            assertThat(inside.incrementAndGet()).isOne();
                            turns.incrementAndGet();
                            inside.decrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(turns).hasValue(THREADS * TURNS);
    }

    /** A thread that fails to take the lock must not give up its process's lock, which closing a second channel of the file would do. */
    @Test
    void anAttemptThatFailsLeavesTheLockToItsHolder() throws Exception {
        try (FolderLock lock = FolderLock.take(folder, "work")) {
            assertThatIOException().isThrownBy(() -> FolderLock.take(folder, "work"));
            assertThatIOException()
                    .isThrownBy(() -> FolderLock.await(folder, "work", Duration.ofMillis(50)))
                    .withMessageStartingWith(folder + ": is in use by another work; wait for its end");
            assertThat(lockedByAnother()).isFalse();
        }
        assertThat(lockedByAnother()).isTrue();
    }

    private boolean lockedByAnother() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return other.waitFor() == 0;
    }

    /** Another process, which fails if it cannot lock the folder. */
    static final class Other {
        public static void main(String[] arguments) throws IOException {
            FolderLock.take(Path.of(arguments[0]), "work").close();
        }
    }

    @Test
    void whatIsInTheFileStays() throws IOException {
        Files.writeString(folder.resolve(".lock"), "mine");
        FolderLock.take(folder, "work").close();
        assertThat(folder.resolve(".lock")).hasContent("mine");
    }
}
