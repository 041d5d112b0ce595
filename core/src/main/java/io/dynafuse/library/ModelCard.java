package io.dynafuse.library;

import com.fasterxml.jackson.core.JacksonException;
import io.dynafuse.files.Json;
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
        String network,
        String summary,
        String data,
        long seed,
        long steps,
        String command,
        Map<String, String> results,
        List<String> limits,
        String licence) {
    private static final String EXPECTED =
            "expected a model card, a JSON object with the fields network, summary, data,"
                    + " seed, steps, command, results, limits and licence, each once";

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
            return Json.parse(json, ModelCard.class);
        } catch (JacksonException e) {
            throw new IOException(EXPECTED + wherever(e), e);
        }
    }

    private static String wherever(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : ", found something else in line " + e.getLocation().getLineNr();
    }
}
