package io.dynafuse.library;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The model card of a checkpoint: where it comes from and what to expect of it; a JSON object with these fields, all of which are required.
 *
 * @param network the id of its network
 * @param summary what the checkpoint is, in one line
 * @param data what it was trained on
 * @param seed of all that was random
 * @param steps the number of training steps
 * @param command that makes the checkpoint again
 * @param results the measured values by their names, as text or numbers, in the order of the file
 * @param limits what the checkpoint is not good for, one sentence each
 * @param licence under which it may be used
 */
public record ModelCard(
        @JsonProperty("network") String network,
        @JsonProperty("summary") String summary,
        @JsonProperty("data") String data,
        @JsonProperty("seed") long seed,
        @JsonProperty("steps") long steps,
        @JsonProperty("command") String command,
        @JsonProperty("results") Map<String, String> results,
        @JsonProperty("limits") List<String> limits,
        @JsonProperty("licence") String licence) {
    private static final String EXPECTED =
            "expected a model card, a JSON object with the fields network, summary, data,"
                    + " seed, steps, command, results, limits and licence, each once";
    // People write and read cards: a misspelt or missing field is an error of the writer.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** Copies the collections. */
    public ModelCard {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        limits = List.copyOf(limits);
    }

    /**
     * Reads a card.
     *
     * @param json UTF-8
     * @throws IOException if it is not a JSON object, or a field is missing, unknown, repeated or of another kind
     */
    static ModelCard parse(byte[] json) throws IOException {
        try {
            ModelCard card = JSON.readValue(json, ModelCard.class);
            if (card != null) {
                return card;
            }
        } catch (JacksonException e) {
            throw new IOException(EXPECTED + wherever(e), e);
        }
        throw new IOException(EXPECTED);
    }

    private static String wherever(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : ", found something else in line " + e.getLocation().getLineNr();
    }
}
