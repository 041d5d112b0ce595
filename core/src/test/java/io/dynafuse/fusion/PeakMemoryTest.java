package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    @Test
    void theMemoryOfWorkIsSeen() throws Exception {
        double megabytes = PeakMemory.megabytes(() -> {
            try (Scope scope = Scope.open()) {
                Tensor.of(new float[32 << 18], 32 << 18).plus(1);
            }
        });
        // 32 megabytes of samples, given and written, of which some may lie in memory that the process held before, and
        // what the heap keeps of
        // them.
        assertThat(megabytes).isBetween(16.0, 400.0);
    }
}
