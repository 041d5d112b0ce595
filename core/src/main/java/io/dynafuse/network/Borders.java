package io.dynafuse.network;

import io.dynafuse.torch.Tensor;

/**
 * Which ends of the rows that layers are given are those of the image, where they see its border. Beyond the others the image goes on, so that
 * results near them are not to be used.
 *
 * @param top whether the first row is that of the image
 * @param bottom whether the last row is that of the image
 */
public record Borders(boolean top, boolean bottom) {
    /** Of an image as a whole. */
    public static final Borders WHOLE = new Borders(true, true);

    /** Rows {@code [N,C,H,W]} without so many at each end that is none of the image. */
    public Tensor inner(Tensor rows, int without) {
        int above = top ? 0 : without;
        int below = bottom ? 0 : without;
        return above + below == 0 ? rows : rows.slice(2, above, rows.size(2) - above - below);
    }
}
