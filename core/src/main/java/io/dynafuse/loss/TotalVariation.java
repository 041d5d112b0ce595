package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;

/** The mean absolute differences of neighbouring pixels. */
final class TotalVariation {
    private TotalVariation() {}

    static Tensor of(Tensor image) {
        // The border is repeated, so that images of one row or column need no special case: no mean is empty.
        Tensor padded = image.replicatePad(1);
        Tensor columns = padded.slice(2, 1, image.size(2));
        Tensor rows = padded.slice(3, 1, image.size(3));
        return differences(columns, 3).plus(differences(rows, 2));
    }

    private static Tensor differences(Tensor planes, int dimension) {
        long length = planes.size(dimension) - 2;
        return planes.slice(dimension, 2, length)
                .minus(planes.slice(dimension, 1, length))
                .absolute()
                .meanOfAll();
    }
}
