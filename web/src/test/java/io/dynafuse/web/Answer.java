package io.dynafuse.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came back over HTTP.
 *
 * @param headers by names in lower case
 */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The media type without its parameters; empty if there is none. */
    String type() {
        return header("content-type").orElse("").replaceAll("\\s*;.*", "");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text of the body's JSON; empty if there is none of this name. */
    String value(String name) {
        return json().path(name).asText();
    }

    /** What matters of the answer, for messages of tests. */
    @Override
    public String toString() {
        return status + " " + type() + (type().startsWith("image/") ? ", " + body.length + " bytes" : " " + text());
    }
}
