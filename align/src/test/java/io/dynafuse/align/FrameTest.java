package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Frame FRAME = new Frame(200, 100);
    private static final double SMALL = 1e-5;

    @Test
    void parametersAreThoseOfTheMotion() {
        double[] parameters = {0.1, -0.05, 0.02, 0.03, -0.01, 0.015, 0.004, -0.006};
        assertThat(FRAME.parameters(FRAME.motion(parameters))).containsExactly(parameters, within(1e-12));
    }

    /** By finite differences of the motion itself. */
    @Test
    void derivativesAreThoseOfTheMotion() {
        List<double[]> derivatives = FRAME.cornerDerivatives();
        List<Point> corners = Point.corners(FRAME.width(), FRAME.height());
        for (int parameter = 0; parameter < Equations.PARAMETERS; parameter++) {
            double[] parameters = new double[Equations.PARAMETERS];
            parameters[parameter] = SMALL;
            Transform motion = FRAME.motion(parameters);
            for (int corner = 0; corner < corners.size(); corner++) {
                Point moved = motion.of(corners.get(corner));
                double factor = SMALL * FRAME.unit();
                assertThat((moved.x() - corners.get(corner).x()) / factor)
                        .isCloseTo(derivatives.get(2 * corner)[parameter], within(1e-4));
                assertThat((moved.y() - corners.get(corner).y()) / factor)
                        .isCloseTo(derivatives.get(2 * corner + 1)[parameter], within(1e-4));
            }
        }
    }

    /** The middle is (99.5, 49.5); a growth by 1 % moves each corner by 1 % of its distance to it. */
    @Test
    void cornersMoveAsFarAsTheyAreFromTheMiddle() {
        double[] growth = new double[Equations.PARAMETERS];
        growth[2] = 0.01;
        assertThat(FRAME.cornerMotion(growth)).isCloseTo(0.01 * Math.hypot(99.5, 49.5), within(1e-9));
    }

    @Test
    void blocksLieRowAfterRow() {
        assertThat(FRAME.block(FRAME.u(0), FRAME.v(0))).isZero();
        assertThat(FRAME.block(FRAME.u(199), FRAME.v(0))).isEqualTo(7);
        assertThat(FRAME.block(FRAME.u(0), FRAME.v(99))).isEqualTo(56);
        assertThat(FRAME.block(FRAME.u(26), FRAME.v(13))).isEqualTo(9);
    }

    /** A step of 1.5 times 1 after which 0.4 of it are still asked for: steps cover 0.6 / 1.5 of what is needed. */
    @Test
    void stridesMakeUpForWhatStepsFallShortBy() {
        Stride stride = new Stride();
        double first = stride.lengthened(new double[] {1, 0})[0];
        assertThat(first).isEqualTo(1.5);
        assertThat(stride.lengthened(new double[] {0.4, 0})[0]).isCloseTo(0.4 * 1.5 / 0.6, within(1e-12));
    }
}
