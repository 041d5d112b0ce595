package io.dynafuse.network.tcmoa;

import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How the features that tell tokens their position, a table for a square grid, are given to a grid of another size. */
enum Positions {
    /** Every window of attention has the positions of the whole table, as if it were an image: what a training on images of one window meets again. */
    OF_WINDOWS {
        @Override
        Tensor ofGrid(Tensor square, long height, long width) {
            return square.pick(2, repeated(height)).pick(3, repeated(width)).permute(0, 2, 3, 1);
        }
    },
    /** As the authors' program does: rows and columns are exchanged, so that the features of grids that are not square are scrambled. */
    SCRAMBLED {
        @Override
        Tensor ofGrid(Tensor square, long height, long width) {
            return square.resizeBilinear(width, height).permute(0, 2, 3, 1).reshape(1, height, width, square.size(1));
        }
    };

    /** Tokens along a side of the grid that the table is for. */
    static final int SIDE = 14;

    private static final double LONGEST_WAVE = 10_000;

    private static long[] repeated(long length) {
        return LongStream.range(0, length).map(place -> place % SIDE).toArray();
    }

    /** @param square {@code [1,D,14,14]} */
    abstract Tensor ofGrid(Tensor square, long height, long width);

    /**
     * Adds positions to tokens.
     *
     * @param grid {@code [N,H,W,D]}
     * @param table {@code [1,1+14·14,D]}, that of the class token first
     */
    Tensor add(Tensor grid, Tensor table) {
        return Scope.compute(() -> grid.plus(ofGrid(
                table.slice(1, 1, (long) SIDE * SIDE)
                        .reshape(1, SIDE, SIDE, table.size(2))
                        .permute(0, 3, 1, 2),
                grid.size(1),
                grid.size(2))));
    }

    /** A table of waves: of columns in the first half of the features, of rows in the second; sines before cosines in each (He et al. 2022). */
    static ParameterDeclarations declare(int width, String name) {
        return ParameterDeclarations.of(name, (shape, seed) -> waves(shape), 1, 1 + SIDE * SIDE, width)
                .frozen();
    }

    private static float[] waves(List<Long> shape) {
        int width = Math.toIntExact(shape.get(2));
        float[] values = new float[(1 + SIDE * SIDE) * width];
        List<double[]> features = features(width);
        for (int i = width; i < values.length; i++) {
            values[i] = (float) features.get(i / width - 1)[i % width];
        }
        return values;
    }

    /** Of every token, row by row. */
    static List<double[]> features(int width) {
        return IntStream.range(0, SIDE * SIDE)
                .mapToObj(token -> IntStream.range(0, width)
                        .mapToDouble(feature -> wave(
                                feature < width / 2 ? token % SIDE : token / SIDE, feature % (width / 2), width / 4))
                        .toArray())
                .toList();
    }

    private static double wave(int place, int feature, int waves) {
        double angle = place * StrictMath.pow(LONGEST_WAVE, -(double) (feature % waves) / waves);
        return feature < waves ? StrictMath.sin(angle) : StrictMath.cos(angle);
    }
}
