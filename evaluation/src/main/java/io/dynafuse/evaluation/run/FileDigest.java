package io.dynafuse.evaluation.run;

import io.dynafuse.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * What a file held when it was read.
 *
 * @param file its name in results, with {@code /} between folders
 * @param bytes its size
 * @param sha256 of its content, in lower case
 */
public record FileDigest(String file, long bytes, String sha256) {
    /** @throws IOException if it cannot be read */
    public static FileDigest of(Path path, String file) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            long bytes = in.transferTo(OutputStream.nullOutputStream());
            return new FileDigest(file, bytes, Sha256.hex(digest.digest()));
        }
    }

    static String of(byte[] content) {
        return Sha256.hex(Sha256.begin().digest(content));
    }

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the file still holds that. */
    public boolean isOf(Path path) {
        try {
            return Files.isRegularFile(path)
                    && Files.size(path) == bytes
                    && of(path, file).equals(this);
        } catch (IOException e) {
            // What cannot be read is computed again.
            return false;
        }
    }
}
