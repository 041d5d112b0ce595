package io.dynafuse.reproduction;

import io.dynafuse.network.InputNormalisation;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/** The numbers in which a loss compares images. */
enum LossSpace {
    /** Those of the network. */
    NORMALISED("normalised") {
        @Override
        Tensor of(Tensor image, InputNormalisation normalisation) {
            return image.copy();
        }
    },
    /** [0,1], which the output of a network may leave. */
    UNIT("unclipped") {
        @Override
        Tensor of(Tensor image, InputNormalisation normalisation) {
            return normalisation.denormalise(image);
        }
    },
    /** [0,1], clipped. */
    CLIPPED("clipped") {
        @Override
        Tensor of(Tensor image, InputNormalisation normalisation) {
            return normalisation.denormalise(image).clampInPlace(0, 1);
        }
    },
    /** The red channel of {@link #CLIPPED}: sources are gray, so that channels differ by the network alone. */
    ONE_CHANNEL("red") {
        @Override
        Tensor of(Tensor image, InputNormalisation normalisation) {
            return Scope.compute(
                    () -> CLIPPED.of(image, normalisation).slice(1, 0, 1).copy());
        }
    },
    /** [0,1] in steps of 8 bits. */
    EIGHT_BITS("8 bits") {
        @Override
        Tensor of(Tensor image, InputNormalisation normalisation) {
            return Scope.compute(() -> {
                Tensor clipped = CLIPPED.of(image, normalisation);
                float[] values = clipped.planar().toFloats();
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.round(values[i] * LEVELS) / LEVELS;
                }
                return Tensor.of(values, clipped.shape());
            });
        }
    };

    private static final float LEVELS = 255f;

    private final String words;

    LossSpace(String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }

    /** An image {@code [1,C,H,W]} of the network in these numbers; the caller owns it. */
    abstract Tensor of(Tensor image, InputNormalisation normalisation);
}
