package io.dynafuse.study;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.Arrays;
import java.util.List;

/**
 * Predicted against true errors, both from 0.01 to 100 pixels in logarithmic scale: each case a dot, further to the right the larger the prediction, higher
 * the larger the error. Dots above the line were worse than predicted. A line of the grid stands for a factor of ten.
 */
final class CalibrationPlot {
    private static final int SIDE = 480;
    private static final int DECADES = 4;
    private static final double LEAST = 0.01;
    private static final float GRID = 0.85f;
    private static final int DOT = 2;

    private CalibrationPlot() {}

    /** One case. */
    interface Case {
        double predicted();

        double error();
    }

    static Image of(List<? extends Case> cases) {
        float[] values = new float[SIDE * SIDE];
        Arrays.fill(values, 1);
        for (int decade = 0; decade <= DECADES; decade++) {
            int line = Math.min(SIDE - 1, decade * SIDE / DECADES);
            for (int i = 0; i < SIDE; i++) {
                values[i * SIDE + line] = GRID;
                values[line * SIDE + i] = GRID;
            }
        }
        for (int i = 0; i < SIDE; i++) {
            values[(SIDE - 1 - i) * SIDE + i] = 0.5f;
        }
        for (Case each : cases) {
            int x = place(each.predicted());
            int y = SIDE - 1 - place(each.error());
            for (int dy = -DOT; dy <= DOT; dy++) {
                for (int dx = -DOT; dx <= DOT; dx++) {
                    int row = Math.min(Math.max(y + dy, 0), SIDE - 1);
                    values[row * SIDE + Math.min(Math.max(x + dx, 0), SIDE - 1)] = 0;
                }
            }
        }
        return Image.of(SIDE, SIDE, 1, values, SampleDepth.BITS_8);
    }

    private static int place(double pixels) {
        double share = Math.log10(Math.max(pixels, LEAST) / LEAST) / DECADES;
        return (int) Math.min(share * SIDE, SIDE - 1.0);
    }
}
