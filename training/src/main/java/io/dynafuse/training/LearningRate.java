package io.dynafuse.training;

import java.util.Locale;

/**
 * How large the steps are in the course of a training.
 *
 * @param peak the largest rate, above 0
 * @param course from the peak on
 * @param warmUp how many steps it takes to rise to the peak in a straight line, 0 or more
 * @param before how many steps of the course come before those that are counted, 0 or more
 * @param after how many come after them, 0 or more
 */
public record LearningRate(double peak, Course course, int warmUp, long before, long after) {
    private static final int HALVED_PARTS = 6;

    /** What becomes of the rate after it has risen. */
    public enum Course {
        /** Stays. */
        CONSTANT,
        /** Falls along half a cosine that would reach 0 one step after the last (Loshchilov and Hutter 2017, arXiv:1608.03983). */
        COSINE,
        /** Stays for the first half of the steps after the rise, then falls in a straight line that would reach 0 one step after the last. */
        LINEAR,
        /** Halves after every sixth of the steps after the rise, as every 20 of 120 epochs. */
        HALVED
    }

    /** @throws IllegalArgumentException if a number is out of range */
    public LearningRate {
        if (!(peak > 0 && peak <= 1)) {
            throw new IllegalArgumentException("expected a learning rate above 0 and up to 1, found " + peak);
        }
        if (warmUp < 0) {
            throw new IllegalArgumentException("expected 0 or more steps to warm up, found " + warmUp);
        }
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "expected 0 or more steps before and after, found " + before + " and " + after);
        }
    }

    /**
     * A whole course.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public LearningRate(double peak, Course course, int warmUp) {
        this(peak, course, warmUp, 0, 0);
    }

    /** The first part of this course, which goes on for so many steps. */
    LearningRate before(long steps) {
        return new LearningRate(peak, course, warmUp, before, after + steps);
    }

    /** The last part of this course, which began so many steps before. */
    LearningRate after(long steps) {
        return new LearningRate(peak, course, warmUp, before + steps, after);
    }

    /**
     * The rate of one step.
     *
     * @param step from 0
     * @param steps how many are counted
     */
    public double at(long step, long steps) {
        return ofCourse(before + step, before + steps + after);
    }

    private double ofCourse(long step, long steps) {
        if (step < warmUp) {
            return peak * (step + 1) / (warmUp + 1);
        }
        double progress = (step - warmUp) / (double) Math.max(1, steps - warmUp);
        return peak
                * switch (course) {
                    case CONSTANT -> 1;
                    case COSINE -> (1 + StrictMath.cos(Math.PI * progress)) / 2;
                    case LINEAR -> Math.min(1, 2 * (1 - progress));
                    case HALVED ->
                        Math.scalb(1.0, -(int) (HALVED_PARTS * (step - warmUp) / Math.max(1, steps - warmUp)));
                };
    }

    /** In words, such as {@code 0.002 cosine, warm-up 100}. */
    @Override
    public String toString() {
        String whole = peak + " " + course.name().toLowerCase(Locale.ROOT) + ", warm-up " + warmUp;
        return before + after == 0 ? whole : whole + ", " + before + " steps before and " + after + " after";
    }
}
