package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Random numbers, outlines, and the quick functions. */
class RandomPartsTest {
    /** A density that falls with the third power puts (1 - (a/r)²) / (1 - (a/b)²) of the radii below r. */
    @Test
    void radiiAreDistributedByTheirThirdPower() {
        SceneRandom random = new SceneRandom(1);
        int below = 0;
        for (int i = 0; i < 100_000; i++) {
            double radius = random.radius(2, 40);
            assertThat(radius).isBetween(2.0, 40.0);
            below += radius < 4 ? 1 : 0;
        }
        assertThat(below / 100_000.0).isCloseTo(0.75 / (1 - 1 / 400.0), within(0.006));
    }

    @Test
    void normalNumbersHaveMeanZeroAndDeviationOne() {
        SceneRandom random = new SceneRandom(2);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 100_000; i++) {
            double number = random.normal();
            sum += number;
            squares += number * number;
        }
        assertThat(sum / 100_000).isCloseTo(0, within(0.015));
        assertThat(squares / 100_000).isCloseTo(1, within(0.015));
    }

    @Test
    void splitDiceDoNotDependOnWhatIsDrawnFromTheOthersLater() {
        SceneRandom first = new SceneRandom(3);
        SceneRandom other = first.split();
        SceneRandom second = new SceneRandom(3);
        SceneRandom same = second.split();
        second.nextLong();
        assertThat(same.nextLong()).isEqualTo(other.nextLong());
    }

    @Property(tries = 500)
    void nothingIsInsideBeyondItsReach(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 1, max = 50) double radius,
            @ForAll @DoubleRange(min = 0, max = 7) double angle) {
        Outline outline = Outlines.any(new SceneRandom(seed), radius);
        double far = outline.outerRadius() * 1.001 + 1e-3;
        assertThat(outline.distance(far * Math.cos(angle), far * Math.sin(angle)))
                .as(outline.toString())
                .isGreaterThanOrEqualTo(0);
    }

    @Property(tries = 500)
    void sinesAreSines(@ForAll @DoubleRange(min = -1000, max = 1000) double rounds) {
        assertThat(Waves.sine(rounds)).isCloseTo(Math.sin(2 * Math.PI * rounds), within(1e-5));
    }

    @Property(tries = 500)
    void powersAreOfTwo(@ForAll @DoubleRange(min = -60, max = 60) double exponent) {
        assertThat(Waves.powerOfTwo(exponent) / Math.pow(2, exponent)).isCloseTo(1, within(3e-4));
    }
}
