package io.dynafuse.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.Json;
import io.dynafuse.files.UnwritableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A JSON file of one record and the digest of what it says, so that a file that was damaged or edited is known. */
public final class SealedJson {
    private static final String SEAL = "sha256";
    private static final int LONGEST = 1 << 24;

    private SealedJson() {}

    /**
     * Writes a record.
     *
     * @param name of the part of the file that holds it
     * @throws UnwritableFileException if it cannot be written
     */
    public static void write(Path file, String name, Object content) throws UnwritableFileException {
        Map<String, Object> sealed = new LinkedHashMap<>();
        sealed.put(name, content);
        sealed.put(SEAL, seal(content));
        AtomicFile.write(file, Json.content(sealed));
    }

    /** The record, exactly as it was written; nothing if the file is missing, cut short, damaged, edited or another's. */
    public static <T> Optional<T> read(Path file, String name, Class<T> type) {
        try {
            JsonNode sealed = Json.read(file, JsonNode.class, LONGEST);
            if (sealed.size() != 2 || !sealed.path(name).isObject()) {
                return Optional.empty();
            }
            T content = Json.parse(Json.compact(sealed.get(name)), type);
            return Optional.of(content)
                    .filter(record -> sealed.path(SEAL).asText().equals(seal(record)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The digest of a record. */
    public static String seal(Object content) {
        return FileDigest.of(Json.compact(content));
    }
}
