package io.dynafuse.evaluation.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.UnwritableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A JSON file of one record and the digest of what it says, so that a file that was damaged or edited is known. */
final class SealedJson {
    private static final String SEAL = "sha256";
    private static final int LONGEST = 1 << 24;

    private SealedJson() {}

    /** @param name of the part of the file that holds the record */
    static void write(Path file, String name, Object content) throws UnwritableFileException {
        ObjectMapper mapper = mapper();
        AtomicFile.write(file, out -> {
            Map<String, Object> sealed = new LinkedHashMap<>();
            sealed.put(name, content);
            sealed.put(SEAL, seal(content, mapper));
            out.write(mapper.enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(sealed));
            out.write('\n');
        });
    }

    /** The record, exactly as it was written; nothing if the file is missing, cut short, damaged, edited or another's. */
    static <T> Optional<T> read(Path file, String name, Class<T> type) {
        ObjectMapper mapper = mapper();
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
                return Optional.empty();
            }
            JsonNode sealed = mapper.readTree(Files.readAllBytes(file));
            if (sealed == null || sealed.size() != 2 || !sealed.path(name).isObject()) {
                return Optional.empty();
            }
            T content = mapper.treeToValue(sealed.get(name), type);
            return Optional.of(content)
                    .filter(record -> sealed.path(SEAL).asText().equals(seal(record, mapper)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The digest of a record. */
    static String seal(Object content) {
        return seal(content, mapper());
    }

    private static String seal(Object content, ObjectMapper mapper) {
        try {
            return FileDigest.of(
                    mapper.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
    }
}
