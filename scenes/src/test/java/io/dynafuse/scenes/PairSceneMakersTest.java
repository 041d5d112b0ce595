package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pairs of sources of different kinds. */
class PairSceneMakersTest {
    private static final int SIDE = 96;
    private static final int SCENES = 20;

    @Test
    void visibleImagesAreInColourAndInfraredOnesGray() {
        SyntheticScene scene = SceneMakers.of(Task.VISIBLE_INFRARED).make(SIDE, SIDE, 1);
        assertThat(scene.sources().get(0).isGray()).isFalse();
        assertThat(scene.sources().get(1).channels()).isEqualTo(1);
    }

    /** Edges are where materials meet, in both; how bright the sides are tells little of how warm they are. */
    @Test
    void infraredSharesEdgesWithVisibleButNotBrightness() {
        SceneMaker maker = SceneMakers.of(Task.VISIBLE_INFRARED);
        double edges = 0;
        double levels = 0;
        for (int seed = 0; seed < SCENES; seed++) {
            SyntheticScene scene = maker.make(SIDE, SIDE, seed);
            double[] visible = gray(scene.sources().get(0));
            double[] infrared = gray(scene.sources().get(1));
            levels += Math.abs(correlation(visible, infrared)) / SCENES;
            edges += correlation(slopes(visible), slopes(infrared)) / SCENES;
        }
        assertThat(edges).isBetween(0.1, 0.7);
        assertThat(levels).isLessThan(0.5);
    }

    @ParameterizedTest
    @EnumSource
    void headsAreSurroundedByBlack(MedicalPair pair) {
        for (int seed = 0; seed < SCENES; seed++) {
            for (Image image : SceneMakers.medical(pair).make(SIDE, SIDE, seed).sources()) {
                double[] gray = gray(image);
                assertThat(gray[0]).isLessThan(0.1);
                assertThat(gray[gray.length - 1]).isLessThan(0.1);
                assertThat(Arrays.stream(gray).max().orElseThrow()).isGreaterThan(0.5);
            }
        }
    }

    @Test
    void bonesAreBrightInTomographyAndDarkInMagneticResonance() {
        SceneMaker maker = SceneMakers.of(Task.MEDICAL);
        for (int seed = 0; seed < SCENES; seed++) {
            SyntheticScene scene = maker.make(SIDE, SIDE, seed);
            double[] structure = gray(scene.sources().get(0));
            double[] bones = gray(scene.sources().get(1));
            double inBone = 0;
            int bone = 0;
            double inside = 0;
            int all = 0;
            for (int i = 0; i < bones.length; i++) {
                if (bones[i] > 0.9) {
                    inBone += structure[i];
                    bone++;
                }
                if (structure[i] > 0.1) {
                    inside += structure[i];
                    all++;
                }
            }
            assertThat(bone).isGreaterThan(100);
            assertThat(inBone / bone).isLessThan(0.6 * inside / all);
        }
    }

    @Test
    void emissionIsShownInColour() {
        SyntheticScene scene = SceneMakers.medical(MedicalPair.MRI_PET).make(SIDE, SIDE, 1);
        assertThat(scene.sources().get(0).channels()).isEqualTo(1);
        assertThat(scene.sources().get(1).isGray()).isFalse();
    }

    private static double[] gray(Image image) {
        float[] values = image.values();
        double[] gray = new double[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            gray[i % gray.length] += values[i] / image.channels();
        }
        return gray;
    }

    private static double[] slopes(double[] gray) {
        double[] slopes = new double[gray.length];
        for (int i = 0; i < gray.length - SIDE - 1; i++) {
            slopes[i] = Math.hypot(gray[i + 1] - gray[i], gray[i + SIDE] - gray[i]);
        }
        return slopes;
    }

    private static double correlation(double[] a, double[] b) {
        double sumA = 0;
        double sumB = 0;
        for (int i = 0; i < a.length; i++) {
            sumA += a[i] / a.length;
            sumB += b[i] / a.length;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - sumA) * (b[i] - sumB);
            aa += (a[i] - sumA) * (a[i] - sumA);
            bb += (b[i] - sumB) * (b[i] - sumB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
