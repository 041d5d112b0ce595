package io.dynafuse.data;

/**
 * An object in the images of a scene, for those who measure detectors.
 *
 * @param label what it is, such as {@code person}
 * @param left its first column, from 0
 * @param top its first row, from 0
 * @param right one after its last column
 * @param bottom one after its last row
 * @param isDifficult whether it need not be found
 */
public record LabelledObject(String label, int left, int top, int right, int bottom, boolean isDifficult) {
    /** @throws IllegalArgumentException if the label has other characters than letters, digits and hyphens, or the box is empty */
    public LabelledObject {
        // Nothing that would have to be escaped.
        if (!label.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "expected a label of letters, digits and hyphens, found \"" + label + "\"");
        }
        if (left >= right || top >= bottom) {
            throw new IllegalArgumentException(
                    "expected a box of 1 pixel or more, found " + left + ", " + top + ", " + right + ", " + bottom);
        }
    }
}
