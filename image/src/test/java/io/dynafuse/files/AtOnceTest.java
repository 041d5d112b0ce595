package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    private static final List<Integer> FILES = IntStream.range(0, 50).boxed().toList();

    @Test
    void resultsStandInTheOrderOfTheFiles() throws Exception {
        assertThat(AtOnce.of(FILES, file -> 2 * file))
                .isEqualTo(FILES.stream().map(file -> 2 * file).toList());
        assertThat(AtOnce.of(List.of(), file -> file)).isEmpty();
    }

    @Test
    void theFirstFailureOfTheListIsThrown() {
        assertThatThrownBy(() -> AtOnce.of(FILES, file -> {
                    if (file % 7 == 3) {
                        throw new IOException("bad " + file);
                    }
                    return file;
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("bad 3");
    }

    @Test
    void noWorkGoesOnBehindAFailure() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        assertThatThrownBy(() -> AtOnce.of(FILES, file -> {
                    if (file == 0) {
                        throw new IOException("bad");
                    }
                    done.add(file);
                    return file;
                }))
                .hasMessage("bad");
        assertThat(done).hasSize(FILES.size() - 1);
    }

    @Test
    void errorsOfPrograms() {
        assertThatThrownBy(() -> AtOnce.of(FILES, file -> {
                    throw new IllegalStateException("wrong");
                }))
                .isInstanceOf(IllegalStateException.class);
    }
}
