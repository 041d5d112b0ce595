package io.dynafuse.metrics.signal;

/** Eigenvalues of small symmetric matrices, by Jacobi's rotations. */
public final class SymmetricEigenvalues {
    private static final int MOST_SWEEPS = 50;

    private SymmetricEigenvalues() {}

    /** The eigenvalues, in no particular order; the matrix must be symmetric and is not changed. */
    public static double[] of(double[][] matrix) {
        int size = matrix.length;
        double[][] rotated = new double[size][];
        for (int i = 0; i < size; i++) {
            rotated[i] = matrix[i].clone();
        }
        // The rotations converge quadratically: a handful of sweeps is the rule.
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(rotated); sweep++) {
            for (int row = 0; row < size; row++) {
                for (int column = row + 1; column < size; column++) {
                    eliminate(rotated, row, column);
                }
            }
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = rotated[i][i];
        }
        return values;
    }

    private static boolean isDiagonal(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = i + 1; j < matrix.length; j++) {
                if (matrix[i][j] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Rotates in the plane of two axes such that the element that mixes them becomes zero. */
    private static void eliminate(double[][] matrix, int p, int q) {
        double mixed = matrix[p][q];
        if (mixed == 0) {
            return;
        }
        double halfRatio = (matrix[q][q] - matrix[p][p]) / (2 * mixed);
        // The smaller of the two possible angles.
        double tangent = Math.copySign(1, halfRatio) / (Math.abs(halfRatio) + Math.hypot(halfRatio, 1));
        double cosine = 1 / Math.hypot(tangent, 1);
        double sine = tangent * cosine;
        for (int k = 0; k < matrix.length; k++) {
            if (k != p && k != q) {
                double kp = matrix[k][p];
                double kq = matrix[k][q];
                matrix[k][p] = matrix[p][k] = cosine * kp - sine * kq;
                matrix[k][q] = matrix[q][k] = sine * kp + cosine * kq;
            }
        }
        matrix[p][p] -= tangent * mixed;
        matrix[q][q] += tangent * mixed;
        matrix[p][q] = matrix[q][p] = 0;
    }
}
