package io.dynafuse.torch;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * The folder that native libraries are unpacked into, chosen as in JavaCPP: that of a property, or one in the user's home. JavaCPP's last
 * resort has a predictable name in the folder for temporary files, which anybody could fill with other libraries; instead, a folder that
 * belongs to this user alone is used.
 */
final class EngineFolder {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String INSTEAD =
            "; expected a home folder, or -D" + PROPERTY + "=FOLDER (of dynafuse by JAVA_OPTS), with 500 MB free";

    private static final int OTHERS_WRITE = 022;
    private static final int ONLY_OWNERS_DELETE = 01000;

    private EngineFolder() {}

    /**
     * Chooses the folder and makes it.
     *
     * @throws IOException if it cannot be made or written, or others may change it; the message is one line that names it
     */
    static Path choose() throws IOException {
        Optional<File> given = Stream.of(PROPERTY, "org.bytedeco.javacpp.cacheDir")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .map(File::new)
                .findFirst();
        if (given.isPresent() && !isUsable(given.get())) {
            throw new IOException(given.get() + ": cannot be made, read and written; expected a folder by -D" + PROPERTY
                    + " with 500 MB free");
        }
        if (given.isPresent() || isUsable(new File(System.getProperty("user.home"), ".javacpp/cache"))) {
            return Loader.getCacheDir().toPath();
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
            throw new IOException(temporary + ": cannot be written, nor can a home folder" + INSTEAD);
        }
        return knowsOwners(temporary)
                ? ofJavaCpp(privateIn(temporary))
                : Loader.getCacheDir().toPath();
    }

    /** As JavaCPP decides, except that an unknown home does not become a folder below the working folder. */
    private static boolean isUsable(File folder) {
        return (folder.isAbsolute() || !folder.getPath().startsWith("?"))
                && (folder.isDirectory() || folder.mkdirs())
                && folder.canRead()
                && folder.canWrite()
                && folder.canExecute();
    }

    private static boolean knowsOwners(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Makes JavaCPP unpack into the folder. */
    private static Path ofJavaCpp(Path folder) throws IOException {
        System.setProperty(PROPERTY, folder.toString());
        Path taken = Loader.getCacheDir().toPath();
        if (!taken.equals(folder)) {
            // Other code in this process has made JavaCPP choose before.
            requirePrivate(taken.getParent(), user(folder.getParent()));
            requirePrivate(taken, user(folder.getParent()));
        }
        return taken;
    }

    /**
     * The private folder of this user below the one for temporary files; created if it does not exist.
     *
     * @throws IOException if somebody else made it, or may write into it or replace it; the message is one line that names it
     */
    static Path privateIn(Path temporary) throws IOException {
        Path real = temporary.toRealPath();
        Owner user = user(real);
        requireOwnersDelete(real);
        Path folder = real.resolve("dynafuse-" + user.number());
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            requirePrivate(folder, user);
        }
        return folder;
    }

    private record Owner(UserPrincipal name, Object number) {}

    /** Java does not know the user who runs it; a new file belongs to that user. */
    private static Owner user(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "dynafuse", null);
        try {
            return new Owner(Files.getOwner(probe), Files.getAttribute(probe, "unix:uid"));
        } finally {
            Files.delete(probe);
        }
    }

    private static void requireOwnersDelete(Path folder) throws IOException {
        int mode = (Integer) Files.getAttribute(folder, "unix:mode");
        if ((mode & OTHERS_WRITE) != 0 && (mode & ONLY_OWNERS_DELETE) == 0) {
            throw new IOException(folder
                    + ": anybody may replace what is in it (no sticky bit), and no home can be written" + INSTEAD);
        }
    }

    private static void requirePrivate(Path folder, Owner user) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + ": is a link or a file where a folder of yours is expected" + INSTEAD);
        }
        if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user.name())) {
            throw new IOException(
                    folder + ": belongs to somebody else, who may have put other libraries there" + INSTEAD);
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
        if (!mode.equals("rwx------")) {
            throw new IOException(folder + ": others may use it too (" + mode
                    + "; expected rwx------), so what lies there cannot be trusted" + INSTEAD);
        }
    }
}
