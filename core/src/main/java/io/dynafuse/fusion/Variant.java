package io.dynafuse.fusion;

import io.dynafuse.dominability.DefaultDominability;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Space;
import io.dynafuse.files.OneLine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A variant of fusion with one network: its static fusion, or dynamic fusion with a dominability.
 *
 * @param label its name for people, in one line
 * @param dominability how the fusion weights are computed; empty for static fusion
 */
public record Variant(String label, Optional<Dominability> dominability) {
    /** The network's static fusion. */
    public static final Variant STATIC = new Variant("static", Optional.empty());

    private static final Pattern DEFAULT_FIRST = Pattern.compile("^default\\s*,\\s*(?=.)", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException if the label is blank or has control characters */
    public Variant {
        if (label.isBlank() || label.codePoints().anyMatch(OneLine::isUnseen)) {
            throw new IllegalArgumentException("expected a label of one line, found \"" + OneLine.brief(label) + "\"");
        }
    }

    /** Dynamic fusion, labelled by all parts of the dominability. */
    public static Variant of(Dominability dominability) {
        return new Variant(dominability.toString(), Optional.of(dominability));
    }

    /**
     * Reads {@code static}, {@code default}, or the words by which a variant differs from the default (see {@link Dominability#with}), with
     * or without {@code default} before them; they become its label.
     *
     * @throws IllegalArgumentException if the words are not valid
     */
    public static Variant parse(String text, Dominability networkDefault) {
        return parse(text, DefaultDominability.ofFeatures(networkDefault));
    }

    /** The same where weights may act on the sources themselves by default. */
    public static Variant parse(String text, DefaultDominability defaults) {
        String label =
                DEFAULT_FIRST.matcher(text.strip().replaceAll("\\s+", " ")).replaceFirst("");
        requireStaticAlone(label);
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "static" -> STATIC;
            case "default" -> new Variant("default", Optional.of(defaults.chosen()));
            default -> new Variant(label, Optional.of(defaults.with(label)));
        };
    }

    /**
     * Checks words without a network, on which their validity does not depend.
     *
     * @throws IllegalArgumentException if {@link #parse} would refuse them
     */
    public static void requireWords(String text) {
        Dominability any = Dominability.of(Reference.FUSED);
        try {
            parse(text, new DefaultDominability(any, any.with("image"), Space.IMAGE));
        } catch (IllegalArgumentException e) {
            // Some words are for features only.
            parse(text, any);
        }
    }

    private static void requireStaticAlone(String label) {
        List<String> words = Stream.of(label.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .toList();
        if (words.size() > 1 && words.contains("static")) {
            throw new IllegalArgumentException("expected static alone, as it has no fusion weights to change, found \""
                    + OneLine.brief(label) + "\"");
        }
    }
}
