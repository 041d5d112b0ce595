package io.dynafuse.dominability;

import java.util.Arrays;
import java.util.Locale;

/**
 * The dominability that is used unless somebody says otherwise.
 *
 * @param features the default of a network for a task, with weights on its features
 * @param image the default of the task with weights on the sources themselves
 * @param space which of them is used where nobody says
 */
public record DefaultDominability(Dominability features, Dominability image, Space space) {
    /** Of weights on features only. */
    public static DefaultDominability ofFeatures(Dominability features) {
        return new DefaultDominability(features, features.with("image"), Space.FEATURES);
    }

    /** The one that is used where nobody says. */
    public Dominability chosen() {
        return of(space);
    }

    private Dominability of(Space wanted) {
        return wanted == Space.FEATURES ? features : image;
    }

    /**
     * The default with some parts changed, as {@link Dominability#with} says: of {@code features} or {@code image} if the words say so,
     * otherwise the one that is used where nobody says.
     *
     * @throws IllegalArgumentException if a word is unknown or the parts contradict each other
     */
    public Dominability with(String words) {
        return Arrays.stream(Space.values())
                .filter(wanted -> Arrays.stream(words.split(","))
                        .anyMatch(word -> word.strip().toLowerCase(Locale.ROOT).equals(DominabilityText.word(wanted))))
                .findFirst()
                .map(this::of)
                .orElseGet(this::chosen)
                .with(words);
    }
}
