package io.dynafuse.metrics;

import java.util.List;
import java.util.Optional;

/** One way to compute a metric, shared by one or more {@linkplain MetricProfile profiles}. */
public final class Definition {
    private final String statement;
    private final Optional<ColourRule> colour;
    private final int smallestSide;
    private final Formula formula;

    private Definition(String statement, Optional<ColourRule> colour, int smallestSide, Formula formula) {
        this.statement = statement;
        this.colour = colour;
        this.smallestSide = smallestSide;
        this.formula = formula;
    }

    /**
     * A formula on one plane of each image; if the colour rule makes several planes, the result is the mean of their scores.
     *
     * @param statement what is particular to this definition: conventions and known faults, in sentences
     */
    public static Definition of(String statement, Formula formula) {
        return new Definition(statement, Optional.empty(), 1, formula);
    }

    /** The same with a colour rule that differs from that of its profile. */
    public Definition withColour(ColourRule rule) {
        return new Definition(statement, Optional.of(rule), smallestSide, formula);
    }

    /** The same, undefined for images one of whose sides has fewer pixels; at least 1. */
    public Definition fromSide(int pixels) {
        return new Definition(statement, colour, pixels, formula);
    }

    /** What is particular to this definition. */
    public String statement() {
        return statement;
    }

    /** Its colour rule under a profile. */
    public ColourRule colourUnder(MetricProfile profile) {
        return colour.orElse(profile.colour());
    }

    /** The fewest pixels that each side of an image must have. */
    public int smallestSide() {
        return smallestSide;
    }

    Score score(List<GrayScene> scenes) {
        return mean(scenes.stream().map(formula::of).toList());
    }

    private static Score mean(List<Score> scores) {
        double sum = 0;
        for (Score score : scores) {
            if (!(score instanceof Score.Value value)) {
                return score;
            }
            sum += value.number();
        }
        return Score.of(sum / scores.size(), "the planes differ by infinities");
    }
}
