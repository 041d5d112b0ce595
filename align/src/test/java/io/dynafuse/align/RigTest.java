package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.align.Rig.Outlier;
import io.dynafuse.align.Rig.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One motion of many scenes. */
class RigTest {
    private static final Size FRAME = new Size(101, 81);
    private static final Transform TRUE = Transform.similarity(2, 1.05, 50, 40).after(Transform.translation(4, -3));

    private static Scene scene(String name, Transform transform, Optional<String> distrust) {
        Motion motion = new Motion(transform, MotionModel.AFFINE, 0.3, 0.1, 9, 0.9, 0.1, 0.2, 7, distrust);
        return new Scene(name, new Alignment(0, List.of(FRAME, FRAME), List.of(Motion.NONE, motion)));
    }

    private static Scene scene(String name, double x, double y) {
        return scene(name, Transform.translation(x, y).after(TRUE), Optional.empty());
    }

    @Test
    void theMedianOfScenesIsTheMotionWhateverAFewSay() {
        List<Scene> scenes = List.of(
                scene("a", 0.2, 0),
                scene("b", -0.2, 0),
                scene("c", 0, 0.1),
                scene("d", 0, 0),
                scene("e", 0, -0.1),
                scene("f", 40, 9),
                scene("g", Transform.translation(-70, 5), Optional.of("nothing agrees")));
        Rig rig = Rig.of(scenes, Optional.empty());
        Motion motion = rig.alignment().motions().get(1);
        // Medians of 6 shifts: of x between 0 and 0, of y between 0 and 0.
        assertThat(motion.transform().cornerDistance(TRUE, 101, 81)).isLessThan(0.06);
        assertThat(motion.model()).isEqualTo(MotionModel.SIMILARITY);
        assertThat(motion.isTrusted()).isTrue();
        assertThat(motion.agreement()).isEqualTo(0.3);
        // Five scenes agree, of which the farthest is 0.2 px off: 1.25 x 0.2 / root of 5.
        assertThat(motion.uncertainty()).isEqualTo(1.25 * 0.2 / Math.sqrt(5), within(0.03));
        assertThat(rig.outliers()).extracting(Outlier::scene).containsExactly("f");
        assertThat(rig.outliers().get(0).source()).isEqualTo(1);
        assertThat(rig.outliers().get(0).distance()).isEqualTo(41, within(0.1));
    }

    @Test
    void aModelThatIsAskedForIsTaken() {
        List<Scene> scenes = List.of(scene("a", 0, 0), scene("b", 0, 0), scene("c", 0, 0));
        Motion motion = Rig.of(scenes, Optional.of(MotionModel.BREATHING))
                .alignment()
                .motions()
                .get(1);
        assertThat(motion.model()).isEqualTo(MotionModel.BREATHING);
        // The mean of where the corners go, which is where the centre goes.
        Point centre = TRUE.of(50, 40);
        assertThat(motion.transform().of(50, 40).distance(centre)).isLessThan(1e-9);
    }

    @Test
    void fewerThanThreeTrustedScenesAreRefused() {
        List<Scene> scenes = List.of(scene("a", 0, 0), scene("b", 0, 0), scene("c", TRUE, Optional.of("no")));
        assertThatThrownBy(() -> Rig.of(scenes, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the motion of source 2 is trusted in 2 of 3 scenes; expected 3 or more");
        assertThatThrownBy(() -> Rig.of(List.of(), Optional.empty())).hasMessageContaining("found none");
    }

    @Test
    void scenesThatDoNotAgreeAreRefused() {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            scenes.add(scene("s" + i, 30 * i, i % 2 == 0 ? 20 : -20));
        }
        assertThatThrownBy(() -> Rig.of(scenes, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of the 5 scenes that can be trusted; expected half of them");
    }

    @Test
    void scenesOfOtherSizesAreRefused() {
        Size other = new Size(200, 100);
        Scene odd = new Scene("odd", new Alignment(0, List.of(FRAME, other), List.of(Motion.NONE, Motion.NONE)));
        assertThatThrownBy(() -> Rig.of(List.of(scene("a", 0, 0), odd), Optional.empty()))
                .hasMessage("odd: has sources of 101 x 81, 200 x 100, but a of 101 x 81, 101 x 81; expected scenes of"
                        + " one rig");
    }
}
