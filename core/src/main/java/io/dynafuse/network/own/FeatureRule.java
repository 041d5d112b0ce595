package io.dynafuse.network.own;

import io.dynafuse.network.StaticRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the features of the sources become the input of the decoder. */
public enum FeatureRule {
    /** Their mean. */
    MEAN(StaticRule.MEAN),
    /** Their sum. */
    SUM(StaticRule.SUM),
    /** The greater of them, element by element. */
    MAXIMUM(StaticRule.MAXIMUM),
    /** All of them, side by side along the channels, or each as an input of its own. */
    CONCATENATION(StaticRule.SUM);

    private final StaticRule staticRule;

    FeatureRule(StaticRule staticRule) {
        this.staticRule = staticRule;
    }

    /** How weighted fusion relates to the static one. */
    StaticRule staticRule() {
        return staticRule;
    }

    /** Its name in an interface: {@code mean}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FeatureRule> of(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }
}
