package io.dynafuse.metrics;

/** Which scores are better. */
public enum Direction {
    HIGHER_IS_BETTER("higher is better", "↑"),
    LOWER_IS_BETTER("lower is better", "↓"),
    ZERO_IS_BEST("the nearer to zero the better", "→0");

    private final String words;
    private final String arrow;

    Direction(String words, String arrow) {
        this.words = words;
        this.arrow = arrow;
    }

    /** The words for a sentence. */
    public String words() {
        return words;
    }

    /** The arrow for the head of a table. */
    public String arrow() {
        return arrow;
    }

    /** A rank among other scores of the metric: the higher the better. */
    public double merit(double score) {
        return switch (this) {
            case HIGHER_IS_BETTER -> score;
            case LOWER_IS_BETTER -> -score;
            case ZERO_IS_BEST -> -Math.abs(score);
        };
    }
}
