package io.dynafuse.align;

import io.dynafuse.align.Estimator.Fit;
import io.dynafuse.align.Search.Turn;
import java.util.List;
import java.util.Optional;

/** Finds the motion of one source against the reference, twice: from either to the other. */
final class PairAligner {
    // Measured on synthetic scenes: study alignment.
    private static final double NINE_OF_TEN = 8;
    private static final double NINE_OF_TEN_OF_DISAGREEMENT = 4;
    /** Less than this is no motion, and resampling would only blur. */
    private static final double STILL = 0.1;

    private final Estimator forward;
    private final Estimator backward;
    private final Optional<MotionModel> model;

    /**
     * @param reference its {@linkplain Estimator#pyramid pyramid}
     * @param moving that of the other source
     * @param model empty if the simplest that does as well as richer ones is wanted
     */
    PairAligner(List<Gray> reference, List<Gray> moving, Optional<MotionModel> model) {
        this.forward = new Estimator(reference, moving);
        this.backward = new Estimator(moving, reference);
        this.model = model;
    }

    /** The motion, looked for among small turns and changes of scale first, and among large ones if that gives none to trust. */
    Motion motion() {
        Motion near = motion(Turn.near());
        // Without any evidence, a source shows nothing.
        if (near.isTrusted() || near.evidence() <= 0) {
            return near;
        }
        Motion wide = motion(Turn.wide());
        return wide.isTrusted() || wide.evidence() > near.evidence() ? wide : near;
    }

    /** The motion, looked for among some turns. */
    Motion motion(List<Turn> turns) {
        List<Transform> places =
                forward.places(model.map(given -> Turn.of(given, turns)).orElse(turns));
        Estimator.Start there = forward.start(places, model);
        Estimator.Start back =
                backward.start(places.stream().map(Transform::inverse).toList(), model);
        Fit fit = descended(forward, there.best());
        Fit other = descended(backward, back.best());
        // One more run at finer levels tells nothing new.
        Fit finest = fit;
        for (int index = forward.comparing() - 1; index >= 0; index--) {
            finest = forward.refined(index, finest.transform(), finest.model());
        }
        Frame frame = forward.frame();
        double disagreement = distance(fit.transform(), other.transform().inverse());
        double before = forward.level(forward.comparing())
                .equations(forward.sameField())
                .agreement();
        double uncertainty = uncertainty(finest, disagreement);
        double moved = distance(finest.transform(), forward.sameField());
        Transform change = forward.sameField().inverse().after(finest.transform());
        Optional<String> distrust = Gate.distrust(
                finest,
                frame,
                before,
                disagreement,
                Math.min(there.ambiguity(), back.ambiguity()),
                uncertainty,
                change.scaleAt(frame.centreX(), frame.centreY()));
        return new Motion(
                moved < STILL ? forward.sameField() : finest.transform().settled(),
                moved < STILL ? MotionModel.TRANSLATION : finest.model(),
                finest.equations().agreement(),
                before,
                finest.equations().evidence(),
                finest.equations().overlap(),
                disagreement,
                uncertainty,
                moved < STILL ? 0 : moved,
                distrust);
    }

    /** What the error of the corners is below in nine of ten cases, in pixels of the reference. */
    static double uncertainty(Fit fit, double disagreement) {
        return Math.hypot(
                NINE_OF_TEN * fit.equations().cornerDeviation(fit.model()), NINE_OF_TEN_OF_DISAGREEMENT * disagreement);
    }

    private double distance(Transform one, Transform other) {
        return one.cornerDistance(
                other, forward.frame().width(), forward.frame().height());
    }

    private Fit descended(Estimator estimator, Fit start) {
        Fit fit = estimator.descended(start.transform(), model);
        return model.isPresent() ? fit : estimator.simplified(estimator.comparing(), fit);
    }
}
