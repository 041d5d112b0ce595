package io.dynafuse.metrics;

/** The kind of a metric: what it compares the fused image with. */
public enum Kind {
    NO_REFERENCE("nothing: it judges the fused image alone"),
    SOURCE_BASED("the sources"),
    GROUND_TRUTH("the image a perfect fusion would have given");

    private final String comparedWith;

    Kind(String comparedWith) {
        this.comparedWith = comparedWith;
    }

    /** What the fused image is compared with, in words. */
    public String comparedWith() {
        return comparedWith;
    }
}
