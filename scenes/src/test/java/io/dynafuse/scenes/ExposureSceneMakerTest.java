package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.task.Task;
import org.junit.jupiter.api.Test;

class ExposureSceneMakerTest {
    private static final double NOISE = 0.06;

    /** What the documentation of the truth promises. */
    @Test
    void theTruthLiesBetweenTheShortestAndTheLongestExposure() {
        SceneMaker maker = SceneMakers.of(Task.MULTI_EXPOSURE);
        int between = 0;
        int all = 0;
        for (int seed = 0; seed < 20; seed++) {
            SyntheticScene scene = maker.make(64, 64, seed);
            float[] under = scene.sources().get(0).values();
            float[] over = scene.sources().get(1).values();
            float[] truth = scene.truth().orElseThrow().values();
            for (int i = 0; i < truth.length; i++) {
                between += truth[i] > under[i] - NOISE && truth[i] < over[i] + NOISE ? 1 : 0;
                all++;
            }
        }
        assertThat((double) between / all).isGreaterThan(0.995);
    }

    @Test
    void everyLongerExposureIsBrighterAndClipsMore() {
        SyntheticScene scene = SceneMakers.of(Task.MULTI_EXPOSURE, 4).make(96, 96, 8);
        double mean = 0;
        int clipped = -1;
        for (int source = 0; source < 4; source++) {
            float[] values = scene.sources().get(source).values();
            double sum = 0;
            int white = 0;
            for (float value : values) {
                sum += value;
                white += value == 1 ? 1 : 0;
            }
            assertThat(sum).isGreaterThan(mean);
            assertThat(white).isGreaterThanOrEqualTo(clipped);
            mean = sum;
            clipped = white;
        }
        assertThat(clipped).isGreaterThan(96 * 96 / 10);
    }

    /** IEC 61966-2-1: half the light is encoded as 0.7354, a middle gray of 0.5 is 0.2140 of the light. */
    @Test
    void theResponseOfSrgbIsThatOfTheStandard() {
        assertThat(ResponseCurve.SRGB.encode(0.5)).isCloseTo(0.735357, within(1e-4));
        assertThat(ResponseCurve.SRGB.encode(0.214041)).isCloseTo(0.5, within(1e-4));
        assertThat(ResponseCurve.SRGB.encode(0.001)).isCloseTo(0.01292, within(1e-4));
        assertThat(ResponseCurve.SRGB.encode(-1)).isZero();
        assertThat(ResponseCurve.SRGB.encode(7)).isEqualTo(1);
    }

    @Test
    void everyResponseRises() {
        for (int seed = 0; seed < 200; seed++) {
            ResponseCurve curve = ResponseCurve.random(new SceneRandom(seed));
            double last = -1;
            for (int i = 0; i <= 1000; i++) {
                double value = curve.encode(i / 1000.0);
                assertThat(value).isGreaterThan(last);
                last = value;
            }
        }
    }
}
