package io.dynafuse.detection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores against examples worked by hand, and against numbers of other programs; how these were made is in {@code detection/README.md}. */
class DetectionScoresTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final Box HERE = new Box(10, 10, 30, 50);
    private static final Box THERE = new Box(100, 10, 130, 50);
    private static final Box NOWHERE = new Box(10, 100, 30, 150);

    @Test
    void aPerfectDetectorReachesOneOrAsMuchAsInterpolationLeavesIt() {
        List<ScoredImage> images = List.of(image(List.of(truth(HERE)), found(HERE, 0.9)));

        assertThat(average(images, ScoreProfile.COCO)).isCloseTo(1, EXACT);
        // The last of 101 recalls has a precision of 0, as the curve ends there: 0.99 + 0.01 / 2.
        assertThat(average(images, ScoreProfile.ULTRALYTICS)).isCloseTo(0.995, EXACT);
        assertThat(DetectionScores.of(images, ScoreProfile.COCO).map()).hasValueCloseTo(1.0, EXACT);
        assertThat(DetectionScores.of(images, ScoreProfile.ULTRALYTICS).map()).hasValueCloseTo(0.995, EXACT);
    }

    @Test
    void aWrongDetectionAfterTheRightOneCostsNothingAndBeforeItHalf() {
        List<ScoredImage> after = List.of(image(List.of(truth(HERE)), found(HERE, 0.9), found(NOWHERE, 0.8)));
        List<ScoredImage> before = List.of(image(List.of(truth(HERE)), found(HERE, 0.8), found(NOWHERE, 0.9)));

        assertThat(average(after, ScoreProfile.COCO)).isCloseTo(1, EXACT);
        assertThat(average(after, ScoreProfile.ULTRALYTICS)).isCloseTo(0.995, EXACT);
        assertThat(average(before, ScoreProfile.COCO)).isCloseTo(0.5, EXACT);
        assertThat(average(before, ScoreProfile.ULTRALYTICS)).isCloseTo(0.5 * 0.995, EXACT);
    }

    @Test
    void oneOfTwoObjectsFoundIsHalfTheRecall() {
        List<ScoredImage> images =
                List.of(image(List.of(truth(HERE), truth(THERE)), found(HERE, 0.9), found(NOWHERE, 0.8)));

        // Recalls 0.00 to 0.50 are reached: 51 of 101.
        assertThat(average(images, ScoreProfile.COCO)).isCloseTo(51.0 / 101, EXACT);
        // 1 up to 0.49, a trapezium down to 0.5 at 0.50, a triangle from there to recall 1.
        assertThat(average(images, ScoreProfile.ULTRALYTICS)).isCloseTo(0.49 + 0.0075 + 0.125, EXACT);
    }

    @Test
    void theSecondDetectionOfAnObjectIsWrong() {
        List<ScoredImage> images = List.of(image(
                List.of(truth(HERE), truth(THERE)),
                found(HERE, 0.9),
                found(new Box(11, 10, 31, 50), 0.8),
                found(THERE, 0.7)));

        // Precision 1 up to a recall of one half (51 recalls), two thirds for the other 50.
        assertThat(average(images, ScoreProfile.COCO)).isCloseTo((51 + 50 * 2 / 3.0) / 101, EXACT);
        assertThat(DetectionScores.of(images, ScoreProfile.COCO).precision()).hasValueCloseTo(2 / 3.0, EXACT);
        assertThat(DetectionScores.of(images, ScoreProfile.COCO).recall()).hasValueCloseTo(1.0, EXACT);
    }

    @Test
    void detectionsOfEqualConfidenceCountTogether() {
        List<ScoredImage> images =
                List.of(image(List.of(truth(HERE)), found(HERE, 0.9)), image(List.of(), found(NOWHERE, 0.9)));

        // One point: precision one half at recall 1.
        assertThat(average(images, ScoreProfile.COCO)).isCloseTo(0.5, EXACT);
        // Down from precision 1 at recall 0 to one half: 0.75, less the last recall's half of a half of 0.01.
        assertThat(average(images, ScoreProfile.ULTRALYTICS)).isCloseTo(0.75 - 0.0025, EXACT);
    }

    @Test
    void ofEqualConfidenceTheOneFurtherLeftChoosesFirst() {
        TrueObject first = truth(new Box(20, 0, 120, 10));
        TrueObject second = truth(new Box(50, 0, 150, 10));
        // The left one overlaps the first object by 2/3 only; the right one both, the first more.
        Detection left = found(new Box(0, 0, 100, 10), 0.9);
        Detection right = found(new Box(30, 0, 130, 10), 0.9);

        for (ScoredImage image :
                List.of(image(List.of(first, second), left, right), image(List.of(second, first), right, left))) {
            assertThat(average(List.of(image), ScoreProfile.COCO)).isCloseTo(1, EXACT);
        }
    }

    @Test
    void whatFindsACrowdCountsNeitherWayByCocoAndIsWrongByUltralytics() {
        TrueObject crowd = new TrueObject(new Box(200, 0, 300, 100), "person", true);
        List<ScoredImage> images = List.of(image(
                List.of(crowd, truth(HERE)),
                found(new Box(210, 10, 220, 20), 0.9),
                found(new Box(230, 10, 240, 20), 0.8),
                found(new Box(295, 10, 304, 20), 0.7),
                found(HERE, 0.6)));

        assertThat(average(images, ScoreProfile.COCO)).isCloseTo(1, EXACT);
        assertThat(average(images, ScoreProfile.ULTRALYTICS)).isCloseTo(0.25 * 0.995, EXACT);
        DetectionScores scores = DetectionScores.of(images, ScoreProfile.COCO);
        assertThat(scores.truths()).isEqualTo(1);
        assertThat(scores.ignored()).isEqualTo(1);
        assertThat(scores.detections()).isEqualTo(4);
        // Of the third, five ninths lie in the crowd: above an overlap of 0.55 it is wrong, which halves the precision.
        assertThat(scores.map()).hasValueCloseTo((2 * 1 + 8 * 0.5) / 10, EXACT);
    }

    @Test
    void anObjectThatNeedBeFoundGoesBeforeACrowd() {
        TrueObject crowd = new TrueObject(new Box(0, 0, 100, 100), "person", true);
        // Its overlap with the object is a half, with the crowd 1.
        List<ScoredImage> images = List.of(image(List.of(crowd, truth(HERE)), found(new Box(10, 10, 30, 30), 0.9)));

        assertThat(average(images, ScoreProfile.COCO)).isCloseTo(1, EXACT);
    }

    @Test
    void whatTheBestObjectIsTakenFromTakesAnotherByCocoAndIsWrongByUltralytics() {
        TrueObject first = truth(new Box(0, 0, 100, 10));
        TrueObject second = truth(new Box(30, 0, 130, 10));
        // The less confident one overlaps the first by 9/11 and the second by 2/3.
        List<ScoredImage> images =
                List.of(image(List.of(first, second), found(first.box(), 0.9), found(new Box(10, 0, 110, 10), 0.8)));

        assertThat(average(images, ScoreProfile.COCO)).isCloseTo(1, EXACT);
        assertThat(average(images, ScoreProfile.ULTRALYTICS)).isCloseTo(0.6225, EXACT);
    }

    @Test
    void theConfidenceOfBestF1IsADetectionsByCocoAndSmoothedByUltralytics() {
        List<ScoredImage> images =
                List.of(image(List.of(truth(HERE), truth(THERE)), found(HERE, 0.9), found(NOWHERE, 0.8)));
        DetectionScores coco = DetectionScores.of(images, ScoreProfile.COCO);
        DetectionScores ultralytics = DetectionScores.of(images, ScoreProfile.ULTRALYTICS);

        assertThat(coco.confidence()).hasValue(0.9);
        assertThat(coco.precision()).hasValueCloseTo(1.0, EXACT);
        assertThat(coco.recall()).hasValueCloseTo(0.5, EXACT);
        assertThat(coco.f1()).hasValueCloseTo(2 / 3.0, EXACT);
        // F1 is 0 above 0.9, which is beyond point 899 of 0 to 999: the mean over 101 points is highest where that is
        // the last one.
        double best = 849 / 999.0;
        double precision = 0.5 + 0.5 * (best - 0.8) / 0.1;
        assertThat(ultralytics.confidence()).hasValueCloseTo(best, EXACT);
        assertThat(ultralytics.precision()).hasValueCloseTo(precision, EXACT);
        assertThat(ultralytics.recall()).hasValueCloseTo(0.5, EXACT);
        assertThat(ultralytics.f1()).hasValueCloseTo(2 * precision * 0.5 / (precision + 0.5), EXACT);
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingIsFoundTheScoresAreZeroAndThereIsNoConfidence(ScoreProfile profile) {
        for (List<Detection> detections : List.of(List.<Detection>of(), List.of(found(NOWHERE, 0.9)))) {
            DetectionScores scores =
                    DetectionScores.of(List.of(new ScoredImage(List.of(truth(HERE)), detections)), profile);

            assertThat(List.of(scores.precision(), scores.recall(), scores.f1(), scores.map50(), scores.map()))
                    .containsOnly(OptionalDouble.of(0));
            assertThat(scores.confidence()).isEmpty();
            assertThat(scores.detections()).isEqualTo(detections.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingNeedBeFoundThereAreNoScores(ScoreProfile profile) {
        TrueObject crowd = new TrueObject(HERE, "person", true);
        for (List<TrueObject> truths : List.of(List.<TrueObject>of(), List.of(crowd))) {
            DetectionScores scores =
                    DetectionScores.of(List.of(new ScoredImage(truths, List.of(found(HERE, 0.9)))), profile);

            assertThat(List.of(
                            scores.confidence(),
                            scores.precision(),
                            scores.recall(),
                            scores.f1(),
                            scores.map50(),
                            scores.map()))
                    .containsOnly(OptionalDouble.empty());
            assertThat(scores.ignored()).isEqualTo(truths.size());
        }
        assertThat(DetectionScores.of(List.of(), profile).map()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aClassOfWhichNothingNeedBeFoundIsShownAndChangesNoMean(ScoreProfile profile) {
        List<ScoredImage> alone = List.of(image(List.of(truth(HERE)), found(HERE, 0.9)));
        List<ScoredImage> images =
                List.of(image(List.of(truth(HERE)), found(HERE, 0.9), new Detection(HERE, "car", 0.95)));

        DetectionScores scores = DetectionScores.of(images, profile);

        assertThat(scores.map()).isEqualTo(DetectionScores.of(alone, profile).map());
        assertThat(scores.classes()).extracting(ClassScores::label).containsExactly("car", "person");
        assertThat(scores.classes().get(0).ap()).isEmpty();
        assertThat(scores.classes().get(0).detections()).isEqualTo(1);
    }

    @Test
    void theMeanIsOverClassesWhateverTheirSizes() {
        TrueObject car = new TrueObject(HERE, "car", false);
        List<ScoredImage> images =
                List.of(image(List.of(car, truth(HERE), truth(THERE)), found(HERE, 0.9), found(THERE, 0.8)));

        DetectionScores scores = DetectionScores.of(images, ScoreProfile.COCO);

        assertThat(scores.map50()).hasValueCloseTo(0.5, EXACT);
        assertThat(scores.classes().get(0).ap50()).hasValue(0);
        assertThat(scores.classes().get(1).ap50()).hasValueCloseTo(1.0, EXACT);
    }

    @Test
    void onlyTheHundredMostConfidentOfAClassAndImageCountByCoco() {
        List<Detection> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(found(NOWHERE, 0.9));
        }
        many.add(found(HERE, 0.1));
        List<ScoredImage> images = List.of(new ScoredImage(List.of(truth(HERE)), many));

        assertThat(average(images, ScoreProfile.COCO)).isZero();
        assertThat(average(images, ScoreProfile.ULTRALYTICS)).isCloseTo(0.995 / 101, EXACT);
    }

    @Test
    void anOverlapOfExactlyTheThresholdIsEnough() {
        // Half of the object, which contains it.
        List<ScoredImage> images = List.of(image(List.of(truth(HERE)), found(new Box(10, 10, 30, 30), 0.9)));

        assertThat(average(images, ScoreProfile.COCO)).isCloseTo(1, EXACT);
        assertThat(average(images, ScoreProfile.ULTRALYTICS)).isCloseTo(0.995, EXACT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco", "ultralytics"})
    void scoresAreThoseOfOtherPrograms(String id) throws Exception {
        JsonNode golden = golden();
        ScoreProfile profile = ScoreProfile.valueOf(id.toUpperCase(Locale.ROOT));
        JsonNode expected = golden.get("expected").get(id);

        DetectionScores scores = DetectionScores.of(images(golden), profile);

        assertThat(scores.map50()).hasValueCloseTo(expected.get("all").get(0).asDouble(), EXACT);
        assertThat(scores.map()).hasValueCloseTo(expected.get("all").get(1).asDouble(), EXACT);
        assertThat(scores.classes()).hasSize(3).allSatisfy(each -> {
            assertThat(each.ap50())
                    .hasValueCloseTo(expected.get(each.label()).get(0).asDouble(), EXACT);
            assertThat(each.ap())
                    .hasValueCloseTo(expected.get(each.label()).get(1).asDouble(), EXACT);
        });
        if (expected.has("best")) {
            JsonNode best = expected.get("best");
            assertThat(scores.confidence()).hasValueCloseTo(best.get(0).asDouble(), EXACT);
            assertThat(scores.precision()).hasValueCloseTo(best.get(1).asDouble(), EXACT);
            assertThat(scores.recall()).hasValueCloseTo(best.get(2).asDouble(), EXACT);
            assertThat(scores.f1()).hasValueCloseTo(best.get(3).asDouble(), EXACT);
        }
    }

    private static JsonNode golden() throws Exception {
        try (InputStream in = DetectionScoresTest.class.getResourceAsStream("/detection/average-precision.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static List<ScoredImage> images(JsonNode golden) {
        Map<Integer, List<TrueObject>> truths = new TreeMap<>();
        Map<Integer, List<Detection>> detections = new TreeMap<>();
        golden.get("truths")
                .forEach(row -> truths.computeIfAbsent(row.get(0).asInt(), image -> new ArrayList<>())
                        .add(new TrueObject(
                                box(row), row.get(1).asText(), row.get(6).asInt() == 1)));
        golden.get("detections")
                .forEach(row -> detections
                        .computeIfAbsent(row.get(0).asInt(), image -> new ArrayList<>())
                        .add(new Detection(
                                box(row), row.get(1).asText(), row.get(6).asDouble())));
        List<ScoredImage> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(new ScoredImage(truths.getOrDefault(i, List.of()), detections.getOrDefault(i, List.of())));
        }
        return images;
    }

    private static Box box(JsonNode row) {
        return Box.ofCorner(
                row.get(2).asDouble(),
                row.get(3).asDouble(),
                row.get(4).asDouble(),
                row.get(5).asDouble());
    }

    private static double average(List<ScoredImage> images, ScoreProfile profile) {
        return DetectionScores.of(images, profile).map50().orElseThrow();
    }

    private static ScoredImage image(List<TrueObject> truths, Detection... detections) {
        return new ScoredImage(truths, List.of(detections));
    }

    private static TrueObject truth(Box box) {
        return new TrueObject(box, "person", false);
    }

    private static Detection found(Box box, double confidence) {
        return new Detection(box, "person", confidence);
    }
}
