package io.dynafuse.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tries turns and scales at low resolution, for each of them all shifts at once by Fourier transforms: the correlation of {@linkplain
 * Orientation edges} divided by their energies where both have data.
 */
final class Search {
    /** The longer side of what is compared. */
    private static final int LONGEST = 112;
    /** Of the Fourier transforms: room for both images beside each other, but for shifts with little overlap. */
    private static final int SIZE = 256;
    /** Of an image that is turned. */
    private static final int MOST = 160;

    private static final double ROUNDING = 1e-6;
    private static final int PEAKS = 3;
    private static final double LEAST_OVERLAP = 0.25;
    /** Of the energy of the whole image; against high scores of small overlaps. */
    private static final double DAMPING = 0.2;

    /** A place worth a closer look. */
    record Candidate(Transform transform, double score) {}

    private final Gray reference;
    private final Gray moving;
    private final double shrunkReference;
    private final double shrunkMoving;
    private final Map<Double, Spectra> ofReference = new ConcurrentHashMap<>();

    /** Of two pyramids. */
    Search(List<Gray> reference, List<Gray> moving) {
        this.shrunkReference = shrunk(reference.get(0));
        this.shrunkMoving = shrunk(moving.get(0));
        this.reference = small(reference, shrunkReference);
        this.moving = small(moving, shrunkMoving);
    }

    private static double shrunk(Gray full) {
        return Math.max(1, Math.max(full.width(), full.height()) / (double) LONGEST);
    }

    private static Gray small(List<Gray> pyramid, double shrunk) {
        int level = Math.min((int) (Math.log(shrunk) / Math.log(2)), pyramid.size() - 1);
        double factor = shrunk / (1L << level);
        Gray full = pyramid.get(0);
        return smoothed(pyramid.get(level), factor)
                .seenBy(
                        Transform.IDENTITY.between(1 / factor, 1),
                        0,
                        0,
                        Math.max(1, (int) (full.width() / shrunk)),
                        Math.max(1, (int) (full.height() / shrunk)));
    }

    /** So that nothing aliases when it is seen smaller by a factor. */
    private static Gray smoothed(Gray gray, double factor) {
        return factor > 1.2
                ? new Gray(
                        gray.width(),
                        gray.height(),
                        Gaussian.of(0.4 * factor).blurred(gray.values(), gray.width(), gray.height()),
                        gray.valid())
                : gray;
    }

    /**
     * One turn and scale, against two frames that lie on each other.
     *
     * @param degrees clockwise, from the reference to the source
     * @param scale from the reference to the source
     */
    record Turn(double degrees, double scale) {
        private static final int NEAR = 15;
        private static final int STEP = 5;
        private static final double SCALE_STEP = 1.1;
        private static final int WIDE_STEPS = 8;

        /** Of a camera in a hand, or of two cameras of much the same field of view. */
        static List<Turn> near() {
            return around(0, 1, NEAR, 2);
        }

        /** Of a camera that was held upright or upside down, and of fields of view that differ up to twofold. */
        static List<Turn> wide() {
            return Stream.of(0, 90, 180, 270)
                    .flatMap(quarter -> around(quarter, 1, NEAR, WIDE_STEPS).stream())
                    .toList();
        }

        /** Near a turn and scale that somebody knows. */
        static List<Turn> around(double degrees, double scale) {
            return around(degrees, scale, 2 * STEP, 1);
        }

        private static List<Turn> around(double degrees, double scale, int degreesAway, int steps) {
            List<Turn> turns = new ArrayList<>();
            for (int away = -degreesAway; away <= degreesAway; away += STEP) {
                for (int step = -steps; step <= steps; step++) {
                    turns.add(new Turn(degrees + away, scale * Math.pow(SCALE_STEP, step)));
                }
            }
            return turns;
        }
    }

    /** The best places, best first. */
    List<Candidate> candidates(List<Turn> turns, int most) {
        List<Candidate> all = turns.parallelStream()
                .flatMap(turn -> candidates(turn).stream())
                .sorted(Comparator.comparingDouble(Candidate::score).reversed())
                .toList();
        List<Candidate> distinct = new ArrayList<>();
        int w = (int) (reference.width() * shrunkReference);
        int h = (int) (reference.height() * shrunkReference);
        double near = 0.04 * Math.max(w, h);
        for (Candidate candidate : all) {
            if (distinct.size() < most
                    && distinct.stream()
                            .allMatch(other -> other.transform.cornerDistance(candidate.transform, w, h) > near)) {
                distinct.add(candidate);
            }
        }
        return distinct;
    }

    private List<Candidate> candidates(Turn turn) {
        // The larger scale of the two is made smaller, as nothing can be gained by magnifying.
        double toReference = Math.max(1, 1 / turn.scale);
        double toMoving = toReference * turn.scale;
        Spectra r = ofReference.computeIfAbsent(toReference, scale -> spectra(reference, new Turn(0, scale)));
        Spectra m = spectra(moving, new Turn(turn.degrees, toMoving));
        float[] scores = scores(r, m);
        List<Candidate> found = new ArrayList<>();
        for (int peak = 0; peak < PEAKS; peak++) {
            int best = IntStream.range(0, scores.length).reduce(0, (a, b) -> scores[b] > scores[a] ? b : a);
            if (scores[best] <= 0) {
                break;
            }
            int dx = shift(best % SIZE, r.width());
            int dy = shift(best / SIZE, r.height());
            Transform small = m.toSource()
                    .after(Transform.translation(dx, dy))
                    .after(r.toSource().inverse());
            found.add(new Candidate(small.between(shrunkReference, shrunkMoving), scores[best]));
            blank(scores, best);
        }
        return found;
    }

    private static void blank(float[] scores, int at) {
        for (int y = -4; y <= 4; y++) {
            for (int x = -4; x <= 4; x++) {
                scores[Math.floorMod(at / SIZE + y, SIZE) * SIZE + Math.floorMod(at % SIZE + x, SIZE)] = 0;
            }
        }
    }

    /** Shifts behind the middle of the square are negative ones; as many as the reference is long. */
    private static int shift(int at, int length) {
        return at > SIZE - length ? at - SIZE : at;
    }

    /** The spectra of what a camera sees that is turned and scaled. */
    private static Spectra spectra(Gray source, Turn turn) {
        Transform turned = Transform.similarity(turn.degrees, turn.scale, 0, 0);
        Transform back = turned.inverse();
        DoubleSummaryStatistics x = new DoubleSummaryStatistics();
        DoubleSummaryStatistics y = new DoubleSummaryStatistics();
        for (Point corner : Point.corners(source.width(), source.height())) {
            Point seen = back.of(corner);
            x.accept(seen.x());
            y.accept(seen.y());
        }
        Transform toSource = turned.after(Transform.translation(x.getMin(), y.getMin()));
        int w = length(x);
        int h = length(y);
        Gray seen = smoothed(source, turn.scale).seenBy(toSource, 0, 0, w, h);
        return Spectra.of(Orientation.of(seen, Orientation.contrast(source)), toSource, SIZE);
    }

    private static int length(DoubleSummaryStatistics range) {
        return Math.min((int) Math.floor(range.getMax() - range.getMin() + ROUNDING) + 1, MOST);
    }

    /** The correlation for each shift, divided by the energies of what both sources show then. */
    private static float[] scores(Spectra reference, Spectra moving) {
        float[] products = reference.products(moving);
        float[] energies = reference.energies(moving);
        float[] scores = new float[SIZE * SIZE];
        double least = LEAST_OVERLAP * Math.min(reference.energy(), moving.energy());
        for (int i = 0; i < scores.length; i++) {
            double one = energies[2 * i];
            double other = energies[2 * i + 1];
            if (one > least && other > least) {
                scores[i] = (float) (products[2 * i]
                        / Math.sqrt((one + DAMPING * reference.energy()) * (other + DAMPING * moving.energy())));
            }
        }
        return scores;
    }
}
