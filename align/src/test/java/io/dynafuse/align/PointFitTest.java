package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against motions that are known, least squares worked out by hand, and a descent on the distances that knows no algebra. */
class PointFitTest {
    private static final List<Point> PLACES = List.of(
            new Point(10, 20),
            new Point(620, 35),
            new Point(40, 450),
            new Point(600, 470),
            new Point(310, 200),
            new Point(100, 300));

    private static List<Point> moved(Transform transform, List<Point> points) {
        return points.stream().map(transform::of).toList();
    }

    private static Transform known(MotionModel model) {
        return switch (model) {
            case TRANSLATION -> Transform.translation(3.25, -7.5);
            case BREATHING -> Transform.of(1.03, 0, -4, 0, 1.03, 2, 0, 0, 1);
            case SIMILARITY -> Transform.similarity(17, 0.9, 100, 50);
            case AFFINE -> Transform.of(1.1, 0.2, -4, -0.1, 0.95, 2, 0, 0, 1);
            case HOMOGRAPHY -> Transform.of(1.1, 0.2, -4, -0.1, 0.95, 2, 1e-4, -2e-4, 1);
        };
    }

    @ParameterizedTest
    @EnumSource
    void findsAMotionOfItsModelExactly(MotionModel model) {
        Transform found = PointFit.fit(model, PLACES, moved(known(model), PLACES));
        assertThat(found.cornerDistance(known(model), 640, 480)).isLessThan(1e-9);
    }

    @ParameterizedTest
    @EnumSource
    void findsItFromAsFewPairsAsDetermineIt(MotionModel model) {
        List<Point> few = PLACES.subList(0, PointFit.least(model));
        Transform found = PointFit.fit(model, few, moved(known(model), few));
        assertThat(found.cornerDistance(known(model), 640, 480)).isLessThan(1e-8);
    }

    @ParameterizedTest
    @EnumSource
    void aPairWithoutWeightHasNoInfluence(MotionModel model) {
        List<Point> source = new ArrayList<>(moved(known(model), PLACES));
        source.set(2, new Point(-300, 900));
        Transform found = PointFit.fit(model, PLACES, source, new double[] {1, 2, 0, 0.5, 1, 1});
        assertThat(found.cornerDistance(known(model), 640, 480)).isLessThan(1e-8);
    }

    /** No small change of any parameter of the model makes the sum smaller. */
    @ParameterizedTest
    @EnumSource
    void nothingBesideTheFitIsNearer(MotionModel model) {
        Random random = new Random(3);
        List<Point> source = moved(known(model), PLACES).stream()
                .map(point -> new Point(point.x() + random.nextGaussian(), point.y() + random.nextGaussian()))
                .toList();
        double[] weights = {1, 3, 0.5, 1, 2, 1};
        Transform found = PointFit.fit(model, PLACES, source, weights);
        double least = sum(found, source, weights);
        for (Transform change : changes(model)) {
            assertThat(sum(change.after(found), source, weights)).isGreaterThan(least);
            assertThat(sum(change.inverse().after(found), source, weights)).isGreaterThan(least);
        }
    }

    private static List<Transform> changes(MotionModel model) {
        List<Transform> changes =
                new ArrayList<>(List.of(Transform.translation(1e-3, 0), Transform.translation(0, 1e-3)));
        if (model != MotionModel.TRANSLATION) {
            changes.add(Transform.similarity(0, 1 + 1e-5, 300, 200));
        }
        if (model.parameters() >= MotionModel.SIMILARITY.parameters()) {
            changes.add(Transform.similarity(1e-3, 1, 300, 200));
        }
        if (model.parameters() >= MotionModel.AFFINE.parameters()) {
            changes.add(Transform.of(1, 1e-5, 0, 0, 1, 0, 0, 0, 1));
            changes.add(Transform.of(1 + 1e-5, 0, 0, 0, 1, 0, 0, 0, 1));
        }
        if (model == MotionModel.HOMOGRAPHY) {
            changes.add(Transform.of(1, 0, 0, 0, 1, 0, 1e-8, 0, 1));
            changes.add(Transform.of(1, 0, 0, 0, 1, 0, 0, 1e-8, 1));
        }
        return changes;
    }

    private static double sum(Transform transform, List<Point> source, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * Math.pow(transform.of(PLACES.get(i)).distance(source.get(i)), 2);
        }
        return sum;
    }

    @Test
    void aTranslationIsTheWeightedMeanOfTheShifts() {
        Transform found = PointFit.fit(
                MotionModel.TRANSLATION,
                List.of(new Point(0, 0), new Point(10, 0)),
                List.of(new Point(1, 2), new Point(15, 6)),
                new double[] {3, 1});
        // (3 · (1, 2) + (5, 6)) / 4
        assertThat(found).isEqualTo(Transform.translation(2, 3));
    }

    @Test
    void breathingIgnoresATurn() {
        // (1, 0) and (-1, 0) become (1, 1) and (-1, -1): of that, only the scale 1 along x is breathing.
        Transform found = PointFit.fit(
                MotionModel.BREATHING,
                List.of(new Point(1, 0), new Point(-1, 0)),
                List.of(new Point(1, 1), new Point(-1, -1)));
        assertThat(found).isEqualTo(Transform.IDENTITY);
    }

    @Property(tries = 100)
    void theOriginDoesNotMatter(
            @ForAll @DoubleRange(min = -1e4, max = 1e4) double x,
            @ForAll @DoubleRange(min = -1e4, max = 1e4) double y) {
        Transform shift = Transform.translation(x, y);
        Random random = new Random(5);
        List<Point> source = moved(known(MotionModel.HOMOGRAPHY), PLACES).stream()
                .map(point -> new Point(point.x() + random.nextGaussian(), point.y()))
                .toList();
        Transform there = PointFit.fit(MotionModel.HOMOGRAPHY, PLACES, source);
        Transform elsewhere = PointFit.fit(MotionModel.HOMOGRAPHY, PLACES, moved(shift, source));
        assertThat(elsewhere.cornerDistance(shift.after(there), 640, 480)).isCloseTo(0, within(1e-6));
    }

    @Test
    void pointsThatDoNotDetermineTheMotionAreRefused() {
        List<Point> one = List.of(new Point(5, 5), new Point(5, 5), new Point(5, 5), new Point(5, 5));
        List<Point> line = List.of(new Point(0, 1), new Point(10, 21), new Point(20, 41), new Point(30, 61));
        List<Point> threeOnALine = List.of(new Point(0, 0), new Point(10, 10), new Point(20, 20), new Point(3, 50));
        assertRefused(MotionModel.BREATHING, one, "the points are one");
        assertRefused(MotionModel.SIMILARITY, one, "the points are one");
        assertRefused(MotionModel.HOMOGRAPHY, one, "the points are one");
        assertRefused(MotionModel.AFFINE, line, "the points lie on a line");
        assertRefused(MotionModel.HOMOGRAPHY, line, "too many of the points lie on a line");
        assertRefused(MotionModel.HOMOGRAPHY, threeOnALine, "too many of the points lie on a line");
    }

    private static void assertRefused(MotionModel model, List<Point> points, String message) {
        assertThatThrownBy(() -> PointFit.fit(model, points, moved(Transform.translation(0.3, 100), points)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void tooFewPointsAndNumbersThatDifferAreRefused() {
        List<Point> two = PLACES.subList(0, 2);
        assertThatThrownBy(() -> PointFit.fit(MotionModel.AFFINE, two, two))
                .hasMessage("expected 3 points or more for affine, found 2");
        assertThatThrownBy(() -> PointFit.fit(MotionModel.TRANSLATION, two, PLACES))
                .hasMessageContaining("found 2, 6 and 2");
        assertThatThrownBy(() -> PointFit.fit(MotionModel.TRANSLATION, two, two, new double[2]))
                .hasMessageContaining("weight above 0");
    }
}
