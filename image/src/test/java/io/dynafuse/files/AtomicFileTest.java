package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    private static void write(Path target, String content) throws IOException {
        AtomicFile.write(target, out -> out.write(content.getBytes()));
    }

    private void assertOnlyFile(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void writesNewFilesAndReplacesOldOnes() throws IOException {
        Path target = folder.resolve("result");
        write(target, "first");
        assertThat(target).hasContent("first");
        write(target, "second");
        assertThat(target).hasContent("second");
        assertOnlyFile(target);
    }

    @Test
    void contentThatBreaksOffLeavesTheOldFileAndNothingElse() throws IOException {
        Path target = folder.resolve("result");
        write(target, "good");
        assertThatExceptionOfType(UnwritableFileException.class)
                .isThrownBy(() -> AtomicFile.write(target, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("I/O error!", new IOException("No space left on device"));
                }))
                .withMessage(target + ": cannot be written: No space left on device");
        assertThat(target).hasContent("good");
        assertOnlyFile(target);
    }

    @Test
    void otherExceptionsOfTheContentPassAndLeaveNothing() throws IOException {
        Path target = folder.resolve("result");
        write(target, "good");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> AtomicFile.write(target, out -> {
                    throw new ArithmeticException();
                }));
        assertThat(target).hasContent("good");
        assertOnlyFile(target);
    }

    @Test
    void linksKeepPointingToTheirTarget() throws IOException {
        Path target = folder.resolve("target");
        write(target, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        write(link, "new");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(target).hasContent("new");
    }

    @Test
    void filesThatBelongTogetherAppearTogetherOrNotAtAll() throws IOException {
        Path first = folder.resolve("first");
        write(first, "old");
        try (PreparedFiles files = new PreparedFiles()) {
            files.add(AtomicFile.prepare(first, out -> out.write('1')));
            assertThat(first).hasContent("old");
        }
        assertThat(first).hasContent("old");
        assertOnlyFile(first);
        try (PreparedFiles files = new PreparedFiles()) {
            files.add(AtomicFile.prepare(first, out -> out.write('1')));
            files.add(AtomicFile.prepare(folder.resolve("second"), out -> out.write('2')));
            files.commit();
        }
        assertThat(first).hasContent("1");
        assertThat(folder.resolve("second")).hasContent("2");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void namesAsLongAsNamesCanBe() throws IOException {
        Path target = folder.resolve("n".repeat(250));
        write(target, "x");
        assertThat(target).hasContent("x");
    }

    @Test
    void permissionsOfTheOldFileStay() throws IOException {
        assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "skipped: no permissions here");
        Path target = folder.resolve("private");
        write(target, "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        write(target, "new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
    }

    @Test
    void linksToNothingAreRefused() throws IOException {
        assertRefused(
                Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing")), "it is a link to nothing");
    }

    @Test
    void foldersAndMissingFoldersAreRefused() {
        assertRefused(folder, "it is a folder");
        assertRefused(folder.resolve("missing/result"), "there is no folder " + folder.resolve("missing"));
    }

    @Test
    void devicesAreNeverReplaced() {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "skipped: no /dev/null here");
        assertRefused(device, "it is not a regular file");
    }

    private static void assertRefused(Path target, String reason) {
        String message = target + ": cannot be written: " + reason;
        assertThatExceptionOfType(UnwritableFileException.class)
                .isThrownBy(() -> write(target, "x"))
                .withMessage(message);
        assertThatExceptionOfType(UnwritableFileException.class)
                .isThrownBy(() -> AtomicFile.requireWritable(target))
                .withMessage(message);
    }

    @Test
    void foldersAreMadeUnlessAFileIsInTheWay() throws IOException {
        Path deep = folder.resolve("a/b/c");
        AtomicFile.makeFolder(deep);
        AtomicFile.makeFolder(deep);
        assertThat(deep).isDirectory();
        Path file = folder.resolve("file");
        write(file, "x");
        assertThatExceptionOfType(UnwritableFileException.class)
                .isThrownBy(() -> AtomicFile.makeFolder(file))
                .withMessageContaining("it is not a folder");
        assertThatExceptionOfType(UnwritableFileException.class)
                .isThrownBy(() -> AtomicFile.makeFolder(file.resolve("below")));
    }

    @Test
    void whatKilledProcessesLeftIsRemovedAndNothingElse() throws IOException {
        // Prepared and never committed, as by a process that was killed.
        AtomicFile.prepare(folder.resolve("result"), out -> out.write(1));
        Path named = Files.writeString(folder.resolve(".mine.partial"), "mine");
        Path inside = Files.createDirectories(folder.resolve(".01234567-89ab.partial"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
        AtomicFile.removeLeftOvers(folder);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(named, inside);
        }
    }

    @Test
    void aWriteRemovesWhatKilledProcessesOfThisUserLeftADayAgo() throws IOException {
        Path old = left(".01234567-89ab.partial", Duration.ofHours(25));
        Path fresh = left(".01234567-89ac.partial", Duration.ofHours(23));
        Path otherwiseNamed = left(".mine.partial", Duration.ofDays(9));
        Path target = left("target", Duration.ofDays(9));
        Path link = Files.createSymbolicLink(folder.resolve(".01234567-89ad.partial"), target);
        write(folder.resolve("result"), "x");
        assertThat(old).doesNotExist();
        assertThat(List.of(fresh, otherwiseNamed, target, link)).allMatch(Files::exists);
    }

    @Test
    void whatOtherUsersLeftStays() throws IOException {
        Path old = left(".01234567-89ab.partial", Duration.ofDays(9));
        UserPrincipal other = others(old);
        write(folder.resolve("result"), "x");
        assertThat(old)
                .exists()
                .satisfies(file -> assertThat(Files.getOwner(file)).isEqualTo(other));
    }

    /** Gives a file to somebody else, which only the administrator can. */
    private static UserPrincipal others(Path file) throws IOException {
        try {
            UserPrincipal other =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            return Files.getOwner(Files.setOwner(file, other));
        } catch (IOException | UnsupportedOperationException e) {
            return abort("skipped: files cannot be given to nobody here");
        }
    }

    @Test
    void aFolderIsLookedThroughOnce() throws IOException {
        write(folder.resolve("result"), "x");
        Path old = left(".01234567-89ab.partial", Duration.ofDays(9));
        write(folder.resolve("result"), "y");
        assertThat(old).exists();
    }

    private Path left(String name, Duration since) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "half");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(since)));
    }

    @Test
    void aProcessThatIsEndingWritesNothing() throws Exception {
        Path target = folder.resolve("result");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndingProcess.class.getName(),
                        target.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(printed)
                .isEqualTo(String.format("%s: cannot be written: the process is ending%n", target)
                        .repeat(2));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    /** Begins to write while the process ends, and is still writing when it began to. */
    static final class EndingProcess {
        private static final CountDownLatch BEGUN = new CountDownLatch(1);

        public static void main(String[] arguments) throws InterruptedException {
            Path target = Path.of(arguments[0]);
            Thread writing = new Thread(() -> attempt(target, out -> {
                BEGUN.countDown();
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }));
            writing.start();
            BEGUN.await();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                attempt(target, out -> out.write(1));
                awaitEnd(writing);
            }));
            System.exit(0);
        }

        private static void attempt(Path target, AtomicFile.Content content) {
            try {
                AtomicFile.write(target, content);
            } catch (UnwritableFileException e) {
                System.out.println(e.getMessage());
            }
        }

        private static void awaitEnd(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
