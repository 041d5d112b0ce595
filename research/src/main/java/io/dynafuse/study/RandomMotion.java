package io.dynafuse.study;

import io.dynafuse.align.Canvas;
import io.dynafuse.align.Transform;
import java.util.Random;

/** Motions of chance. */
final class RandomMotion {
    private static final double SHEAR = 0.25;
    private static final double TURN = 0.5;
    private static final int HALVINGS = 50;

    private RandomMotion() {}

    /**
     * An affine motion: shifts, turns, changes of scale and shears about the middle.
     *
     * @param distance by which it moves the corners on average, in pixels
     */
    static Transform affine(Canvas canvas, double distance, Random random) {
        double[] amounts = {
            random.nextGaussian(),
            random.nextGaussian(),
            TURN * random.nextGaussian(),
            TURN * random.nextGaussian(),
            SHEAR * random.nextGaussian(),
            SHEAR * random.nextGaussian()
        };
        double least = 0;
        double most = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (least + most) / 2;
            double moved =
                    affine(canvas, amounts, middle).cornerDistance(Transform.IDENTITY, canvas.width(), canvas.height());
            if (moved < distance) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return affine(canvas, amounts, least);
    }

    private static Transform affine(Canvas canvas, double[] amounts, double factor) {
        double half = Math.max(canvas.width(), canvas.height()) / 2.0;
        double f = factor / 4;
        Transform change = Transform.of(
                1 + f * (amounts[2] + amounts[4]),
                f * (amounts[5] - amounts[3]),
                f * half * amounts[0],
                f * (amounts[5] + amounts[3]),
                1 + f * (amounts[2] - amounts[4]),
                f * half * amounts[1],
                0,
                0,
                1);
        Transform middle = Transform.translation((canvas.width() - 1) / 2.0, (canvas.height() - 1) / 2.0);
        return middle.after(change).after(middle.inverse());
    }
}
