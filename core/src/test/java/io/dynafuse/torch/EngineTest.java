package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
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
    void processorIsReadFromItsFlags() {
        assertThat(Processor.listsBfloat16("model name : x\nflags\t\t: fpu avx512f avx512_bf16 sse\n"))
                .isTrue();
        assertThat(Processor.listsBfloat16("flags\t\t: fpu avx512f sse\nbugs : avx512_bf16\n"))
                .isFalse();
    }
}
