package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the side of an image is cut. */
class PiecesTest {
    private static final int TILE = 448;
    private static final int MULTIPLE = 112;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 111, 112, 113, 448, 449, 450, 640, 784, 785, 1024, 5000})
    void everyRowIsSeenAndCounts(long length) {
        Pieces pieces = Pieces.of(length, TILE, MULTIPLE);
        double[] shares = new double[(int) length];
        for (int i = 0; i < pieces.starts().size(); i++) {
            long[] rows = pieces.indices(i);
            assertThat(rows.length % MULTIPLE).isZero();
            assertThat(rows.length).isLessThanOrEqualTo(TILE);
            float[] share = pieces.shares(i);
            for (int row = 0; row < share.length; row++) {
                assertThat(rows[row]).isEqualTo(pieces.starts().get(i) + row);
                assertThat(share[row]).isPositive().isLessThanOrEqualTo(1);
                shares[(int) rows[row]] += share[row];
            }
        }
        assertThat(Arrays.stream(shares).min().orElseThrow()).isPositive();
    }

    /** 640 rows in pieces of 448: 256 of them in both, and no step from one to the next is larger than that of the ramps. */
    @Test
    void sharesOfNeighboursPassOverSlowly() {
        Pieces pieces = Pieces.of(640, TILE, MULTIPLE);
        assertThat(pieces.starts()).containsExactly(0L, 192L);
        float[] first = pieces.shares(0);
        float[] second = pieces.shares(1);
        float last = 1;
        for (int row = 192; row < TILE; row++) {
            float share = first[row] / (first[row] + second[row - 192]);
            assertThat(share).isLessThanOrEqualTo(last + 1e-6f).isGreaterThan(last - 1.01f / 256);
            last = share;
        }
        assertThat(last).isLessThan(0.01f);
    }

    @Test
    void whatIsTooShortIsMirrored() {
        assertThat(Pieces.of(3, TILE, MULTIPLE).indices(0))
                .startsWith(0, 1, 2, 1, 0, 1, 2)
                .hasSize(MULTIPLE);
        assertThat(Pieces.of(1, TILE, MULTIPLE).indices(0)).containsOnly(0).hasSize(MULTIPLE);
        assertThat(Pieces.of(1, TILE, MULTIPLE).inside()).isEqualTo(1);
    }

    @Test
    void theAuthorsPiecesLieSideBySide() {
        // tiling.json: 897x1345, 449x896.
        assertThat(Pieces.published(897, TILE)).containsExactly(0L, 448L, 449L);
        assertThat(Pieces.published(1345, TILE)).containsExactly(0L, 448L, 896L, 897L);
        assertThat(Pieces.published(449, TILE)).isEqualTo(List.of(0L, 1L));
        assertThat(Pieces.published(896, TILE)).isEqualTo(List.of(0L, 448L));
    }
}
