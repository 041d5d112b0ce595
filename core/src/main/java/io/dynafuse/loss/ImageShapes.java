package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;
import java.util.Arrays;

/** Refuses images that cannot be compared. */
final class ImageShapes {
    private ImageShapes() {}

    /** @throws IllegalArgumentException if the shapes differ; names both images */
    static void check(Tensor first, String firstName, Tensor second, String secondName) {
        if (!Arrays.equals(first.shape(), second.shape())) {
            throw new IllegalArgumentException("expected " + firstName + " and " + secondName + " of one shape, found "
                    + Arrays.toString(first.shape()) + " and " + Arrays.toString(second.shape()));
        }
    }
}
