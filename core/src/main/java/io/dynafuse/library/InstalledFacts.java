package io.dynafuse.library;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.Json;
import io.dynafuse.files.OneLine;
import io.dynafuse.network.Networks;
import io.dynafuse.network.own.OwnNetwork;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The facts stored beside an installed checkpoint.
 *
 * @param name the name of the checkpoint
 * @param network the id of its network
 * @param sha256 the checksum of the safetensors file
 * @param originalFile the name of the file that it was made from, without folders; of several files their names, joined by pluses
 * @param originalSha256 the checksum of that file, of several that of all their bytes, as {@link io.dynafuse.checkpoint.Checkpoint#sha256} says
 * @param ownFiles of a network of one's own: the checksums of its files by their endings, the graph that it is run by first; empty for a checkpoint
 */
public record InstalledFacts(
        String name,
        String network,
        String sha256,
        String originalFile,
        String originalSha256,
        Optional<Map<String, String>> ownFiles) {
    // Five short fields; names may have many letters, and each letter takes up to six characters in JSON.
    private static final int LARGEST = 1 << 14;
    private static final String EXPECTED =
            "expected JSON with the texts name, network, sha256, originalFile and originalSha256";
    private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if a checksum is malformed, or an ending is none that is installed */
    public InstalledFacts {
        Stream.concat(Stream.of(sha256, originalSha256), ownFiles.stream().flatMap(files -> files.values().stream()))
                .forEach(InstalledFacts::requireChecksum);
        ownFiles = ownFiles.map(files -> Collections.unmodifiableMap(new LinkedHashMap<>(files)));
        if (ownFiles.isPresent() && !OwnFiles.areSome(ownFiles.get().keySet())) {
            throw new IllegalArgumentException(
                    "expected a graph, and files that end in " + String.join(", ", OwnFiles.ENDINGS) + ", found "
                            + OneLine.brief(ownFiles.get().keySet().toString()));
        }
    }

    private static void requireChecksum(String checksum) {
        if (checksum == null || !CHECKSUM.matcher(checksum).matches()) {
            throw new IllegalArgumentException(
                    "expected a SHA-256 of 64 hexadecimal digits, found " + OneLine.brief(String.valueOf(checksum)));
        }
    }

    /** Facts of a checkpoint for a known network. */
    public InstalledFacts(String name, String network, String sha256, String originalFile, String originalSha256) {
        this(name, network, sha256, originalFile, originalSha256, Optional.empty());
    }

    /** What the file of every installation says; a later version may write more. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Texts(String name, String network, String sha256, String originalFile, String originalSha256) {}

    /** What that of a network of one's own says besides. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Files(Map<String, String> ownFiles) {}

    AtomicFile.Content content() {
        return Json.content(this);
    }

    /** @throws IOException in one line that names the file, if it cannot be read or does not hold such facts */
    static InstalledFacts read(Path file) throws IOException {
        try {
            Texts texts = Json.read(file, Texts.class, LARGEST);
            InstalledFacts facts = new InstalledFacts(
                    texts.name,
                    texts.network,
                    texts.sha256,
                    texts.originalFile,
                    texts.originalSha256,
                    texts.network.startsWith(OwnNetwork.PREFIX)
                            ? Optional.of(Json.read(file, Files.class, LARGEST).ownFiles)
                            : Optional.empty());
            if (facts.ownFiles.isEmpty() && Networks.find(facts.network).isEmpty()) {
                throw new IOException(
                        "it names the network " + OneLine.brief(facts.network) + ", expected one of " + Networks.ids());
            }
            return facts;
        } catch (IllegalArgumentException e) {
            throw unreadable(file, OneLine.of(e), e);
        } catch (IOException e) {
            throw unreadable(file, reason(e), e);
        }
    }

    private static IOException unreadable(Path file, String reason, Exception cause) {
        return new IOException(
                file + ": is not what `dynafuse install` writes; install the checkpoint again with --replace (" + reason
                        + ")",
                cause);
    }

    private static String reason(IOException e) {
        if (e instanceof JacksonException) {
            return EXPECTED;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof NoSuchFileException ? "it is a link to nothing" : OneLine.of(e);
    }
}
