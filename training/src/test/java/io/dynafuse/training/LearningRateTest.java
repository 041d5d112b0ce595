package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.training.LearningRate.Course;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void risesInAStraightLine() {
        LearningRate rate = new LearningRate(0.4, Course.CONSTANT, 3);
        assertThat(rate.at(0, 100)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(2, 100)).isCloseTo(0.3, within(1e-12));
        assertThat(rate.at(3, 100)).isEqualTo(0.4);
        assertThat(rate.at(99, 100)).isEqualTo(0.4);
    }

    @Test
    void fallsAlongHalfACosine() {
        LearningRate rate = new LearningRate(1, Course.COSINE, 10);
        assertThat(rate.at(10, 110)).isEqualTo(1);
        assertThat(rate.at(60, 110)).isCloseTo(0.5, within(1e-12));
        assertThat(rate.at(10 + 100 / 3, 110)).isBetween(0.75, 0.76);
        assertThat(rate.at(109, 110)).isBetween(0.0, 3e-4);
    }

    @Test
    void staysForHalfAndFallsInAStraightLine() {
        LearningRate rate = new LearningRate(1, Course.LINEAR, 0);
        assertThat(rate.at(50, 100)).isEqualTo(1);
        assertThat(rate.at(75, 100)).isCloseTo(0.5, within(1e-12));
        assertThat(rate.at(99, 100)).isCloseTo(0.02, within(1e-12));
    }

    @Test
    void halvesAfterEverySixth() {
        LearningRate rate = new LearningRate(1, Course.HALVED, 0);
        assertThat(rate.at(19, 120)).isEqualTo(1);
        assertThat(rate.at(20, 120)).isEqualTo(0.5);
        assertThat(rate.at(119, 120)).isEqualTo(1.0 / 32);
        assertThat(new LearningRate(1, Course.HALVED, 9).at(4, 5)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void twoPartsAreOneCourse() {
        for (Course course : Course.values()) {
            LearningRate whole = new LearningRate(1, course, 3);
            for (int step = 0; step < 30; step++) {
                double ofPart = step < 10
                        ? whole.before(20).at(step, 10)
                        : whole.after(10).at(step - 10, 20);
                assertThat(ofPart).as("%s %d", course, step).isEqualTo(whole.at(step, 30));
            }
        }
        assertThat(new LearningRate(1, Course.LINEAR, 3).after(10))
                .hasToString("1.0 linear, warm-up 3, 10 steps before and 0 after");
    }

    /** A warm-up as long as the training must not divide by nothing. */
    @Test
    void warmUpMayTakeAllSteps() {
        assertThat(new LearningRate(1, Course.COSINE, 5).at(4, 5)).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(new LearningRate(1, Course.COSINE, 9).at(4, 5)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> new LearningRate(0, Course.COSINE, 0)).hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> new LearningRate(Double.NaN, Course.COSINE, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new LearningRate(1e-3, Course.COSINE, -1)).hasMessageContaining("-1");
    }
}
