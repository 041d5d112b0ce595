package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;

/** The file of the token that calls of a service must bear: one line. */
final class TokenFile {
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1024;
    private static final String EXPECTED =
            "expected one line of " + SHORTEST + " to " + LONGEST + " letters, digits and signs, without spaces";

    /** What may stand in a header behind {@code Bearer}, a character other than a space. */
    private static final Pattern VISIBLE = Pattern.compile("[!-~]*");

    private static final Pattern LINE_END = Pattern.compile("\\r?\\n\\z");
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Path file;

    TokenFile(Path file) {
        this.file = file;
    }

    /**
     * The token.
     *
     * @throws IOException if the file cannot be read or holds no token; one line that names it
     */
    String token() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw wrong(Files.exists(file) ? "is not a file" : "there is no such file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST + 3);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read (" + OneLine.of(e.toString()) + ")", e);
        }
        String token =
                LINE_END.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).replaceFirst("");
        if (token.length() > LONGEST) {
            throw wrong(EXPECTED + ", found more");
        }
        if (!VISIBLE.matcher(token).matches()) {
            throw wrong(EXPECTED + ", found something else");
        }
        if (token.length() < SHORTEST) {
            throw wrong(EXPECTED + ", found " + token.length());
        }
        return token;
    }

    /**
     * Whether it can be read by others than its owner. That is refused nowhere, as containers are given their secrets that way.
     *
     * @throws IOException if the system does not tell
     */
    boolean isOpenToOthers() throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
    }

    private IOException wrong(String what) {
        return new IOException(file + ": " + what);
    }
}
