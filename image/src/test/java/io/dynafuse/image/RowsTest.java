package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
    private static final long FEW = 1;
    private static final long MANY = 1L << 30;

    @ParameterizedTest
    @ValueSource(longs = {FEW, MANY})
    void everyRowIsWorkedOnOnce(long samples) {
        AtomicIntegerArray calls = new AtomicIntegerArray(1003);
        Rows.each(calls.length(), samples, calls::incrementAndGet);
        for (int row = 0; row < calls.length(); row++) {
            assertThat(calls.get(row)).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384, 16_385, 1_000_003})
    void everyElementIsInOnePart(int length) {
        AtomicIntegerArray calls = new AtomicIntegerArray(length);
        Rows.parts(length, (from, to) -> {
            for (int i = from; i < to; i++) {
                calls.incrementAndGet(i);
            }
        });
        for (int i = 0; i < length; i++) {
            assertThat(calls.get(i)).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {FEW, MANY})
    void theVeryExceptionOfTheWorkIsThrown(long samples) {
        IllegalStateException failure = new IllegalStateException("wrong");
        assertThatThrownBy(() -> Rows.each(1000, samples, row -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    /** Wherever in a large image it is. */
    @Test
    void aNumberThatIsNoneIsNamedAsInSmallImages() {
        float[] values = new float[3_000_000];
        values[2_999_999] = Float.NaN;
        assertThatThrownBy(() -> Image.of(1000, 1000, 3, values, SampleDepth.BITS_8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected numbers, found NaN");
    }
}
