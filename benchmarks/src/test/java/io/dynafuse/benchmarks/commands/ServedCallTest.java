package io.dynafuse.benchmarks.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServedCallTest {
    @Test
    void timesAreThoseOfTheMiddleAndOfAllButATwentieth() {
        List<ServedCall> calls = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> new ServedCall("1x1", 200, 41 - i))
                .toList();
        assertThat(ServedCall.median(calls)).isEqualTo(20.5);
        assertThat(ServedCall.high(calls)).isEqualTo(38);
        assertThat(ServedCall.high(calls.subList(0, 1))).isEqualTo(40);
    }

    @Test
    void answersAreCountedByStatus() {
        List<ServedCall> calls =
                List.of(new ServedCall("a", 200, 1), new ServedCall("b", 429, 2), new ServedCall("c", 200, 3));
        assertThat(ServedCall.byStatus(calls)).isEqualTo(Map.of(200, 2L, 429, 1L));
        assertThat(ServedCall.done(calls)).extracting(ServedCall::size).containsExactly("a", "c");
    }
}
