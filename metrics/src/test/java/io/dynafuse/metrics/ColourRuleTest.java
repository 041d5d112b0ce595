package io.dynafuse.metrics;

import static io.dynafuse.metrics.TestPictures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColourRuleTest {
    /**
     * Pixels (255, 0, 0), (0, 0, 255), (95, 155, 115), (135, 55, 25), (115, 35, 5) and one of equal samples. By the weights 0.299,
     * 0.587 and 0.114 the third to fifth are 132.5, 75.5 and 55.5; by those of MATLAB 132.503, 75.494 and 55.494.
     */
    private static final Picture PIXELS = Picture.rgb(
            6, 1, new double[] {255, 0, 95, 135, 115, 200}, new double[] {0, 0, 155, 55, 35, 200}, new double[] {
                0, 255, 115, 25, 5, 200
            });

    private static final Picture COLOUR = Picture.rgb(
            2, 2, new double[] {1, 2, 3, 4}, new double[] {10, 20, 30, 40}, new double[] {100, 110, 120, 130});
    private static final Picture OTHER = Picture.rgb(
            2, 2, new double[] {5, 6, 7, 8}, new double[] {50, 60, 70, 80}, new double[] {140, 150, 160, 170});
    private static final Picture GRAY = Picture.gray(2, 2, new double[] {90, 91, 92.5, 93});

    /** 0.298936 R + 0.587043 G + 0.114021 B: 17.57, 24.88, 32.19 and 39.50 (39.5002). */
    private static final double[] GRAY_OF_COLOUR = {18, 25, 32, 40};

    @Test
    void grayIsRoundedHalfUp() {
        assertThat(fused(ColourRule.GRAY, PIXELS)).containsExactly(76, 29, 133, 75, 55, 200);
    }

    @Test
    void grayOfOpencvIsRoundedHalfToEven() {
        assertThat(fused(ColourRule.GRAY_OPENCV, PIXELS)).containsExactly(76, 29, 132, 76, 56, 200);
    }

    @Test
    void redAndBlueAreExchanged() {
        // 29.07, 76.245, 136.2, 55.15 and 35.15.
        assertThat(fused(ColourRule.GRAY_RED_BLUE_EXCHANGED, PIXELS)).containsExactly(29, 76, 136, 55, 35, 200);
    }

    @Test
    void brokenLevelsAreNotRounded() {
        Picture broken = Picture.rgb(2, 1, new double[] {0.5, 100}, new double[] {0, 100.25}, new double[] {8, 100});
        // 0.298936 / 2 + 0.114021 · 8 and 100 + 0.587043 / 4.
        assertThat(fused(ColourRule.GRAY, broken)[0]).isCloseTo(1.061635, within(1e-5));
        assertThat(fused(ColourRule.GRAY, broken)[1]).isCloseTo(100.146761, within(1e-5));
        assertThat(fused(ColourRule.GRAY_OPENCV, broken)[0]).isCloseTo(1.0615, within(1e-5));
        assertThat(fused(ColourRule.GRAY_OPENCV, broken)[1]).isCloseTo(100.14675, within(1e-4));
        // 0.114 / 2 + 0.299 · 8 and 100 + 0.587 / 4, to what all code bases agree on.
        assertThat(fused(ColourRule.GRAY_RED_BLUE_EXCHANGED, broken)[0]).isCloseTo(2.449, within(1e-3));
        assertThat(fused(ColourRule.GRAY_RED_BLUE_EXCHANGED, broken)[1]).isCloseTo(100.14675, within(1e-3));
    }

    @Test
    void grayImagesPassEveryRuleAsTheyAre() {
        for (ColourRule rule : ColourRule.values()) {
            List<GrayScene> scenes = scenes(rule, GRAY, flat(1.5), flat(2));
            assertThat(scenes).as(rule.name()).hasSize(1);
            assertThat(scenes.get(0).fused()).isSameAs(plane(GRAY, 0));
            assertThat(scenes.get(0).sources().stream().map(Plane::samples))
                    .containsExactly(new double[] {1.5, 1.5, 1.5, 1.5}, new double[] {2, 2, 2, 2});
        }
    }

    @Test
    void everyRuleOfOneGrayMakesGrayOfAllImages() {
        for (ColourRule rule : List.of(ColourRule.GRAY, ColourRule.GRAY_OPENCV, ColourRule.GRAY_RED_BLUE_EXCHANGED)) {
            List<GrayScene> scenes = scenes(rule, PIXELS, PIXELS, row(1, 2, 3, 4, 5, 6));
            assertThat(scenes).hasSize(1);
            assertThat(scenes.get(0).sources().get(0).samples()).containsExactly(fused(rule, PIXELS));
            assertThat(scenes.get(0).sources().get(1).samples()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void planesMeetTheirOwnAndAGraySourceServesAllThree() {
        List<ColourRule> rules =
                List.of(ColourRule.PLANES, ColourRule.PLANES_UNLESS_SOURCES_GRAY, ColourRule.PLANES_OR_GRAY_AS_SOURCES);
        for (ColourRule rule : rules) {
            List<GrayScene> scenes = scenes(rule, COLOUR, GRAY, OTHER);
            assertThat(scenes).as(rule.name()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(scenes.get(i).fused()).isSameAs(plane(COLOUR, i));
                assertThat(scenes.get(i).sources()).containsExactly(plane(GRAY, 0), plane(OTHER, i));
            }
        }
    }

    @Test
    void planesOfAGrayFusedImageMeetTheGrayOfTheSources() {
        List<GrayScene> scenes = scenes(ColourRule.PLANES, GRAY, COLOUR, GRAY);
        assertThat(scenes).hasSize(1);
        assertThat(scenes.get(0).fused()).isSameAs(plane(GRAY, 0));
        assertThat(scenes.get(0).sources().get(0).samples()).containsExactly(GRAY_OF_COLOUR);
        assertThat(scenes.get(0).sources().get(1)).isSameAs(plane(GRAY, 0));
    }

    @Test
    void allPlanesOfTheFusedImageMeetGraySources() {
        assertThat(scenes(ColourRule.PLANES, COLOUR, GRAY, GRAY))
                .hasSize(3)
                .allSatisfy(scene -> assertThat(scene.sources()).containsExactly(plane(GRAY, 0), plane(GRAY, 0)));
    }

    @Test
    void onlyRedIsAskedWhereAllSourcesAreGray() {
        List<GrayScene> scenes = scenes(ColourRule.PLANES_UNLESS_SOURCES_GRAY, COLOUR, GRAY, GRAY);
        assertThat(scenes).hasSize(1);
        assertThat(scenes.get(0).fused()).isSameAs(plane(COLOUR, 0));
        assertThat(scenes.get(0).sources()).containsExactly(plane(GRAY, 0), plane(GRAY, 0));
    }

    @Test
    void theFusedImageBecomesGrayAsAllSourcesAre() {
        List<GrayScene> scenes = scenes(ColourRule.PLANES_OR_GRAY_AS_SOURCES, COLOUR, GRAY, GRAY);
        assertThat(scenes).hasSize(1);
        assertThat(scenes.get(0).fused().samples()).containsExactly(GRAY_OF_COLOUR);
        assertThat(scenes.get(0).sources()).containsExactly(plane(GRAY, 0), plane(GRAY, 0));
    }

    @Test
    void noSourcesAreNotGraySources() {
        assertThat(scenes(ColourRule.PLANES_UNLESS_SOURCES_GRAY, COLOUR)).hasSize(3);
        assertThat(scenes(ColourRule.PLANES_OR_GRAY_AS_SOURCES, COLOUR)).hasSize(3);
    }

    @Test
    void planesLieSideBySide() {
        List<GrayScene> scenes = scenes(ColourRule.PLANES_SIDE_BY_SIDE, COLOUR, GRAY, OTHER);
        assertThat(scenes).hasSize(1);
        Plane fused = scenes.get(0).fused();
        assertThat(fused.width()).isEqualTo(6);
        assertThat(fused.height()).isEqualTo(2);
        assertThat(fused.samples()).containsExactly(1, 2, 10, 20, 100, 110, 3, 4, 30, 40, 120, 130);
        assertThat(scenes.get(0).sources().stream().map(Plane::samples))
                .containsExactly(
                        new double[] {90, 91, 90, 91, 90, 91, 92.5, 93, 92.5, 93, 92.5, 93},
                        new double[] {5, 6, 50, 60, 140, 150, 7, 8, 70, 80, 160, 170});
    }

    private static List<GrayScene> scenes(ColourRule rule, Picture fused, Picture... sources) {
        return rule.scenes(fused, List.of(sources), new Features());
    }

    private static double[] fused(ColourRule rule, Picture fused) {
        return scenes(rule, fused).get(0).fused().samples();
    }

    private static Plane plane(Picture picture, int index) {
        return picture.planes().get(index);
    }

    private static Picture flat(double level) {
        return TestPictures.constant(2, 2, level);
    }
}
