package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFolderTest {
    @TempDir
    private Path temporary;

    @BeforeEach
    void requireOwners() {
        assumeTrue(
                temporary.getFileSystem().supportedFileAttributeViews().contains("unix"),
                "skipped: files have no owners here");
    }

    @Test
    void theFolderIsPrivateAndFoundAgain() throws IOException {
        Path folder = EngineFolder.privateIn(temporary);
        assertThat(folder.getParent()).isEqualTo(temporary.toRealPath());
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(EngineFolder.privateIn(temporary)).isEqualTo(folder);
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFolderThatOthersMayUseIsRefused() throws IOException {
        Path folder = EngineFolder.privateIn(temporary);
        for (String mode : new String[] {"rwxrwxrwx", "rwx-w----", "rwxr-xr-x"}) {
            setMode(folder, mode);
            assertRefused(folder, "others may use it too (" + mode + "; expected rwx------)");
        }
    }

    @Test
    void aLinkIsRefusedWhereverItLeads() throws IOException {
        Path folder = EngineFolder.privateIn(temporary);
        Path moved = Files.move(folder, temporary.resolve("moved"));
        Files.createSymbolicLink(folder, moved);
        assertRefused(folder, "is a link or a file");
        Files.delete(folder);
        Files.createSymbolicLink(folder, temporary.resolve("nothing"));
        assertRefused(folder, "is a link or a file");
    }

    @Test
    void aFolderThatSomebodyElseMadeIsRefused() throws IOException {
        Path folder = EngineFolder.privateIn(temporary);
        giveAway(folder);
        assertRefused(folder, "belongs to somebody else");
    }

    /** Which only the administrator can. */
    private static void giveAway(Path folder) {
        try {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException e) {
            abort("skipped: files cannot be given to nobody here");
        }
    }

    @Test
    void aFolderForTemporaryFilesWhereAnybodyReplacesThoseOfOthersIsRefused() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        setMode(open, "rwxrwxrwx");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> EngineFolder.privateIn(open))
                .withMessageContaining(open.toRealPath() + ": anybody may replace what is in it");
        Files.setAttribute(open, "unix:mode", 01777);
        assertThat(EngineFolder.privateIn(open)).isDirectory();
    }

    @Test
    void onlyWhereThereIsNoHomeTheFolderIsThePrivateOne() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        assertThat(choose("-Duser.home=" + home)).isEqualTo(home.toRealPath() + "/.javacpp/cache");
        Path file = Files.createFile(temporary.resolve("file"));
        String mine = EngineFolder.privateIn(temporary).toString();
        assertThat(choose("-Duser.home=" + file)).isEqualTo(mine);
        assertThat(choose("-Duser.home=?")).isEqualTo(mine);
        assertThat(choose("-Duser.home=" + home, "-Dorg.bytedeco.javacpp.cachedir=" + file))
                .isEqualTo(file + ": cannot be made, read and written; expected a folder by"
                        + " -Dorg.bytedeco.javacpp.cachedir with 500 MB free");
        setMode(Path.of(mine), "rwxrwxrwx");
        assertThat(choose("-Duser.home=" + file)).startsWith(mine + ": others may use it too");
    }

    private String choose(String... properties) throws IOException {
        Stream<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary),
                        Stream.of(properties),
                        Stream.of("-cp", System.getProperty("java.class.path"), Choosing.class.getName()))
                .flatMap(part -> part);
        Process process =
                new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }

    /** Prints what is chosen, or why nothing is. */
    static final class Choosing {
        public static void main(String[] arguments) throws IOException {
            try {
                Path chosen = EngineFolder.choose();
                System.out.println(Loader.getCacheDir().toPath().equals(chosen) ? chosen : "JavaCPP's is another");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private void assertRefused(Path folder, String reason) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> EngineFolder.privateIn(temporary))
                .withMessageStartingWith(folder + ": " + reason)
                .withMessageContaining("; expected a home folder, or -Dorg.bytedeco.javacpp.cachedir=FOLDER");
    }

    private static String mode(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
    }

    private static void setMode(Path folder, String mode) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    }
}
