package io.dynafuse.align;

import io.dynafuse.align.Estimator.Fit;
import io.dynafuse.align.Search.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the motion of one source against the reference, twice: from either to the other. */
final class PairAligner {
    private final Estimator forward;
    private final Estimator backward;
    private final Optional<MotionModel> model;

    PairAligner(List<Gray> reference, List<Gray> moving, Optional<MotionModel> model) {
        this.forward = new Estimator(reference, moving);
        this.backward = new Estimator(moving, reference);
        this.model = model;
    }

    static List<Turn> near() {
        List<Turn> turns = new ArrayList<>();
        for (int degrees = -15; degrees <= 15; degrees += 5) {
            for (int step = -2; step <= 2; step++) {
                turns.add(new Turn(degrees, Math.pow(1.1, step)));
            }
        }
        return turns;
    }

    static List<Turn> wide() {
        List<Turn> turns = new ArrayList<>();
        for (int quarter = 0; quarter < 360; quarter += 90) {
            for (int degrees = -15; degrees <= 15; degrees += 5) {
                for (int step = -6; step <= 6; step++) {
                    turns.add(new Turn(quarter + degrees, Math.pow(1.13, step)));
                }
            }
        }
        return turns;
    }

    Motion attempt(List<Turn> turns) {
        List<Transform> places = forward.places(turns);
        Fit there = descended(forward, places);
        Fit back = descended(backward, places.stream().map(Transform::inverse).toList());
        Frame frame = forward.frame();
        Transform other = back.transform().inverse();
        double disagreement = there.transform().cornerDistance(other, frame.width(), frame.height());
        Fit finest = there;
        for (int index = forward.comparing() - 1; index >= 0; index--) {
            finest = forward.refined(index, finest.transform(), finest.model());
        }
        Equations before = forward.level(forward.comparing()).equations(forward.sameField());
        return new Motion(
                finest.transform(),
                finest.model(),
                finest.equations().agreement(),
                before.agreement(),
                finest.equations().evidence(),
                finest.equations().overlap(),
                disagreement,
                finest.equations().cornerDeviation(finest.model()),
                finest.transform().cornerDistance(forward.sameField(), frame.width(), frame.height()));
    }

    private Fit descended(Estimator estimator, List<Transform> places) {
        Fit start = estimator.start(places, model);
        Fit fit = estimator.descended(
                start.transform(), estimator.coarsest(), estimator.comparing(), MotionModel.AFFINE, model);
        return model.isPresent() ? fit : estimator.simplified(estimator.comparing(), fit);
    }
}
