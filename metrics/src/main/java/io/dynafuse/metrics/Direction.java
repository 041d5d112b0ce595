package io.dynafuse.metrics;

/** Which scores are the better ones. */
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

    /** As a sentence would say it. */
    public String words() {
        return words;
    }

    /** As the head of a table shows it. */
    public String arrow() {
        return arrow;
    }

    /** How good a score is among others of its metric: the higher the better. */
    public double merit(double score) {
        return switch (this) {
            case HIGHER_IS_BETTER -> score;
            case LOWER_IS_BETTER -> -score;
            case ZERO_IS_BEST -> -Math.abs(score);
        };
    }
}
