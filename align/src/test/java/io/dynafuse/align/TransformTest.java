package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TransformTest {
    private static final Transform PROJECTIVE = Transform.of(1.1, -0.2, 5, 0.1, 0.9, -3, 0.001, -0.0005, 1);

    @Property
    void theInverseUndoes(@ForAll @DoubleRange(max = 300) double x, @ForAll @DoubleRange(max = 200) double y) {
        Point back = PROJECTIVE.inverse().of(PROJECTIVE.of(x, y));
        assertThat(back.distance(new Point(x, y))).isLessThan(1e-9);
    }

    @Test
    void turnsGoClockwiseOnTheScreen() {
        // Right of (10, 20) lies below it after a quarter.
        assertThat(Transform.similarity(90, 2, 10, 20).of(11, 20).distance(new Point(10, 22)))
                .isLessThan(1e-12);
    }

    /** Halved, the middle of pixels 0 and 1 is that of pixel 0. */
    @Test
    void copiesOfOtherSizesKeepTheirCornersOnEachOther() {
        Transform halves = Transform.translation(4, -6).between(0.5, 0.5);
        assertThat(halves.of(0, 0).distance(new Point(2, -3))).isLessThan(1e-12);
        assertThat(Transform.IDENTITY.between(0.5, 1).of(0, 0).distance(new Point(0.5, 0.5)))
                .isLessThan(1e-12);
    }

    @Test
    void shiftsByNearlyWholePixelsSettle() {
        assertThat(Transform.translation(-7.004, 5.02).settled()).isEqualTo(Transform.translation(-7, 5));
        assertThat(Transform.translation(-7.1, 5).settled()).isEqualTo(Transform.translation(-7.1, 5));
        Transform turned = Transform.similarity(0.1, 1, 0, 0);
        assertThat(turned.settled()).isEqualTo(turned);
    }

    @Test
    void matricesThatAreNoMapsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Transform.of(1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Transform.of(1, 2, 0, 2, 4, 0, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Transform.of(1, 0, 0, 0, 1, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Transform.of(1, 0, Double.NaN, 0, 1, 0, 0, 0, 1));
    }

    @Test
    void entriesAreDividedByTheLast() {
        assertThat(Transform.of(2, 0, 4, 0, 2, 6, 0, 0, 2).rows())
                .containsExactly(new double[] {1, 0, 2, 0, 1, 3, 0, 0, 1}, within(0.0));
    }
}
