package io.dynafuse.align;

import io.dynafuse.align.Search.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds the motion between two sources. A {@linkplain Search search} at low resolution gives several starts; each is refined there, and the
 * best one goes on to full resolution. The refinement makes {@linkplain Orientation edges} agree by Gauss-Newton steps with the mean of both
 * gradients (Benhimane and Malis, "Real-time image-based tracking of planes using efficient second-order minimization", 2004) and weights that
 * leave out what only one source shows (Geman and McClure, 1987).
 */
final class Estimator {
    /** The longer side at the coarsest level is between this and half of it. */
    private static final int COARSEST = 200;
    /** Both runs are compared at the first level with so many pixels. */
    private static final long ENOUGH_PIXELS = 400_000;

    private static final int CANDIDATES = 8;
    /** Of each start: enough to tell good from bad. */
    private static final int FIRST_ITERATIONS = 6;

    private static final int ITERATIONS = 12;
    /** Motions of the frame beside a start: turns of 7 degrees, scales of 1.1 and its inverse. */
    private static final List<double[]> PROBES = List.of(
            new double[] {0, 0, 0, 0.12, 0, 0, 0, 0},
            new double[] {0, 0, 0, -0.12, 0, 0, 0, 0},
            new double[] {0, 0, 0.1, 0, 0, 0, 0, 0},
            new double[] {0, 0, -0.09, 0, 0, 0, 0, 0});

    /** A fit of less than this share of the best agreement is not as good. */
    private static final double NEARLY = 0.9;
    /** Standard errors by which a fit must be better than another one. */
    private static final double AS_WELL = 1;

    private static final double DAMPING = 1e-3;
    private static final double CONVERGED = 0.02;

    private final Frame frame;
    private final List<Gray> reference;
    private final List<Gray> moving;
    private final double[] movingContrast;
    private final Map<Integer, Level> levels = new ConcurrentHashMap<>();

    Estimator(List<Gray> reference, List<Gray> moving) {
        this.reference = reference;
        this.moving = moving;
        this.movingContrast = moving.stream().mapToDouble(Orientation::contrast).toArray();
        this.frame = new Frame(reference.get(0).width(), reference.get(0).height());
    }

    /** The resolutions of an image that an estimator wants. */
    static List<Gray> pyramid(Gray full) {
        return full.pyramid(COARSEST);
    }

    /** A motion of a model, and how well the sources agree under it. */
    record Fit(Transform transform, MotionModel model, Equations equations) {
        /** Which of several fits is the best: the one that most parts of the image vote for. */
        double score() {
            return equations.overlap() < Gate.LEAST_OVERLAP ? 0 : equations.evidence();
        }
    }

    int coarsest() {
        return reference.size() - 1;
    }

    Frame frame() {
        return frame;
    }

    Level level(int index) {
        if (!levels.containsKey(index)) {
            levels.put(index, new Level(frame, reference.get(index), 1 << index, moving, movingContrast));
        }
        return levels.get(index);
    }

    /** The level at which a second run is worth its time. */
    int comparing() {
        int index = 0;
        while (index < coarsest()
                && (long) reference.get(index).width() * reference.get(index).height() > ENOUGH_PIXELS) {
            index++;
        }
        return index;
    }

    /** Both frames on each other, as if both cameras had the same field of view. */
    Transform sameField() {
        Gray full = moving.get(0);
        return Transform.sameField(new Size(frame.width(), frame.height()), new Size(full.width(), full.height()));
    }

    /** Places worth a closer look: that of the same field of view, and what a search finds. */
    List<Transform> places(List<Turn> turns) {
        List<Transform> places = new ArrayList<>(List.of(sameField()));
        new Search(reference, moving)
                .candidates(turns, CANDIDATES)
                .forEach(candidate -> places.add(candidate.transform()));
        return places;
    }

    /**
     * Where to start.
     *
     * @param ambiguity the distance of another motion under which the sources agree as well, in pixels of the reference; 0 if there is none
     */
    record Start(Fit best, double ambiguity) {}

    /** The best start at low resolution. */
    Start start(List<Transform> places, Optional<MotionModel> model) {
        MotionModel then = model.filter(given -> given.compareTo(MotionModel.SIMILARITY) < 0)
                .orElse(MotionModel.SIMILARITY);
        // Made before many threads ask for it: it is made by many threads itself.
        level(coarsest());
        Fit first = best(places.parallelStream()
                .map(place -> refined(coarsest(), place, MotionModel.TRANSLATION, FIRST_ITERATIONS))
                .map(fit -> refined(coarsest(), fit.transform, then, FIRST_ITERATIONS))
                .toList());
        // What is round or blurred agrees with itself in many ways.
        List<Fit> nearby = Stream.concat(
                        Stream.of(first.transform),
                        probes(then).map(probe -> first.transform.after(frame.motion(probe))))
                .parallel()
                .map(place -> refined(coarsest(), place, then))
                .toList();
        // All of them have the votes of many blocks; now it counts how much they agree.
        Fit best = nearby.stream()
                .max(Comparator.comparingDouble(fit -> fit.score() > 0 ? fit.equations.agreement() : -1))
                .orElseThrow();
        double ambiguity = nearby.stream()
                .filter(fit -> fit.score() > 0
                        && fit.equations.agreement() > NEARLY * best.equations.agreement()
                        && best.equations.evidenceOver(fit.equations) < AS_WELL)
                .mapToDouble(fit -> fit.transform.cornerDistance(best.transform, frame.width(), frame.height()))
                .max()
                .orElse(0);
        return new Start(best, ambiguity > 2 * Gate.samePlace(frame) ? ambiguity : 0);
    }

    /** The probes that a model allows. */
    private static Stream<double[]> probes(MotionModel model) {
        return PROBES.stream()
                .filter(probe ->
                        Arrays.stream(probe, model.parameters(), probe.length).allMatch(part -> part == 0));
    }

    /** What is found at low resolution from where the frames lie on each other. */
    Fit unmoved() {
        Fit shifted = refined(coarsest(), sameField(), MotionModel.TRANSLATION, FIRST_ITERATIONS);
        return refined(coarsest(), shifted.transform, MotionModel.SIMILARITY, FIRST_ITERATIONS);
    }

    private static Fit best(List<Fit> fits) {
        return fits.stream().max(Comparator.comparingDouble(Fit::score)).orElseThrow();
    }

    /** From the coarsest level to the one at which both runs are compared; richer models where they pay, unless one is given. */
    Fit descended(Transform start, Optional<MotionModel> given) {
        Fit fit = refined(coarsest(), start, given.orElse(MotionModel.AFFINE));
        for (int index = coarsest() - 1; index >= comparing(); index--) {
            fit = refined(index, fit.transform, fit.model);
        }
        return given.isPresent() ? fit : enriched(comparing(), fit);
    }

    /** A richer model if it pays, and then perhaps a still richer one. */
    private Fit enriched(int index, Fit fit) {
        Fit best = fit;
        while (best.model != MotionModel.HOMOGRAPHY && best.equations.richerPays(best.model)) {
            best = refined(index, best.transform, best.model.richer());
        }
        return best;
    }

    /** The simplest model that does as well. */
    Fit simplified(int index, Fit fit) {
        double[] motion = frame.parameters(sameField().inverse().after(fit.transform));
        for (MotionModel simpler : List.of(MotionModel.TRANSLATION, MotionModel.SIMILARITY)) {
            if (simpler.compareTo(fit.model) < 0 && fit.equations.doesAsWell(simpler, motion, fit.model)) {
                double[] rest = Arrays.copyOf(Arrays.copyOf(motion, simpler.parameters()), motion.length);
                return refined(index, sameField().after(frame.motion(rest)), simpler);
            }
        }
        return fit;
    }

    Fit refined(int index, Transform start, MotionModel model) {
        return refined(index, start, model, ITERATIONS);
    }

    private Fit refined(int index, Transform start, MotionModel model, int iterations) {
        Level level = level(index);
        Transform transform = start;
        Equations equations = level.equations(transform);
        Stride stride = new Stride();
        for (int i = 0; i < iterations && equations.overlap() >= Gate.LEAST_OVERLAP; i++) {
            Optional<Transform> next = moved(transform, stride.lengthened(equations.step(model, DAMPING)));
            if (next.isEmpty()) {
                break;
            }
            double distance = next.get().cornerDistance(transform, frame.width(), frame.height());
            transform = next.get();
            equations = level.equations(transform);
            if (distance < CONVERGED * (1 << index)) {
                break;
            }
        }
        return new Fit(transform, model, equations);
    }

    /** Nothing if the step leads nowhere. */
    private Optional<Transform> moved(Transform transform, double[] step) {
        try {
            Transform next = transform.after(frame.motion(step));
            double distance = next.cornerDistance(transform, frame.width(), frame.height());
            return distance < frame.unit() ? Optional.of(next) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
