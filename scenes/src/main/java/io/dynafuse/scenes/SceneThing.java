package io.dynafuse.scenes;

import java.util.Optional;

/**
 * A person or a car in a scene, and the box around it: all that is drawn of it, also where something else hides it, as far as it lies in the image. The
 * light and the warmth that it sheds are not a part of it.
 *
 * @param word {@value #PERSON} or {@value #CAR}
 * @param left its first column
 * @param top its first row
 * @param right one after its last column, at most the width of the image
 * @param bottom one after its last row, at most the height of the image
 * @param seen the share of its pixels, in [0,1], that are in the image and not hidden by what stands before it
 */
public record SceneThing(String word, int left, int top, int right, int bottom, double seen) {
    /** The word for people. */
    public static final String PERSON = "person";

    /** The word for cars. */
    public static final String CAR = "car";

    private static final double RECOGNISABLE = 0.3;

    /**
     * What a part of the image shows of it, in that part's pixels; empty if nothing. As much of its pixels counts as unseen as of its box is outside.
     *
     * @param x the first column of the part
     * @param y the first row of the part
     */
    public Optional<SceneThing> within(int x, int y, int width, int height) {
        int partLeft = Math.max(left - x, 0);
        int partTop = Math.max(top - y, 0);
        int partRight = Math.min(right - x, width);
        int partBottom = Math.min(bottom - y, height);
        if (partLeft >= partRight || partTop >= partBottom) {
            return Optional.empty();
        }
        double inside = (double) (partRight - partLeft) * (partBottom - partTop) / ((right - left) * (bottom - top));
        return Optional.of(new SceneThing(word, partLeft, partTop, partRight, partBottom, seen * inside));
    }

    /** Whether so little of it is seen that nobody could be expected to find it. */
    public boolean isHardlySeen() {
        return seen < RECOGNISABLE;
    }
}
