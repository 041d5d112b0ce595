package io.dynafuse.cli;

import io.dynafuse.align.Alignment;
import io.dynafuse.align.Motion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A motion in words. */
final class MotionWords {
    private static final double TURN = 0.05;
    private static final double GROWTH = 0.001;

    private MotionWords() {}

    /** How far a source moved and how sure that is. */
    static String of(Alignment alignment, int index) {
        Motion motion = alignment.motions().get(index);
        List<String> parts = new ArrayList<>(List.of(moved(motion)));
        double turn = alignment.turn(index);
        double scale = alignment.scale(index);
        if (Math.abs(turn) >= TURN) {
            parts.add(text("turned by %.1f°", turn));
        }
        if (Math.abs(scale - 1) >= GROWTH) {
            parts.add(text("scaled by %.3f", scale));
        }
        if (Double.isFinite(motion.agreement())) {
            parts.add(text("agreement %.2f -> %.2f", motion.agreementBefore(), motion.agreement()));
        }
        if (Double.isFinite(motion.uncertainty())) {
            parts.add(text("known to %.1f px", motion.uncertainty()));
        }
        return String.join(", ", parts);
    }

    /** How far a source moved. */
    static String moved(Motion motion) {
        return motion.distance() == 0
                ? "lies on it already"
                : text(
                        "moved by %.1f px (%s)",
                        motion.distance(), motion.model().word());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
