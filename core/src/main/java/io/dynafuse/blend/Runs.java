package io.dynafuse.blend;

import java.util.Arrays;

/**
 * A label for each pixel, kept as runs of pixels with the same label along each row, and how much mass each run has. Connected regions of one
 * label are found over the runs, neighbours being those above, below, left and right.
 */
final class Runs {
    private final int width;
    private final int[] firstOfRow;
    private int rows;
    private int[] starts = new int[1 << 10];
    private int[] labels = new int[1 << 10];
    private double[] masses = new double[1 << 10];

    Runs(int width, int height) {
        this.width = width;
        this.firstOfRow = new int[height + 1];
    }

    /** Adds the next row. */
    void add(int[] labelsOfRow, float[] massesOfRow) {
        int run = firstOfRow[rows] - 1;
        for (int x = 0; x < width; x++) {
            if (x == 0 || labelsOfRow[x] != labelsOfRow[x - 1]) {
                run++;
                require(run + 1);
                starts[run] = x;
                labels[run] = labelsOfRow[x];
                masses[run] = 0;
            }
            masses[run] += massesOfRow[x];
        }
        firstOfRow[++rows] = run + 1;
    }

    private void require(int length) {
        if (length > starts.length) {
            int longer = starts.length + starts.length / 2;
            starts = Arrays.copyOf(starts, longer);
            labels = Arrays.copyOf(labels, longer);
            masses = Arrays.copyOf(masses, longer);
        }
    }

    /** The labels of a row. */
    int[] row(int y) {
        int[] row = new int[width];
        for (int run = firstOfRow[y]; run < firstOfRow[y + 1]; run++) {
            Arrays.fill(row, starts[run], end(run, y), labels[run]);
        }
        return row;
    }

    /** 1 where a row has a label, 0 elsewhere. */
    float[] row(int y, int label) {
        float[] row = new float[width];
        for (int run = firstOfRow[y]; run < firstOfRow[y + 1]; run++) {
            if (labels[run] == label) {
                Arrays.fill(row, starts[run], end(run, y), 1);
            }
        }
        return row;
    }

    private int end(int run, int y) {
        return run + 1 < firstOfRow[y + 1] ? starts[run + 1] : width;
    }

    /**
     * Gives regions of little mass the other of two labels, 0 and 1.
     *
     * @param label of the regions that are looked at
     * @param least the regions that change their label have less mass than this
     */
    void flip(int label, double least) {
        int[] parents = regions(label);
        double[] sums = new double[parents.length];
        for (int run = 0; run < parents.length; run++) {
            sums[root(parents, run)] += masses[run];
        }
        for (int run = 0; run < parents.length; run++) {
            if (labels[run] == label && sums[root(parents, run)] < least) {
                labels[run] = 1 - label;
            }
        }
    }

    /** For each run, another one of its region, or itself. */
    private int[] regions(int label) {
        int[] parents = new int[firstOfRow[rows]];
        Arrays.setAll(parents, run -> run);
        for (int y = 0; y < rows; y++) {
            // Runs beside each other may have the same label once some were flipped.
            for (int run = firstOfRow[y]; run + 1 < firstOfRow[y + 1]; run++) {
                join(parents, run, run + 1, label);
            }
            if (y > 0) {
                joinRows(parents, y, label);
            }
        }
        return parents;
    }

    /** Joins the runs of a row with those of the row above that touch them. */
    private void joinRows(int[] parents, int y, int label) {
        int above = firstOfRow[y - 1];
        int here = firstOfRow[y];
        while (above < firstOfRow[y] && here < firstOfRow[y + 1]) {
            join(parents, above, here, label);
            int endAbove = end(above, y - 1);
            int endHere = end(here, y);
            above += endAbove <= endHere ? 1 : 0;
            here += endHere <= endAbove ? 1 : 0;
        }
    }

    private void join(int[] parents, int run, int other, int label) {
        if (labels[run] == label && labels[other] == label) {
            int one = root(parents, run);
            int two = root(parents, other);
            parents[Math.max(one, two)] = Math.min(one, two);
        }
    }

    private static int root(int[] parents, int run) {
        int root = run;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }
}
