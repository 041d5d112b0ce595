package io.dynafuse.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads what a YAML file says into records, whose components are null where a key is not given, and nothing that YAML could do beyond: no aliases, no second
 * document, no key twice.
 */
public final class Yaml {
    private static final int LARGEST = 2_000_000;
    private static final int DEEPEST = 8;
    private static final String QUOTES = "a pattern that begins with a star stands in quotes, as in '*/a.png'";

    private final Path file;
    private final String what;
    private final String keys;

    private Yaml(Path file, String what, String keys) {
        this.file = file;
        this.what = what;
        this.keys = keys;
    }

    /**
     * Reads a file.
     *
     * @param type of the record that it holds
     * @param what such a file is, for messages: {@code a description of a dataset}
     * @param keys that are expected, for messages: {@code sources or scenes}
     * @throws IOException if the file cannot be read or its content is not as expected, in one line that names it
     */
    public static <T> T read(Path file, Class<T> type, String what, String keys) throws IOException {
        return new Yaml(file, what, keys).read(type);
    }

    private <T> T read(Class<T> type) throws IOException {
        String text = text();
        ObjectMapper mapper = new ObjectMapper(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try {
            requirePlain(mapper, text);
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            String reason = BindingFailure.words(e, "YAML");
            throw wrong(reason + (reason.contains("an alias") ? "; " + QUOTES : ""), e);
        }
    }

    private String text() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw wrong(Files.exists(file) ? "is not a file" : "there is no such file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw wrong("is larger than " + LARGEST / 1_000_000 + " MB; expected " + what);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("is no text in UTF-8; expected a YAML file", e);
        }
    }

    /** Bound to text, an alias would be taken by its name; resolved, a few lines could become billions of values. */
    private void requirePlain(ObjectMapper mapper, String text) throws IOException {
        try (JsonParser parser = mapper.createParser(text)) {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.VALUE_NULL) {
                throw wrong("is empty; expected the keys " + keys);
            }
            int depth = 0;
            do {
                depth += depthChange(token);
                if (depth > DEEPEST) {
                    throw wrong("is nested deeper than " + what + " is");
                }
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    throw wrong(
                            "line " + parser.currentTokenLocation().getLineNr() + ": aliases are not taken; " + QUOTES);
                }
                token = parser.nextToken();
            } while (token != null && depth > 0);
            if (token != null) {
                throw wrong("expected one YAML document, found more");
            }
        }
    }

    private static int depthChange(JsonToken token) {
        if (token.isStructStart()) {
            return 1;
        }
        return token.isStructEnd() ? -1 : 0;
    }

    private IOException wrong(String message) {
        return wrong(message, null);
    }

    private IOException wrong(String message, Exception cause) {
        return new IOException(OneLine.of(file + ": " + message), cause);
    }
}
