package io.dynafuse.detection.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** What must not change scores, on small scenes full of equal overlaps and equal confidences. */
class DetectionScoresPropertyTest {
    @Property(tries = 300)
    void theOrderOfImagesAndBoxesChangesNothing(
            @ForAll("images") List<ScoredImage> images, @ForAll ScoreProfile profile, @ForAll long seed) {
        Random random = new Random(seed);
        List<ScoredImage> shuffled = new ArrayList<>();
        images.forEach(image ->
                shuffled.add(new ScoredImage(shuffled(image.truths(), random), shuffled(image.detections(), random))));
        Collections.shuffle(shuffled, random);

        assertThat(DetectionScores.of(shuffled, profile)).isEqualTo(DetectionScores.of(images, profile));
    }

    @Property(tries = 300)
    void theScaleOfImagesAndBoxesChangesNothing(
            @ForAll("images") List<ScoredImage> images,
            @ForAll ScoreProfile profile,
            @ForAll @DoubleRange(min = 0.01, max = 100) double factor) {
        List<ScoredImage> scaled = images.stream()
                .map(image -> new ScoredImage(
                        image.truths().stream()
                                .map(truth ->
                                        new TrueObject(scaled(truth.box(), factor), truth.label(), truth.isIgnored()))
                                .toList(),
                        image.detections().stream()
                                .map(found ->
                                        new Detection(scaled(found.box(), factor), found.label(), found.confidence()))
                                .toList()))
                .toList();

        assertThat(DetectionScores.of(scaled, profile)).isEqualTo(DetectionScores.of(images, profile));
    }

    @Property(tries = 200)
    void everyScoreIsAShareAndStricterOverlapsFindNoMore(
            @ForAll("images") List<ScoredImage> images, @ForAll ScoreProfile profile) {
        DetectionScores scores = DetectionScores.of(images, profile);

        assertThat(Stream.of(scores.precision(), scores.recall(), scores.f1(), scores.map50(), scores.map())
                        .flatMapToDouble(OptionalDouble::stream))
                .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
        assertThat(scores.map().isPresent()).isEqualTo(scores.truths() > 0);
    }

    @Provide
    Arbitrary<List<ScoredImage>> images() {
        Arbitrary<Box> boxes = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5))
                .as((x, y, width, height) -> Box.ofCorner(x, y, width, height));
        Arbitrary<String> labels = Arbitraries.of("car", "person");
        Arbitrary<TrueObject> truths = Combinators.combine(boxes, labels, Arbitraries.of(false, false, false, true))
                .as(TrueObject::new);
        Arbitrary<Detection> detections = Combinators.combine(boxes, labels, Arbitraries.of(0.1, 0.5, 0.7, 0.9))
                .as(Detection::new);
        return Combinators.combine(truths.list().ofMaxSize(5), detections.list().ofMaxSize(8))
                .as(ScoredImage::new)
                .list()
                .ofMaxSize(4);
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static Box scaled(Box box, double factor) {
        return new Box(box.left() * factor, box.top() * factor, box.right() * factor, box.bottom() * factor);
    }
}
