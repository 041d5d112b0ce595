package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneThreadTest {
    /** Primes, which go another way through the library, and lengths from which it would start threads. */
    @ParameterizedTest
    @ValueSource(ints = {613, 1021, 4096, 8192, 65536})
    void transformsAreExactEvenIfTheirThreadIsInterruptedAndStartNoOther(int length) {
        Plane plane = Plane.over(length, 1, new Random(length).doubles(length).toArray());
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        Thread.currentThread().interrupt();
        double[] there;
        double[] cosines;
        try {
            Fourier fourier = new Fourier(length, 1);
            there = fourier.forward(plane);
            fourier.inverse(there);
            cosines = new CosineTransform(plane).compute(new Features()).samples();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount())
                .isEqualTo(before);
        double energy = 0;
        double energyOfCosines = 0;
        for (int i = 0; i < length; i++) {
            assertThat(there[2 * i]).isCloseTo(plane.samples()[i], within(1e-9));
            energy += plane.samples()[i] * plane.samples()[i];
            energyOfCosines += cosines[i] * cosines[i];
        }
        assertThat(energyOfCosines).isCloseTo(energy, within(1e-6));
    }
}
