package io.dynafuse.detection.annotation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynafuse.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads JSON of any length object by object, so that outlines of a million objects need no memory. */
final class JsonRows {
    private static final long LARGEST = 1L << 30;
    private static final int DEEPEST = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private JsonRows() {}

    /** Takes the value of a field of the whole: reads it, or skips it. */
    @FunctionalInterface
    interface Section {
        void read(String name, JsonParser parser) throws IOException;
    }

    /** Takes an object of a list. */
    @FunctionalInterface
    interface Row {
        void read(JsonRow row) throws IOException;
    }

    /** Reads an object section by section. */
    static void read(Path file, Section section) throws IOException {
        whole(file, JsonToken.START_OBJECT, "an object, as COCO's annotations are", parser -> {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                section.read(name, parser);
            }
        });
    }

    /** Reads a list of objects. */
    static void list(Path file, Row row) throws IOException {
        whole(file, JsonToken.START_ARRAY, "a list, as COCO's results are", parser -> each(file, "", parser, row));
    }

    /** The digest of a file, in lower-case hexadecimal digits. */
    static String sha256(Path file) throws IOException {
        requireFile(file);
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.hex(Sha256.of(in));
        }
    }

    @FunctionalInterface
    private interface Content {
        void read(JsonParser parser) throws IOException;
    }

    private static void whole(Path file, JsonToken start, String expected, Content content) throws IOException {
        requireFile(file);
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = MAPPER.createParser(in)) {
            if (parser.nextToken() != start) {
                throw new AnnotationException(file, "expected " + expected + ", found something else");
            }
            content.read(parser);
            if (parser.nextToken() != null) {
                throw new AnnotationException(file, "expected nothing after the end, found more");
            }
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw new AnnotationException(file, "is not JSON as expected" + line + ": " + e.getOriginalMessage(), e);
        }
    }

    private static void requireFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new AnnotationException(file, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        if (Files.size(file) > LARGEST) {
            throw new AnnotationException(file, "is larger than 1 GiB; expected the boxes of a dataset");
        }
    }

    /** Reads the objects of a list whose start is the current token. */
    static void each(Path file, String section, JsonParser parser, Row row) throws IOException {
        String name = section.isEmpty() ? "" : section + " ";
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new AnnotationException(file, name + ": expected a list, found something else");
        }
        for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            JsonNode node = MAPPER.readTree(parser);
            if (!(node instanceof ObjectNode fields)) {
                throw new AnnotationException(file, name + number + ": expected an object, found something else");
            }
            row.read(new JsonRow(file, name + number, fields));
        }
    }
}
