package io.dynafuse.detection.annotation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that are small, and nothing of those that are not. */
final class SmallText {
    private static final int LARGEST = 1 << 20;

    private SmallText() {}

    static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new AnnotationException(file, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new AnnotationException(file, "is larger than 1 MiB; expected the boxes or classes of one image");
        }
        return bytes;
    }

    static String text(Path file) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file)))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new AnnotationException(file, "is no text in UTF-8", e);
        }
    }
}
