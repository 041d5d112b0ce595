package io.dynafuse.align;

import io.dynafuse.align.Estimator.Fit;
import java.util.Locale;
import java.util.Optional;

/**
 * Which motions are trusted. The limits separate real pairs of visible and infrared images, and synthetic pairs of all tasks, from pairs of
 * different scenes: there, the agreement times its evidence was below 0.6 wherever both runs found the same; here, it was above 1.2.
 */
final class Gate {
    /** Of the reference's pixels; in less, much agrees by chance. */
    static final double LEAST_OVERLAP = 0.2;

    private static final double LEAST_EVIDENCE = 4;
    private static final double LEAST_SUPPORT = 0.9;
    private static final double LOSS = 0.02;
    /** Of the reference's longer side. */
    private static final double SAME_PLACE = 0.01;

    private static final double SAME_PLACE_IN_PIXELS = 1.5;
    private static final double MOST_UNCERTAIN = 0.02;
    private static final double LARGEST_SCALE = 3;

    private Gate() {}

    /** The distance within which two motions count as one, in pixels of the reference. */
    static double samePlace(Frame frame) {
        return Math.max(SAME_PLACE_IN_PIXELS, 2 * SAME_PLACE * frame.unit());
    }

    /**
     * Why a fit cannot be trusted.
     *
     * @param before the agreement if nothing is moved
     * @param disagreement with the fit that was found with the roles exchanged, in pixels
     * @param ambiguity the distance of another motion under which the sources agree as well, in pixels; 0 if there is none
     * @param uncertainty of the corners, in pixels
     * @param scale by which lengths grow against frames that lie on each other
     */
    static Optional<String> distrust(
            Fit fit,
            Frame frame,
            double before,
            double disagreement,
            double ambiguity,
            double uncertainty,
            double scale) {
        Equations found = fit.equations();
        if (found.overlap() < LEAST_OVERLAP) {
            return Optional.of(text("they overlap at %.0f %% of the reference only", 100 * found.overlap()));
        }
        if (found.evidence() < LEAST_EVIDENCE || found.evidence() * found.agreement() < LEAST_SUPPORT) {
            return Optional.of(text(
                    "nothing in them agrees by more than chance (edges by %.2f, %.1f standard errors)",
                    found.agreement(), found.evidence()));
        }
        if (disagreement > samePlace(frame)) {
            return Optional.of(text(
                    "a second run, with the sources exchanged, found another motion (%.1f px apart)", disagreement));
        }
        if (ambiguity > 0) {
            return Optional.of(text("they agree as well under another motion (%.1f px apart)", ambiguity));
        }
        if (found.agreement() < before - LOSS) {
            return Optional.of(text(
                    "edges agree less after the motion that was found (%.2f) than before (%.2f)",
                    found.agreement(), before));
        }
        if (uncertainty > 2 * MOST_UNCERTAIN * frame.unit()) {
            return Optional.of(text("the motion is known to %.1f px only", uncertainty));
        }
        if (scale > LARGEST_SCALE || scale < 1 / LARGEST_SCALE) {
            return Optional.of(text("the scale that was found, %.2f, is out of the range that is looked at", scale));
        }
        return Optional.empty();
    }

    private static String text(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
