package io.dynafuse.detection;

import java.util.ArrayList;
import java.util.List;

/** Of boxes of one class that overlap, leaves the most confident one. */
final class NonMaximumSuppression {
    /** More candidates than this take too long; those of little confidence hardly ever matter. */
    static final int MOST_CANDIDATES = 30_000;

    private NonMaximumSuppression() {}

    /**
     * Goes through the boxes from the most confident on, and drops those that overlap one of their class that stayed by more than {@code
     * settings} allow.
     *
     * @return the most confident first
     */
    static List<Detection> of(List<Detection> candidates, DetectionSettings settings) {
        List<Detection> stay = new ArrayList<>();
        List<Detection> sorted = candidates.stream()
                .sorted(Detection.MOST_CONFIDENT)
                .limit(MOST_CANDIDATES)
                .toList();
        for (Detection candidate : sorted) {
            if (stay.size() == settings.most()) {
                return stay;
            }
            boolean isCovered = stay.stream()
                    .anyMatch(other -> other.label().equals(candidate.label())
                            && other.box().overlap(candidate.box()) > settings.overlap());
            if (!isCovered) {
                stay.add(candidate);
            }
        }
        return stay;
    }
}
