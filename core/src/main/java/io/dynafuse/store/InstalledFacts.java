package io.dynafuse.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What stands beside installed weights.
 *
 * @param name what they are called
 * @param network the id of the network they are for
 * @param sha256 the checksum of the safetensors file
 * @param originalFile what the file they were made from was called, without folders
 * @param originalSha256 its checksum
 */
@JsonPropertyOrder({"name", "network", "sha256", "originalFile", "originalSha256"})
public record InstalledFacts(
        @JsonProperty("name") String name,
        @JsonProperty("network") String network,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("originalFile") String originalFile,
        @JsonProperty("originalSha256") String originalSha256) {
    // Five short fields; a name may have many letters, and each letter six signs in JSON.
    private static final int LARGEST = 1 << 14;
    private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");
    // A later version may write more.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** @throws IllegalArgumentException if a checksum is none */
    public InstalledFacts {
        for (String checksum : new String[] {sha256, originalSha256}) {
            if (!CHECKSUM.matcher(checksum).matches()) {
                throw new IllegalArgumentException("expected a SHA-256 of 64 hexadecimal digits, found " + checksum);
            }
        }
    }

    WholeFile.Content content() {
        return out -> {
            out.write(JSON.writeValueAsBytes(this));
            out.write('\n');
        };
    }

    /** @throws IOException in one line that names the file, if it cannot be read or does not hold such facts */
    static InstalledFacts read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("expected at most " + LARGEST + " bytes");
            }
            return JSON.readValue(bytes, InstalledFacts.class);
        } catch (IOException e) {
            throw new IOException(
                    file + ": is not what `dynafuse install` writes; install the weights again with --replace ("
                            + OneLine.of(e) + ")",
                    e);
        }
    }
}
