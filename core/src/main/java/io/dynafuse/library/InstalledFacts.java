package io.dynafuse.library;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.OneLine;
import io.dynafuse.network.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;

/**
 * The facts stored beside an installed checkpoint.
 *
 * @param name the name of the checkpoint
 * @param network the id of its network
 * @param sha256 the checksum of the safetensors file
 * @param originalFile the name of the file that it was made from, without folders
 * @param originalSha256 the checksum of that file
 */
@JsonPropertyOrder({"name", "network", "sha256", "originalFile", "originalSha256"})
public record InstalledFacts(
        @JsonProperty("name") String name,
        @JsonProperty("network") String network,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("originalFile") String originalFile,
        @JsonProperty("originalSha256") String originalSha256) {
    // Five short fields; a name may have many letters, and each letter takes up to six characters in JSON.
    private static final int LARGEST = 1 << 14;
    private static final String EXPECTED =
            "expected JSON with the texts name, network, sha256, originalFile and originalSha256";
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

    /** @throws IllegalArgumentException if a checksum is malformed */
    public InstalledFacts {
        for (String checksum : new String[] {sha256, originalSha256}) {
            if (!CHECKSUM.matcher(checksum).matches()) {
                throw new IllegalArgumentException(
                        "expected a SHA-256 of 64 hexadecimal digits, found " + OneLine.brief(checksum));
            }
        }
    }

    AtomicFile.Content content() {
        return out -> {
            out.write(JSON.writeValueAsBytes(this));
            out.write('\n');
        };
    }

    /** @throws IOException in one line that names the file, if it cannot be read or does not hold such facts */
    static InstalledFacts read(Path file) throws IOException {
        try {
            requireSmallFile(file);
            try (InputStream in = Files.newInputStream(file)) {
                return parse(in.readNBytes(LARGEST));
            }
        } catch (IOException e) {
            throw new IOException(
                    file + ": is not what `dynafuse install` writes; install the checkpoint again with --replace ("
                            + reason(e) + ")",
                    e);
        }
    }

    /** Files that could block a reader or fill its memory are not even opened. */
    private static void requireSmallFile(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("expected a regular file");
        }
        if (attributes.size() > LARGEST) {
            throw new IOException("expected at most " + LARGEST + " bytes, found " + attributes.size());
        }
    }

    private static InstalledFacts parse(byte[] bytes) throws IOException {
        InstalledFacts facts = JSON.readValue(bytes, InstalledFacts.class);
        if (facts == null) {
            throw new IOException(EXPECTED);
        }
        if (Networks.find(facts.network).isEmpty()) {
            throw new IOException(
                    "it names the network " + OneLine.brief(facts.network) + ", expected one of " + Networks.ids());
        }
        return facts;
    }

    private static String reason(IOException e) {
        if (e instanceof JacksonException) {
            return e.getCause() instanceof IllegalArgumentException wrong ? OneLine.of(wrong) : EXPECTED;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof NoSuchFileException ? "it is a link to nothing" : OneLine.of(e);
    }
}
