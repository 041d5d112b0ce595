package io.dynafuse.nn;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * A grid of tokens {@code [N,H,W,D]} cut into square windows, for attention within each (Liu et al. 2021, arXiv:2103.14030); grids are shifted with
 * {@link Tensor#roll}. A grid of patches joined as windows is an image: D is then the image's channels.
 */
public final class Windows {
    private Windows() {}

    /**
     * Cuts a grid.
     *
     * @param grid {@code [N,H,W,D]}, H and W multiples of {@code side}
     * @return {@code [N·H/side·W/side,side²,D]}, windows and tokens in them row by row
     */
    public static Tensor cut(Tensor grid, int side) {
        long features = grid.size(3);
        return Scope.compute(
                () -> grid.reshape(grid.size(0), grid.size(1) / side, side, grid.size(2) / side, side, features)
                        .transpose(2, 3)
                        .reshape(-1, (long) side * side, features));
    }

    /**
     * Joins what {@link #cut} made.
     *
     * @param windows {@code [N·height/side·width/side,side²,D]}
     * @return {@code [N,height,width,D]}
     */
    public static Tensor join(Tensor windows, int side, long height, long width) {
        long features = windows.size(2);
        return Scope.compute(() -> windows.reshape(-1, height / side, width / side, side, side, features)
                .transpose(2, 3)
                .reshape(-1, height, width, features));
    }

    /**
     * A learned number for every pair of tokens of a window by where the key lies from the query: row {@code (dr+side−1)·(2·side−1) + dc+side−1}
     * of the table where the query is {@code dr} rows below and {@code dc} columns right of the key.
     *
     * @param table {@code [(2·side−1)²,heads]}
     * @return {@code [heads,side²,side²]}: of query and key
     */
    public static Tensor relativePositions(Tensor table, int side) {
        int tokens = side * side;
        long[] rows = new long[tokens * tokens];
        for (int i = 0; i < rows.length; i++) {
            int query = i / tokens;
            int key = i % tokens;
            int below = query / side - key / side + side - 1;
            int right = query % side - key % side + side - 1;
            rows[i] = below * (2L * side - 1) + right;
        }
        return Scope.compute(
                () -> table.pick(0, rows).reshape(tokens, tokens, table.size(1)).permute(2, 0, 1));
    }
}
