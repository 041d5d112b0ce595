package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FocusSceneMakerTest {
    /** Nearly everywhere one source is as the truth, and each of them somewhere better than the others. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void thePlacesThatAreSharpTogetherMakeTheTruth(int sources) {
        SceneMaker maker = SceneMakers.of(Task.MULTI_FOCUS, sources);
        int near = 0;
        int pixels = 0;
        int[] best = new int[sources];
        for (int seed = 0; seed < 12; seed++) {
            SyntheticScene scene = maker.make(96, 96, seed);
            float[] truth = scene.truth().orElseThrow().values();
            List<float[]> values = scene.sources().stream().map(Image::values).toList();
            for (int i = 0; i < truth.length; i++) {
                int closest = closest(values, truth, i);
                best[closest]++;
                // Noise of photons is up to 0.02 in the brightest, and more in the dark, where the response is steep.
                near += Math.abs(values.get(closest)[i] - truth[i]) < 0.05 ? 1 : 0;
                pixels++;
            }
        }
        assertThat((double) near / pixels).isGreaterThan(0.97);
        for (int count : best) {
            assertThat((double) count / pixels).isGreaterThan(0.25 / sources);
        }
    }

    private static int closest(List<float[]> sources, float[] truth, int pixel) {
        int closest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int source = 0; source < sources.size(); source++) {
            double error = Math.abs(sources.get(source)[pixel] - truth[pixel]);
            if (error < least) {
                least = error;
                closest = source;
            }
        }
        return closest;
    }

    /** Blur takes variation away: the truth has the most of it in every scene. */
    @Test
    void theTruthHasMoreDetailThanEachSource() {
        SceneMaker maker = SceneMakers.of(Task.MULTI_FOCUS);
        for (int seed = 0; seed < 20; seed++) {
            SyntheticScene scene = maker.make(96, 96, seed);
            double truth = variation(scene.truth().orElseThrow().values());
            assertThat(scene.sources()).allMatch(source -> variation(source.values()) < 1.02 * truth);
        }
    }

    private static double variation(float[] values) {
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            double slope = values[i] - values[i - 1];
            sum += slope * slope;
        }
        return sum;
    }
}
