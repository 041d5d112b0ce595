package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.scenes.DepthStack.DepthPlane;
import io.dynafuse.scenes.DepthStack.Lens;
import org.junit.jupiter.api.Test;

/** Occlusion at the borders of what is out of focus. */
class DepthStackTest {
    private static final int SIDE = 40;
    private static final int EDGE = 20;
    private static final double RADIUS = 4;
    private static final float NEAR = 0.9f;
    private static final Lens FOCUSED_NEAR = new Lens(0.5, 1, RADIUS / 0.25);
    private static final Lens FOCUSED_FAR = new Lens(0, 0.5, RADIUS / 0.25);

    /** A wall of stripes, one pixel each, and something even before its right half. */
    private static DepthStack stack() {
        Canvas wall = new Canvas(SIDE, SIDE, 1);
        Canvas front = new Canvas(SIDE, SIDE, 1);
        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = i % SIDE;
            wall.planes[0][i] = stripe(x);
            wall.coverage[i] = 1;
            front.planes[0][i] = x >= EDGE ? NEAR : 0;
            front.coverage[i] = x >= EDGE ? 1 : 0;
        }
        // Two slabs, whose middles are at 0.25 and 0.75.
        DepthStack stack = new DepthStack(2, SIDE, SIDE, 1);
        stack.add(wall, DepthPlane.facing(0.1));
        stack.add(front, DepthPlane.facing(0.9));
        return stack;
    }

    private static float stripe(int x) {
        return x % 2 == 0 ? 0.1f : 0.5f;
    }

    @Test
    void inFocusTheNearHidesTheFar() {
        float[] sharp = stack().sharp().planes[0];
        for (int x = 0; x < SIDE; x++) {
            assertThat(sharp[EDGE * SIDE + x]).isEqualTo(x < EDGE ? stripe(x) : NEAR);
        }
    }

    /** The disc's part beyond a straight border at a distance d: (acos(d/r) - d/r · sqrt(1 - d²/r²)) / π. */
    @Test
    void aBlurredForegroundSpreadsOverASharpBackgroundAndLetsItThrough() {
        float[] seen = stack().through(FOCUSED_FAR).planes[0];
        for (int x = 8; x < 32; x++) {
            double part = partBeyond((EDGE - 0.5 - x) / RADIUS);
            double expected = part * NEAR + (1 - part) * stripe(x);
            assertThat((double) seen[EDGE * SIDE + x]).as("column %d", x).isCloseTo(expected, within(0.02));
        }
    }

    private static double partBeyond(double distance) {
        double d = Math.min(Math.max(distance, -1), 1);
        return (Math.acos(d) - d * Math.sqrt(1 - d * d)) / Math.PI;
    }

    @Test
    void aSharpForegroundIsNotTouchedByABlurredBackground() {
        float[] seen = stack().through(FOCUSED_NEAR).planes[0];
        for (int x = 0; x < SIDE; x++) {
            float value = seen[EDGE * SIDE + x];
            if (x >= EDGE) {
                assertThat(value).isEqualTo(NEAR);
            } else if (x > RADIUS) {
                // Stripes of one pixel are all but gone; at the left border the first one goes on.
                assertThat(value).isCloseTo(0.3f, within(0.05f));
            }
        }
    }

    /** Where slabs meet, blurring them unequally opens no gap to what is behind. */
    @Test
    void whatStandsAslantHasNoGaps() {
        Canvas floor = new Canvas(SIDE, SIDE, 1);
        for (int i = 0; i < SIDE * SIDE; i++) {
            floor.planes[0][i] = 0.5f;
            floor.coverage[i] = 1;
        }
        DepthStack stack = new DepthStack(6, SIDE, SIDE, 1);
        stack.add(floor, new DepthPlane(0, 0, 1.0 / SIDE, 0));
        for (Lens lens : new Lens[] {FOCUSED_NEAR, FOCUSED_FAR}) {
            for (float value : stack.through(lens).planes[0]) {
                assertThat(value).isCloseTo(0.5f, within(1e-5f));
            }
        }
    }
}
