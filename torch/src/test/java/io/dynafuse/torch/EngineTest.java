package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {
    @Test
    void namesItsVersion() {
        assertThat(Engine.version()).startsWith("libtorch 2.10.0");
    }

    @Test
    void needsAThread() {
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.useThreads(0));
    }

    @Test
    void engineThreadIsAlwaysTheSameOneAndPassesExceptionsOn() throws Exception {
        try (EngineThread engine = new EngineThread()) {
            List<Thread> threads = new ArrayList<>();
            engine.call(() -> threads.add(Thread.currentThread()));
            engine.call(() -> threads.add(Thread.currentThread()));
            assertThat(threads.get(0)).isSameAs(threads.get(1)).isNotSameAs(Thread.currentThread());
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> engine.call(() -> {
                        throw new IOException("lost");
                    }));
        }
    }

    @Test
    void bfloat16IsSaidToBeSlowerByTheMedianAfterTheFirst() {
        List<Long> fp32 = List.of(900L, 30L, 31L, 29L, 300L);
        assertThat(Processor.noteOnBfloat16(fp32, List.of(10L, 50L, 60L, 40L, 50L)))
                .hasValueSatisfying(note -> assertThat(note).contains("slower than fp32", "(0.62 times as fast"));
        assertThat(Processor.noteOnBfloat16(List.of(30L), List.of(300L)))
                .hasValueSatisfying(note -> assertThat(note).contains("(0.10 times as fast"));
    }

    @Test
    void bfloat16ThatIsFasterOrNearlySoIsNotSpokenOf() {
        assertThat(Processor.noteOnBfloat16(List.of(900L, 30L, 31L), List.of(900L, 16L, 17L)))
                .isEmpty();
        assertThat(Processor.noteOnBfloat16(List.of(900L, 100L, 98L), List.of(900L, 102L, 101L)))
                .isEmpty();
    }

    @Test
    void bfloat16IsMeasuredOnAnyProcessor() {
        assertThatCode(Processor::noteOnBfloat16).doesNotThrowAnyException();
    }
}
