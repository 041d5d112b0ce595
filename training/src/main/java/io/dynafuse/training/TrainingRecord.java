package io.dynafuse.training;

import com.fasterxml.jackson.core.JacksonException;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.Json;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How far a training is, as its folder says.
 *
 * @param plan as {@link TrainingPlan#describe} has it
 * @param threads on how many an operation ran; another number changes last digits
 * @param steps how many were made
 * @param state the name of the file of the state after them; empty before the first checkpoint
 * @param sha256 the digest of that file, in lower-case hexadecimal digits; empty where there is none
 * @param validations all that were made, in their order
 */
record TrainingRecord(
        Map<String, String> plan, int threads, int steps, String state, String sha256, List<Validated> validations) {
    private static final long LARGEST = 64L << 20;

    /** @throws IllegalArgumentException if it cannot be of a training */
    TrainingRecord {
        requireNoGaps(plan.values());
        plan = Collections.unmodifiableMap(new LinkedHashMap<>(plan));
        require(threads > 0, "it ran on " + threads + " threads");
        require(steps >= 0, "it is at step " + steps);
        require(state.equals(steps == 0 ? "" : stateFile(steps)), "its state is in no file of this folder");
        requireNoGaps(validations);
        validations = List.copyOf(validations);
        int before = 0;
        for (Validated validated : validations) {
            require(validated.step() > before && validated.step() <= steps, "its validations are out of order");
            before = validated.step();
        }
    }

    /**
     * A measurement and when it was made.
     *
     * @param best whether it was better than all before
     */
    record Validated(int step, double score, Map<String, Double> measures, boolean best) {
        /** @throws IllegalArgumentException if the score is no number, or a measure is missing */
        Validated {
            require(Double.isFinite(score), "the score of a validation is " + score);
            requireNoGaps(measures.values());
            measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        }
    }

    private static void requireNoGaps(Collection<?> values) {
        require(values.stream().noneMatch(Objects::isNull), "it has gaps");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The file in which the state after so many steps is kept. */
    static String stateFile(int steps) {
        return "state-" + steps + ".safetensors";
    }

    /** The record of a training that has made no step. */
    static TrainingRecord beginning(TrainingPlan plan, int threads) {
        return new TrainingRecord(plan.describe(), threads, 0, "", "", List.of());
    }

    /** @throws IOException if the file cannot be read or is no such record; one line that names it */
    static TrainingRecord read(Path file) throws IOException {
        try {
            return Json.read(file, TrainingRecord.class, LARGEST);
        } catch (JacksonException e) {
            // What a constructor says is inside.
            boolean own = e.getCause() instanceof IllegalArgumentException;
            throw damaged(file, own ? e.getCause().getMessage() : e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    /** What to say of a file that is no record of a training, or one that does not go with the rest. */
    static IOException damaged(Path file, String reason, Exception cause) {
        return new IOException(
                file + ": is no record of a training (" + OneLine.of(String.valueOf(reason))
                        + "); expected one as dynafuse train writes it",
                cause);
    }

    void write(Path file) throws IOException {
        AtomicFile.write(file, Json.content(this));
    }

    /** @throws IOException if it is of another plan; one line that names the first difference */
    void requirePlan(Path file, TrainingPlan expected) throws IOException {
        Map<String, String> found = new LinkedHashMap<>(TrainingPlan.describeFirst());
        found.putAll(plan);
        Map<String, String> all = new LinkedHashMap<>(expected.describe());
        plan.keySet().forEach(fact -> all.putIfAbsent(fact, "nothing"));
        for (Map.Entry<String, String> fact : all.entrySet()) {
            String before = found.getOrDefault(fact.getKey(), "nothing");
            if (!before.equals(fact.getValue())) {
                throw new IOException(file + ": is of another training, whose " + OneLine.of(fact.getKey()) + " is "
                        + OneLine.of(before) + " and not " + fact.getValue()
                        + "; expected the same options as before, or another folder");
            }
        }
        if (steps > expected.steps()) {
            throw damaged(file, "it is at step " + steps + " of " + expected.steps(), null);
        }
    }
}
