package io.dynafuse.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Reads and writes sums of losses such as {@code l1+0.5*ssim}.
 *
 * @param kinds those that a sum may have
 * @param example an example of a sum, for messages
 */
record LossText<T extends LossKind>(List<T> kinds, String example) {
    static String of(List<? extends WeightedTerm<?>> parts) {
        return parts.stream().map(WeightedTerm::toString).collect(Collectors.joining("+"));
    }

    static String words(List<? extends LossKind> kinds) {
        return kinds.stream().map(LossKind::word).collect(Collectors.joining(", "));
    }

    /** @throws IllegalArgumentException if the text is no sum of these kinds or a weight is out of range */
    List<WeightedTerm<T>> parse(String text) {
        List<WeightedTerm<T>> parts = new ArrayList<>();
        // The limit keeps an empty part, as after a last plus, to be refused.
        for (String part : text.strip().toLowerCase(Locale.ROOT).split("\\+", -1)) {
            parts.add(part(part.strip(), text));
        }
        return parts;
    }

    private WeightedTerm<T> part(String part, String text) {
        int star = part.indexOf('*');
        String word = part.substring(star + 1).strip();
        T kind = kinds.stream()
                .filter(candidate -> candidate.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(text));
        try {
            return new WeightedTerm<>(star < 0 ? 1 : Double.parseDouble(part.substring(0, star)), kind);
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
    }

    private IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("expected a sum of the losses " + words(kinds) + ", such as " + example
                + ", found " + (text.isBlank() ? "nothing" : text));
    }
}
