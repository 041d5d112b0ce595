package io.dynafuse.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tries turns and scales at low resolution, for each of them all shifts at once by Fourier transforms: the correlation of {@linkplain
 * Orientation edges} divided by their energies where both have data.
 */
final class Search {
    static int LONGEST = 112;
    private static final int SIZE = 256;
    private static final int PEAKS = 3;
    private static final double LEAST_OVERLAP = 0.25;
    static double DAMPING = 0.2;

    /** A place worth a closer look. */
    record Candidate(Transform transform, double score) {}

    private final Gray reference;
    private final Gray moving;
    private final double shrunkReference;
    private final double shrunkMoving;


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

    /** One turn and scale. */
    record Turn(double degrees, double scale) {}

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
        Seen r = seen(reference, Transform.similarity(0, toReference, 0, 0), toReference);
        Seen m = seen(moving, Transform.similarity(turn.degrees, toMoving, 0, 0), toMoving);
        if (r.width * r.height * m.width * m.height == 0) {
            return List.of();
        }
        float[] scores = scores(r, m);
        List<Candidate> found = new ArrayList<>();
        for (int peak = 0; peak < PEAKS; peak++) {
            int best = IntStream.range(0, scores.length).reduce(0, (a, b) -> scores[b] > scores[a] ? b : a);
            if (scores[best] <= 0) {
                break;
            }
            int dx = shift(best % SIZE, r.width);
            int dy = shift(best / SIZE, r.height);
            found.add(new Candidate(
                    m.toSource.after(Transform.translation(dx, dy)).after(r.toSource.inverse()).between(shrunkReference, shrunkMoving),
                    scores[best]));
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

    /** What a camera would see that is turned and scaled. */
    private record Seen(int width, int height, Orientation features, Transform toSource) {}

    private Seen seen(Gray source, Transform turn, double scale) {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        Transform back = turn.inverse();
        for (Point corner : Point.corners(source.width(), source.height())) {
            Point seen = back.of(corner);
            left = Math.min(left, seen.x());
            right = Math.max(right, seen.x());
            top = Math.min(top, seen.y());
            bottom = Math.max(bottom, seen.y());
        }
        int w = Math.min((int) Math.floor(right - left + 1e-6) + 1, 160);
        int h = Math.min((int) Math.floor(bottom - top + 1e-6) + 1, 160);
        Transform toSource = turn.after(Transform.translation(left, top));
        Gray gray = smoothed(source, scale).seenBy(toSource, 0, 0, w, h);
        return new Seen(w, h, Orientation.of(gray, Orientation.contrast(source)), toSource);
    }

    private float[] scores(Seen r, Seen m) {
        Spectra spectra = new Spectra(SIZE);
        Planes reference = planes(r, spectra);
        Planes moving = planes(m, spectra);
        float[] product = new float[2 * SIZE * SIZE];
        float[] energies = new float[2 * SIZE * SIZE];
        multiply(reference.directions, moving.directions, product, 1, 0);
        multiply(reference.strengths, moving.strengths, product, 1, 0);
        multiply(reference.energy, moving.mask, energies, 1, 0);
        multiply(reference.mask, moving.energy, energies, 0, 1);
        spectra.inverse(product);
        spectra.inverse(energies);
        float[] scores = new float[SIZE * SIZE];
        double leastR = LEAST_OVERLAP * reference.sum;
        double leastM = LEAST_OVERLAP * moving.sum;
        double least = Math.min(leastR, leastM);
        for (int i = 0; i < scores.length; i++) {
            double er = energies[2 * i];
            double em = energies[2 * i + 1];
            if (er > least && em > least) {
                scores[i] = (float) (product[2 * i]
                        / Math.sqrt((er + DAMPING * reference.sum) * (em + DAMPING * moving.sum)) * (1 + DAMPING));
            }
        }
        return scores;
    }

    private record Planes(float[] directions, float[] strengths, float[] energy, float[] mask, double sum) {}

    private static Planes planes(Seen seen, Spectra spectra) {
        Orientation f = seen.features;
        int n = seen.width * seen.height;
        float[] valid = f.valid();
        double mean = 0;
        double count = 0;
        for (int i = 0; i < n; i++) {
            mean += valid[i] * f.channels()[0][i];
            count += valid[i];
        }
        mean /= Math.max(count, 1);
        float[] a = new float[n];
        float[] b = new float[n];
        float[] s = new float[n];
        float[] energy = new float[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            a[i] = valid[i] * f.channels()[1][i];
            b[i] = valid[i] * f.channels()[2][i];
            s[i] = (float) (valid[i] * (f.channels()[0][i] - mean));
            energy[i] = a[i] * a[i] + b[i] * b[i] + s[i] * s[i];
            sum += energy[i];
        }
        float[] none = new float[n];
        return new Planes(
                spectra.of(a, b, seen.width, seen.height),
                spectra.of(s, none, seen.width, seen.height),
                spectra.of(energy, none, seen.width, seen.height),
                spectra.of(valid, none, seen.width, seen.height),
                sum);
    }

    /** Adds conj(a) b times a complex factor. */
    private static void multiply(float[] a, float[] b, float[] sum, float re, float im) {
        for (int i = 0; i < a.length; i += 2) {
            float x = a[i] * b[i] + a[i + 1] * b[i + 1];
            float y = a[i] * b[i + 1] - a[i + 1] * b[i];
            sum[i] += x * re - y * im;
            sum[i + 1] += x * im + y * re;
        }
    }
}
