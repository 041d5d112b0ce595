package io.dynafuse.task;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Guesses from the content of images what kind of sources they are. They are compared at low resolution, in about a thousand places:
 * there, focus changes nothing; exposure changes all brightness, but not which of two places is brighter; another modality changes that
 * too; and scans of a body have a black background. The thresholds leave room on both sides: exposure brackets and focus stacks agree in
 * 97 % of cases or more on which of two places is brighter, however much of them is clipped, other modalities in less than 90 %; a guess
 * between 90 % and 96 % says that it is doubtful, as
 * does one near another threshold or from sources of less than 64 pixels on a side.
 *
 * <table>
 *   <caption>What is asked, in this order</caption>
 *   <tr><td>focus</td><td>the mean brightness of any two sources differs by less than 0.03 (a fifth of an f-stop in the middle of the
 *       range; brackets are a third or more) or neither is the brighter everywhere, the places by less than 0.06, and the sources agree to
 * 93 % on the order of
 *       the places</td></tr>
 *   <tr><td>exposure</td><td>they agree to 93 % on the order of the places, and the brighter source is the brighter at 95 % of the
 * places</td></tr>
 *   <tr><td>medical</td><td>three quarters of the rim are black in every source</td></tr>
 *   <tr><td>visible-infrared</td><td>otherwise</td></tr>
 * </table>
 *
 * <p>All of this leaves out pixels at which a source has no data, that is, an alpha of 0.
 *
 * <p>Where sources use a small part of the range of values, such as counts of 14 bits stored in 16, the order of places is judged with
 * that part stretched; if all sources together use a small part, everything is judged so.
 *
 * <p>Where one source is gray and another one has colour, the task is neither focus nor exposure; the guess is doubtful where they agree
 * on the order, as the gray source may only have lost its colours.
 *
 * @param task the guess
 * @param certainty how sure it is
 * @param reason what was seen, with the numbers behind it, as the words that follow "because"
 */
public record TaskGuess(Task task, Certainty certainty, String reason) {
    /** How certain a guess is. */
    public enum Certainty {
        /** The images are far from what other tasks look like. */
        CLEAR,
        /** A number is near its threshold, or the images show too little. */
        DOUBTFUL
    }

    private static final double SAME_ORDER = 0.93;
    private static final double SURELY_SAME_ORDER = 0.96;
    private static final double SURELY_ANOTHER_ORDER = 0.9;
    private static final double SAME_MEAN = 0.03;
    private static final double SURELY_ANOTHER_MEAN = 0.05;
    private static final double SAME_PLACES = 0.06;
    private static final double SURELY_SAME_PLACES = 0.05;
    private static final double BRIGHTER_EVERYWHERE = 0.95;
    private static final double SURELY_BRIGHTER_EVERYWHERE = 0.97;
    private static final double BLACK_RIM = 0.75;
    private static final double SURELY_NO_BLACK_RIM = 0.65;
    private static final double SURELY_BLACK_RIM = 0.85;

    private static final String TOO_LITTLE = "they show too little to be compared";

    /** With fewer pairs to compare, the order may be chance. */
    private static final double ENOUGH_PAIRS = 0.05;

    /** With fewer pixels on a side, the places have too few pixels for a view at low resolution. */
    private static final int SMALL = 64;

    /** Half a level of 255. */
    private static final double NOTHING = 0.002;

    /** The mean distance of colours from gray above which an image has colours. */
    private static final double COLOURFUL = 0.01;

    /** A darker or brighter image may have lost its colours even if it had some. */
    private static final double DARK = 0.05;

    private static final double BRIGHT = 0.95;

    /**
     * Guesses from images of one size. Every pixel is looked at; the same images give the same guess.
     *
     * @param sources 2 or more
     * @throws IllegalArgumentException if there are fewer than 2 sources or their sizes differ
     */
    public static TaskGuess of(List<Image> sources) {
        requireScene(sources);
        CommonData data = CommonData.of(sources);
        if (data.box().isEmpty()) {
            return new TaskGuess(
                    Task.VISIBLE_INFRARED,
                    Certainty.DOUBTFUL,
                    "all sources have data at no pixel together, so that they cannot be compared, and no other task stands"
                            + " out");
        }
        TaskGuess guess = ofLarge(sources, data);
        Region box = data.box().get();
        return Math.min(box.width(), box.height()) < SMALL ? guess.ofSmall() : guess;
    }

    private TaskGuess ofSmall() {
        return new TaskGuess(
                task, Certainty.DOUBTFUL, reason + "; images of less than " + SMALL + " pixels on a side show little");
    }

    private static TaskGuess ofLarge(List<Image> sources, CommonData data) {
        List<SampleRange> ranges = NarrowSources.ranges(sources);
        List<Image> seen = NarrowSources.spreadTogether(sources, ranges);
        List<Image> spread = NarrowSources.spread(seen, seen == sources ? ranges : NarrowSources.ranges(seen));
        List<CoarseView> views = views(seen, data);
        List<CoarseView> spreadViews = spread.equals(seen) ? views : views(spread, data);
        Evidence evidence = Evidence.of(views, spreadViews, mixed(sources, spreadViews));
        if (evidence.difference() < NOTHING && evidence.leastSharper() == 0) {
            return new TaskGuess(
                    Task.MULTI_FOCUS, Certainty.DOUBTFUL, "the sources look the same, so that any task does as well");
        }
        if (isFocus(evidence)) {
            return focus(evidence);
        }
        if (isExposure(evidence)) {
            return exposure(evidence);
        }
        return evidence.blackRim() >= BLACK_RIM ? medical(evidence) : visibleInfrared(evidence);
    }

    private static List<CoarseView> views(List<Image> images, CommonData data) {
        return images.parallelStream().map(image -> CoarseView.of(image, data)).toList();
    }

    private static void requireScene(List<Image> sources) {
        if (sources.size() < 2) {
            throw new IllegalArgumentException("expected 2 or more sources, found " + sources.size());
        }
        Image first = sources.get(0);
        if (sources.stream().anyMatch(image -> image.width() != first.width() || image.height() != first.height())) {
            throw new IllegalArgumentException("expected sources of one size");
        }
    }

    /** Whether one source is gray although it is neither dark nor bright, and another one has colour. */
    private static boolean mixed(List<Image> sources, List<CoarseView> views) {
        boolean gray = false;
        boolean colour = false;
        for (int m = 0; m < sources.size(); m++) {
            double brightness = views.get(m).brightness();
            gray |= sources.get(m).isGray() && brightness > DARK && brightness < BRIGHT;
            colour |= views.get(m).colour() >= COLOURFUL;
        }
        return gray && colour;
    }

    private static boolean isFocus(Evidence evidence) {
        boolean sameOrder = evidence.comparable() < ENOUGH_PAIRS || evidence.concordance() >= SAME_ORDER;
        // Blurred highlights brighten their surroundings, but not everything, as an exposure does.
        boolean sameMean = evidence.shift() < SAME_MEAN
                || evidence.concordance() >= SURELY_SAME_ORDER && evidence.ordered() < BRIGHTER_EVERYWHERE;
        return !evidence.mixed() && sameOrder && sameMean && evidence.difference() < SAME_PLACES;
    }

    private static boolean isExposure(Evidence evidence) {
        return !evidence.mixed()
                && evidence.comparable() >= ENOUGH_PAIRS
                && evidence.concordance() >= SAME_ORDER
                && evidence.ordered() >= BRIGHTER_EVERYWHERE;
    }

    private static TaskGuess focus(Evidence evidence) {
        String sharper = evidence.leastSharper() > 0
                ? text(
                        ", and each is sharper than another somewhere (at %.0f %% of the places or more)",
                        100 * evidence.leastSharper())
                : "";
        return guess(
                Task.MULTI_FOCUS,
                text(
                        "from afar the sources look alike (brightness differs by %.3f on average)%s",
                        evidence.difference(), sharper),
                doubt(evidence.leastSharper() == 0, "one of them is nowhere the sharper one"),
                evidence.isPoor() ? TOO_LITTLE : doubt(evidence.concordance() < SURELY_SAME_ORDER, order(evidence)),
                doubt(
                        evidence.shift() >= SAME_MEAN,
                        text("the means differ by %.3f, and exposures begin at %.2f", evidence.shift(), SAME_MEAN)),
                doubt(
                        evidence.difference() >= SURELY_SAME_PLACES,
                        text("the difference is near the threshold of %.2f", SAME_PLACES)));
    }

    private static TaskGuess exposure(Evidence evidence) {
        return guess(
                Task.MULTI_EXPOSURE,
                text(
                        "the sources agree on which of two places is the brighter in %.1f %% of comparisons, but one is"
                                + " brighter as a whole (by %.2f)",
                        100 * evidence.concordance(), evidence.shift()),
                doubt(
                        evidence.concordance() < SURELY_SAME_ORDER,
                        text("the comparisons are near the threshold of %.0f %%", 100 * SAME_ORDER)),
                doubt(
                        evidence.shift() < SURELY_ANOTHER_MEAN,
                        text("the brightness is near the threshold of %.2f", SAME_MEAN)),
                doubt(
                        evidence.ordered() < SURELY_BRIGHTER_EVERYWHERE,
                        text(
                                "it is brighter at only %.0f %% of the places, near the threshold of %.0f %%",
                                100 * evidence.ordered(), 100 * BRIGHTER_EVERYWHERE)));
    }

    private static TaskGuess medical(Evidence evidence) {
        return guess(
                Task.MEDICAL,
                text(
                        "what they show lies on black (%.0f %% of the rim or more), and %s",
                        100 * evidence.blackRim(), another(evidence)),
                doubt(evidence.blackRim() < SURELY_BLACK_RIM, rim()),
                doubt(evidence.isPoor(), TOO_LITTLE),
                doubt(evidence.isAlike(), order(evidence)));
    }

    private static TaskGuess visibleInfrared(Evidence evidence) {
        if (!evidence.mixed() && evidence.isPoor()) {
            return new TaskGuess(
                    Task.VISIBLE_INFRARED,
                    Certainty.DOUBTFUL,
                    "the sources differ and show too little to be compared, and no other task stands out");
        }
        return guess(
                Task.VISIBLE_INFRARED,
                text(
                        "%s, and only %.0f %% of the rim are black in all of them",
                        another(evidence), 100 * evidence.blackRim()),
                doubt(evidence.blackRim() >= SURELY_NO_BLACK_RIM, rim()),
                doubt(evidence.isAlike(), order(evidence)));
    }

    /** The reasons against a focus stack and an exposure bracket. */
    private static String another(Evidence evidence) {
        if (evidence.mixed()) {
            return "one source is gray and another one has colour";
        }
        if (evidence.isPoor()) {
            return "the sources differ";
        }
        return evidence.concordance() < SAME_ORDER
                ? text(
                        "the sources agree on which of two places is the brighter in only %.0f %% of comparisons",
                        100 * evidence.concordance())
                : text(
                        "neither source is the brighter as a whole (one at only %.0f %% of the places)",
                        100 * evidence.ordered());
    }

    private static String order(Evidence evidence) {
        return text(
                "they agree on which of two places is the brighter in %.0f %% of comparisons, and stacks and brackets begin"
                        + " at %.0f %%",
                100 * evidence.concordance(), 100 * SAME_ORDER);
    }

    private static String rim() {
        return text("the rim is near the threshold of %.0f %%", 100 * BLACK_RIM);
    }

    /** Empty unless there is a reason to doubt. */
    private static String doubt(boolean isThere, String what) {
        return isThere ? what : "";
    }

    private static TaskGuess guess(Task task, String seen, String... doubts) {
        List<String> left = Stream.of(doubts).filter(doubt -> !doubt.isEmpty()).toList();
        return left.isEmpty()
                ? new TaskGuess(task, Certainty.CLEAR, seen)
                : new TaskGuess(task, Certainty.DOUBTFUL, seen + "; but " + String.join(", and ", left));
    }

    private static String text(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }

    /**
     * How all sources of a scene agree: each is compared with its neighbour in brightness, and the brightest with the darkest.
     *
     * @param difference the largest mean difference of neighbours
     * @param shift between the means of the darkest and the brightest
     * @param ordered the least of all neighbours
     * @param comparable the least of all neighbours
     * @param concordance the least of all neighbours
     * @param leastSharper the least share of places in which a source is sharper than a neighbour
     * @param blackRim the least of all sources
     * @param mixed whether one source is gray and another one has colour
     */
    private record Evidence(
            double difference,
            double shift,
            double ordered,
            double comparable,
            double concordance,
            double leastSharper,
            double blackRim,
            boolean mixed) {
        /** Whether the order of places may be chance. */
        boolean isPoor() {
            return comparable < ENOUGH_PAIRS;
        }

        /** Whether the order of places may be the same. */
        boolean isAlike() {
            return !isPoor() && concordance >= SURELY_ANOTHER_ORDER;
        }

        /**
         * @param spread the same with narrow ranges stretched, which keeps the order of places and makes it visible, but does not tell
         * which source is brighter
         */
        static Evidence of(List<CoarseView> views, List<CoarseView> spread, boolean mixed) {
            List<Integer> byBrightness = IntStream.range(0, views.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(m -> views.get(m).brightness()))
                    .toList();
            List<Agreement> neighbours = neighbours(views, byBrightness);
            List<Agreement> spreadNeighbours = spread == views ? neighbours : neighbours(spread, byBrightness);
            return new Evidence(
                    neighbours.stream().mapToDouble(Agreement::difference).max().orElseThrow(),
                    neighbours.stream().mapToDouble(Agreement::shift).sum(),
                    neighbours.stream().mapToDouble(Agreement::ordered).min().orElseThrow(),
                    spreadNeighbours.stream()
                            .mapToDouble(Agreement::comparable)
                            .min()
                            .orElseThrow(),
                    spreadNeighbours.stream()
                            .mapToDouble(Agreement::concordance)
                            .min()
                            .orElseThrow(),
                    spreadNeighbours.stream()
                            .mapToDouble(pair -> Math.min(pair.firstSharper(), pair.secondSharper()))
                            .min()
                            .orElseThrow(),
                    spread.stream().mapToDouble(CoarseView::darkRim).min().orElseThrow(),
                    mixed);
        }

        private static List<Agreement> neighbours(List<CoarseView> views, List<Integer> order) {
            List<Agreement> neighbours = new ArrayList<>();
            for (int m = 1; m < order.size(); m++) {
                neighbours.add(Agreement.of(views.get(order.get(m - 1)), views.get(order.get(m))));
            }
            return neighbours;
        }
    }
}
