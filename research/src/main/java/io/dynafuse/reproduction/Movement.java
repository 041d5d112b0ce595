package io.dynafuse.reproduction;

import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a metric moves from a baseline to another row, beside what is published about it.
 *
 * @param change of the mean, over the scenes that both rows have a number for; empty if there are none
 * @param publishedChange the difference of the two printed numbers, where there are such
 * @param sense 1 if the published metric rises, −1 if it falls, 0 if it is printed unchanged or nothing is said
 * @param contrast whether the row is a control, for which the paper says the opposite
 * @param along how many scenes move in the published sense
 * @param against how many move the other way
 * @param scenes how many scenes both rows have a number for
 * @param doubt why the printed improvement should not be trusted, if there is a reason
 */
public record Movement(
        OptionalDouble change,
        OptionalDouble publishedChange,
        int sense,
        boolean contrast,
        int along,
        int against,
        int scenes,
        Optional<String> doubt) {
    /** The mean of a metric that changes by less than this, in its own units, counts as unchanged. */
    public static final double VISIBLE = 0.0005;

    /** What came of a published improvement. */
    public enum Verdict {
        /** The mean moves in the published sense. */
        ALONG("yes"),
        /** The mean moves the other way. */
        AGAINST("no"),
        /** The mean hardly moves. */
        UNCHANGED("unchanged"),
        /** Nothing was measured, or there is no published sense. */
        NOTHING_TO_SAY("");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /** As programs read it. */
        String word() {
            return word;
        }
    }

    /** From the scores of the same scenes in both rows. */
    static Movement of(
            List<Score> row,
            List<Score> baseline,
            OptionalDouble publishedChange,
            int sense,
            boolean contrast,
            Optional<String> doubt) {
        double sum = 0;
        int along = 0;
        int against = 0;
        int scenes = 0;
        for (int i = 0; i < row.size(); i++) {
            OptionalDouble after = row.get(i).toOptional();
            OptionalDouble before = baseline.get(i).toOptional();
            if (after.isPresent() && before.isPresent()) {
                double change = after.getAsDouble() - before.getAsDouble();
                sum += change;
                scenes++;
                along += change * sense > 0 ? 1 : 0;
                against += change * sense < 0 ? 1 : 0;
            }
        }
        double mean = sum / scenes;
        return new Movement(
                Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean),
                publishedChange,
                sense,
                contrast,
                along,
                against,
                scenes,
                doubt);
    }

    /** The sense of a change that makes a metric better. */
    static int senseOfBetter(Direction direction) {
        return (int) Math.signum(direction.merit(1));
    }

    /** Whether the published direction is reproduced, which a control should not do. */
    public Verdict verdict() {
        if (sense == 0 || change.isEmpty()) {
            return Verdict.NOTHING_TO_SAY;
        }
        if (Math.abs(change.getAsDouble()) < VISIBLE) {
            return Verdict.UNCHANGED;
        }
        return change.getAsDouble() * sense > 0 ? Verdict.ALONG : Verdict.AGAINST;
    }
}
