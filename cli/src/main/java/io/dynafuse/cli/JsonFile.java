package io.dynafuse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that {@code --json} of {@code fuse} writes. */
final class JsonFile {
    private static final String VERSIONS = "versions";
    private static final String DYNAFUSE = "dynafuse";

    private JsonFile() {}

    /** @throws IOException if the file exists and is neither empty nor of an earlier fusion */
    static void requireReplaceable(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0 && !isOfFusion(file)) {
            throw new IOException(file + ": is there already and is not the report of a fusion; expected another file");
        }
    }

    /** Whether the file is JSON that names the version of Dynafuse where reports of fusions do. */
    private static boolean isOfFusion(Path file) {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isVersions = parser.currentName().equals(VERSIONS);
                if (isVersions && parser.nextToken() == JsonToken.START_OBJECT) {
                    return DYNAFUSE.equals(parser.nextFieldName());
                }
                if (!isVersions) {
                    parser.nextToken();
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            // A file that is not JSON is not of a fusion.
            return false;
        }
    }
}
