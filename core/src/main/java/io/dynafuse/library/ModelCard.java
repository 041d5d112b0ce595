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
 * Where weights come from and what to expect of them; a JSON object with these fields, all of which must be there.
 *
 * @param network the id of the network they are for
 * @param summary what they are, in one line
 * @param data what they were trained on
 * @param seed of all that was random
 * @param steps how many the training took
 * @param command that makes them again
 * @param results what was measured, by what it is, as text or numbers, in the order of the file
 * @param limits what they are not good for, a sentence each
 * @param licence under which they may be used
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
    // A card is read by people: a field that is misspelt or left out is an error of whoever wrote it.
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
     * @throws IOException if it is no JSON object, or a field is missing, unknown, doubled or of another kind
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
