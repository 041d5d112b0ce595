package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MovementTest {
    private static List<Score> scores(double... numbers) {
        return DoubleStream.of(numbers)
                .mapToObj(number -> Score.of(number, "none"))
                .toList();
    }

    private static Movement movement(int sense, List<Score> row, List<Score> baseline) {
        return Movement.of(row, baseline, OptionalDouble.empty(), sense, false, Optional.empty());
    }

    @Test
    void meanAndScenesAreCountedApart() {
        Movement movement = movement(1, scores(2, 2, 0, 5), scores(1, 1, 4, 5));
        assertThat(movement.change()).hasValueCloseTo(-0.5, within(1e-12));
        assertThat(movement.verdict()).isEqualTo(Movement.Verdict.AGAINST);
        assertThat(movement.along()).isEqualTo(2);
        assertThat(movement.against()).isEqualTo(1);
        assertThat(movement.scenes()).isEqualTo(4);
        assertThat(movement(-1, scores(2, 2, 0, 5), scores(1, 1, 4, 5)).verdict())
                .isEqualTo(Movement.Verdict.ALONG);
    }

    @Test
    void onlyScenesWithBothNumbersCount() {
        Movement movement = movement(1, scores(2, Double.NaN, 9), scores(1, 1, Double.NaN));
        assertThat(movement.change()).hasValue(1);
        assertThat(movement.scenes()).isEqualTo(1);
        Movement none = movement(1, scores(Double.NaN), scores(1));
        assertThat(none.change()).isEmpty();
        assertThat(none.verdict()).isEqualTo(Movement.Verdict.NOTHING_TO_SAY);
    }

    @Test
    void whatIsNotVisibleIsUnchanged() {
        assertThat(movement(1, scores(1.0004), scores(1)).verdict()).isEqualTo(Movement.Verdict.UNCHANGED);
        assertThat(movement(1, scores(1.0006), scores(1)).verdict()).isEqualTo(Movement.Verdict.ALONG);
        assertThat(movement(0, scores(2), scores(1)).verdict()).isEqualTo(Movement.Verdict.NOTHING_TO_SAY);
    }

    @Test
    void betterIsUpOrDown() {
        assertThat(Movement.senseOfBetter(Direction.HIGHER_IS_BETTER)).isEqualTo(1);
        assertThat(Movement.senseOfBetter(Direction.LOWER_IS_BETTER)).isEqualTo(-1);
    }
}
