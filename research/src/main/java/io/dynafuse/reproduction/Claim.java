package io.dynafuse.reproduction;

/**
 * What a paper says about how a row differs from another.
 *
 * @param baseline the label of the other row
 * @param basis where it says so
 * @param contrast whether the row is a control, for which the paper says the opposite
 */
public record Claim(String baseline, Basis basis, boolean contrast) {
    /** Where a paper makes a claim. */
    public enum Basis {
        /** By the numbers: each metric moves as between the two printed rows. */
        NUMBERS,
        /** In its text or a chart without numbers: every metric gets better. */
        TEXT
    }
}
