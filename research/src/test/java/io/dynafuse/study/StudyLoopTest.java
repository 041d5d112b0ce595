package io.dynafuse.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyLoopTest {
    /** Whatever fails is one line that says something, and what comes after it is done. */
    @Test
    void failuresAreLinesAndEndNothing() throws Exception {
        List<Integer> done = new ArrayList<>();
        List<String> failures = StudyLoop.forEach(
                List.of(1, 2, 3, 4),
                item -> "item " + item,
                item -> {
                    switch (item) {
                        case 1 -> throw new IOException("two\nlines");
                        case 2 -> throw new IllegalStateException();
                        case 3 -> throw new OutOfMemoryError("Java heap space");
                        default -> done.add(item);
                    }
                },
                (finished, total) -> done.add(10 * finished + total));
        assertThat(failures)
                .hasSize(3)
                .startsWith("item 1: two lines", "item 2: java.lang.IllegalStateException")
                .last()
                .asString()
                .startsWith("item 3: ")
                .contains("memory");
        assertThat(done).containsExactly(14, 24, 34, 4, 44);
    }
}
