package io.dynafuse.align;

import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Pairs of points that somebody found in two images, from a text file: a pair a line, as the four numbers {@code xReference yReference
 * xSource ySource} in pixels, with blanks, commas or semicolons between; what follows a {@code #} is a comment.
 */
final class PointPairs {
    private static final long LARGEST = 1 << 20;
    private static final int COLUMNS = 4;
    private static final Pattern BETWEEN = Pattern.compile("\\s*[,;]\\s*|\\s+");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    // A mark at the start that some programs write.
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** A pair that is further off than this, and than this share of the source's diagonal, does not belong to the others. */
    private static final double FAR = 3;

    private static final double FAR_SHARE = 0.0025;

    /** The largest corner error for an error of one pixel in the points. */
    private static final double MOST_ERROR = 20;

    /** More pairs are not left out one by one; among so many, a bad one has little influence. */
    private static final int MOST_LEFT_OUT = 200;

    private static final int TRIALS = 32;
    private static final double TRIAL_ERROR = 0.01;

    private final Path file;
    private final Size reference;
    private final Size source;
    private final List<Pair> pairs;

    /** @param line of the file, from 1 */
    private record Pair(int line, Point reference, Point source) {
        double distance(Transform transform) {
            return transform.of(reference).distance(source);
        }
    }

    /**
     * The motion that pairs determine.
     *
     * @param transform from the reference to the source
     * @param residuals how far each pair is from it in the source, in pixels, in the order of the file
     * @param cornerError the error to expect at the corners of the reference for an error of one pixel in the points, in pixels
     */
    record Fit(Transform transform, List<Double> residuals, double cornerError) {
        Fit {
            residuals = List.copyOf(residuals);
        }

        /**
         * The error to expect at the corners, in pixels, where points are as far off as the residuals tell, but at least one pixel, as people who
         * click are hardly better.
         *
         * @param least the number of pairs that determine the motion, of which residuals tell nothing
         */
        double uncertainty(int least) {
            double squares = residuals.stream()
                    .mapToDouble(residual -> residual * residual)
                    .sum();
            return cornerError * Math.max(1, Math.sqrt(squares / Math.max(1, residuals.size() - least)));
        }
    }

    private PointPairs(Path file, Size reference, Size source, List<Pair> pairs) {
        this.file = file;
        this.reference = reference;
        this.source = source;
        this.pairs = List.copyOf(pairs);
    }

    /**
     * The pairs of a file.
     *
     * @throws IOException if it cannot be read or is no such file, or a point lies outside of its image; one line that names the file
     */
    static PointPairs read(Path file, Size reference, Size source) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        List<String> lines = text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                pairs.add(pair(file, i + 1, line, reference, source));
            }
        }
        return new PointPairs(file, reference, source, pairs);
    }

    private static String text(Path file) throws IOException {
        try {
            if (!Files.isRegularFile(file)) {
                throw Files.exists(file) ? wrong(file, "expected a regular file") : new NoSuchFileException("");
            }
            if (Files.size(file) > LARGEST) {
                throw wrong(file, "expected at most " + LARGEST + " bytes, found " + Files.size(file));
            }
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw wrong(file, "expected a text in UTF-8 with a pair of points a line, found other bytes");
        } catch (NoSuchFileException e) {
            throw wrong(file, "there is no such file");
        }
    }

    private static Pair pair(Path file, int line, String text, Size reference, Size source) throws IOException {
        String[] columns = BETWEEN.split(text, -1);
        if (columns.length != COLUMNS) {
            throw wrong(
                    file,
                    line,
                    "expected the 4 numbers xReference yReference xSource ySource, found " + columns.length
                            + " columns");
        }
        double[] numbers = new double[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            if (!NUMBER.matcher(columns[i]).matches()) {
                throw wrong(file, line, "expected numbers, found \"" + OneLine.brief(columns[i]) + "\"");
            }
            numbers[i] = Double.parseDouble(columns[i]);
        }
        return new Pair(
                line,
                point(file, line, numbers[0], numbers[1], reference, "reference"),
                point(file, line, numbers[2], numbers[3], source, "source"));
    }

    private static Point point(Path file, int line, double x, double y, Size size, String image) throws IOException {
        Point point = new Point(x, y);
        if (!size.contains(point)) {
            throw wrong(
                    file,
                    line,
                    "expected a point within the " + size + " pixels of the " + image + ", found (" + x + ", " + y
                            + ")");
        }
        return point;
    }

    private static IOException wrong(Path file, int line, String reason) {
        return wrong(file, "line " + line + ": " + reason);
    }

    private static IOException wrong(Path file, String reason) {
        return new IOException(OneLine.of(file.toString()) + ": " + reason);
    }

    int count() {
        return pairs.size();
    }

    /** The richest model of which some pair is left to check it, where that can be. */
    MotionModel model() {
        if (pairs.size() > 5) {
            return MotionModel.HOMOGRAPHY;
        }
        if (pairs.size() > 3) {
            return MotionModel.AFFINE;
        }
        return pairs.size() > 1 ? MotionModel.SIMILARITY : MotionModel.TRANSLATION;
    }

    /**
     * The motion of a model that brings the points nearest to their partners.
     *
     * @throws IOException if there are too few pairs for the model, they do not determine it well, or one is far from where the others put it;
     *     one line that names the file
     */
    Fit fit(MotionModel model) throws IOException {
        int least = PointFit.least(model);
        if (pairs.size() < least) {
            throw wrong(
                    file,
                    "expected " + least + " pairs of points or more for " + model.word() + ", found " + pairs.size());
        }
        Transform transform;
        try {
            transform = fit(model, pairs);
        } catch (IllegalArgumentException e) {
            throw wrong(file, e.getMessage() + "; expected points spread over the image");
        }
        requireUpright(transform);
        List<Double> residuals =
                pairs.stream().map(pair -> pair.distance(transform)).toList();
        requireAgreement(model, transform);
        double cornerError = cornerError(model, transform);
        if (!(cornerError <= MOST_ERROR)) {
            throw wrong(
                    file,
                    String.format(
                            Locale.ROOT,
                            "the points lie too near to each other or to one line: an error of 1 pixel in them makes one of"
                                    + " %.0f pixels at the corners; expected points spread over the image",
                            cornerError));
        }
        return new Fit(transform, residuals, cornerError);
    }

    private static Transform fit(MotionModel model, List<Pair> pairs) {
        return PointFit.fit(
                model,
                pairs.stream().map(Pair::reference).toList(),
                pairs.stream().map(Pair::source).toList());
    }

    /** That the reference is neither mirrored nor reaches behind the camera. */
    private void requireUpright(Transform transform) throws IOException {
        for (Point corner : Point.corners(reference.width(), reference.height())) {
            if (transform.depth(corner.x(), corner.y()) <= 0 || transform.scaleAt(corner.x(), corner.y()) == 0) {
                throw wrong(
                        file,
                        "the pairs mirror the image or fold it; expected that each line holds the same thing in both images");
            }
        }
    }

    private void requireAgreement(MotionModel model, Transform transform) throws IOException {
        double far = Math.max(FAR, FAR_SHARE * Math.hypot(source.width(), source.height()));
        if (pairs.stream().allMatch(pair -> pair.distance(transform) <= far)) {
            return;
        }
        boolean tells = pairs.size() > PointFit.least(model) + 1 && pairs.size() <= MOST_LEFT_OUT;
        Suspect suspect = tells ? mostUnlikeTheOthers(model) : furthest(transform);
        throw wrong(
                file,
                suspect.pair.line(),
                String.format(
                        Locale.ROOT,
                        "expected a pair within %.1f pixels of the %s of the %s, found one %.1f pixels away; it fits worst"
                                + " of all",
                        far,
                        model.word(),
                        tells ? "others" : "pairs",
                        suspect.distance));
    }

    /** @param distance of the pair from a motion, in pixels */
    private record Suspect(Pair pair, double distance) {}

    private Suspect furthest(Transform transform) {
        return pairs.stream()
                .map(pair -> new Suspect(pair, pair.distance(transform)))
                .max(Comparator.comparingDouble(Suspect::distance))
                .orElseThrow();
    }

    /** The pair without which the others fit best: a bad one draws the motion to itself, so that it need not be the furthest. */
    private Suspect mostUnlikeTheOthers(MotionModel model) {
        double least = Double.POSITIVE_INFINITY;
        Suspect suspect = new Suspect(pairs.get(0), Double.NaN);
        for (Pair pair : pairs) {
            List<Pair> others = pairs.stream().filter(other -> other != pair).toList();
            Optional<Transform> motion = fitIfDetermined(model, others);
            double squares = motion.map(found -> squares(found, others)).orElse(Double.POSITIVE_INFINITY);
            if (squares < least) {
                least = squares;
                suspect = new Suspect(pair, pair.distance(motion.orElseThrow()));
            }
        }
        return suspect;
    }

    private static Optional<Transform> fitIfDetermined(MotionModel model, List<Pair> pairs) {
        try {
            return Optional.of(fit(model, pairs));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static double squares(Transform transform, List<Pair> pairs) {
        return pairs.stream()
                .mapToDouble(pair -> Math.pow(pair.distance(transform), 2))
                .sum();
    }

    /** The root mean square over motions of slightly other points, as a multiple of what these points are off by. */
    private double cornerError(MotionModel model, Transform transform) {
        Random random = new Random(1);
        double squares = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            List<Pair> moved = pairs.stream().map(pair -> moved(pair, random)).toList();
            double error = fitIfDetermined(model, moved)
                    .map(other -> transform.cornerDistance(other, reference.width(), reference.height()))
                    .orElse(Double.POSITIVE_INFINITY);
            squares += error * error / TRIALS;
        }
        return Math.sqrt(squares) / TRIAL_ERROR;
    }

    /** With a partner that is off by {@link #TRIAL_ERROR} in the mean of squares. */
    private static Pair moved(Pair pair, Random random) {
        double deviation = TRIAL_ERROR / Math.sqrt(2);
        return new Pair(
                pair.line(),
                pair.reference(),
                new Point(
                        pair.source().x() + deviation * random.nextGaussian(),
                        pair.source().y() + deviation * random.nextGaussian()));
    }
}
