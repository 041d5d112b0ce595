package io.dynafuse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.nn.Convolution;
import org.junit.jupiter.api.Test;

/** Operations counted by hand. */
class WorkloadTest {
    @Test
    void aConvolutionTakesAProductAndASumForEachWeight() {
        assertThat(new BareConvolution(Convolution.of(3, 64, 9)).operations()).isEqualTo(2 * 3 * 64 * 81);
        assertThat(new BareConvolution(Convolution.depthwise(16, 3)).operations())
                .isEqualTo(2 * 16 * 9);
    }

    @Test
    void ifcnnEncodesTwoSourcesAndDecodesWhatTheWeightsReferTo() {
        // 9×9 from 3 to 64 for each source is 31,104; 3×3 from 64 to 64 is 73,728 and 1×1 from 64 to 3 is 384.
        assertThat(Workload.ifcnn(Variant.STATIC).operations()).isEqualTo(2 * 31_104 + 74_112);
        assertThat(Workload.ifcnn(Variant.FUSED).operations()).isEqualTo(2 * 31_104 + 2 * 74_112);
        assertThat(Workload.ifcnn(Variant.MAXIMUM).operations()).isEqualTo(2 * 31_104 + 3 * 74_112);
        assertThat(Workload.ifcnn(Variant.COMPONENT).operations()).isEqualTo(2 * 31_104 + 3 * 74_112);
    }

    @Test
    void theLeastTimeIsThatAtTheHigherRate() {
        Peaks peaks = new Peaks(2e9, 4e9, 10e9);
        assertThat(peaks.computing(1e9)).isEqualTo(250);
        assertThat(peaks.moving(1e9)).isEqualTo(100);
        assertThat(new Peaks(4e9, 2e9, 1).computing(1e9)).isEqualTo(250);
    }
}
