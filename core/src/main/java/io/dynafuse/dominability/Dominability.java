package io.dynafuse.dominability;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Locale;

/**
 * How the relative dominability of each source is found and turned into fusion weights (TTD, Eq. 6): for every pixel the loss
 * ℓ⁽ᵐ⁾ of source m, then by default ω⁽ᵐ⁾ = softmaxₘ(exp(−k·ℓ⁽ᵐ⁾)).
 *
 * @param reference what is compared with what
 * @param norm how the comparison becomes a loss
 * @param scale k, which multiplies the loss; positive
 * @param form the score of a loss
 * @param normalisation how scores become weights
 * @param contrast turns the sign of the correlation, so that sources with a high loss get high weights: softmax(−score), the
 *     paper's control experiment (§5.1)
 */
public record Dominability(
        Reference reference, Norm norm, double scale, Form form, Normalisation normalisation, boolean contrast) {

    // Losses times this are finite in 32 bits.
    private static final double LARGEST_SCALE = 1e30;

    /** @throws IllegalArgumentException if the scale is not positive or absurdly large, or the parts have no meaning together */
    public Dominability {
        if (!(scale > 0 && scale <= LARGEST_SCALE)) {
            throw new IllegalArgumentException(
                    "expected a scale above 0 and up to " + LARGEST_SCALE + ", found " + scale);
        }
        if (form == Form.LINEAR && normalisation != Normalisation.SOFTMAX) {
            throw new IllegalArgumentException(
                    "the linear form has negative scores: expected normalisation softmax, found "
                            + lowerCase(normalisation));
        }
        if (contrast && normalisation != Normalisation.SOFTMAX) {
            throw new IllegalArgumentException(
                    "the contrast is defined for normalisation softmax, found " + lowerCase(normalisation));
        }
    }

    /** The paper's form softmax(exp(−ℓ)) with L1 and k = 1, for a reference. */
    public static Dominability of(Reference reference) {
        return new Dominability(reference, Norm.L1, 1, Form.EXP, Normalisation.SOFTMAX, false);
    }

    /**
     * The fusion weights of all sources.
     *
     * @param losses {@code [N,M,H,W]}, source m in channel m, not negative
     * @return {@code [N,M,H,W]} in [0,1]; summing to 1 over the sources unless the normalisation is {@link Normalisation#NONE}
     */
    public Tensor weights(Tensor losses) {
        return Scope.compute(() -> {
            if (form == Form.UNIFORM) {
                return losses.times(0).softmax(1);
            }
            Tensor scaled = losses.times(-scale);
            return switch (normalisation) {
                case SOFTMAX -> (contrast ? score(scaled).times(-1) : score(scaled)).softmax(1);
                case PROPORTIONAL -> logarithmOfScore(scaled).softmax(1);
                case NONE -> score(scaled);
            };
        });
    }

    private Tensor score(Tensor scaled) {
        return switch (form) {
            case EXP -> scaled.exponential();
            case SIGMOID -> scaled.sigmoid();
            case LINEAR, UNIFORM -> scaled;
        };
    }

    // s / Σs = softmax(log s), which does not turn into 0/0 where every score underflows.
    private Tensor logarithmOfScore(Tensor scaled) {
        return form == Form.SIGMOID ? scaled.logarithmOfSigmoid() : scaled;
    }

    /** All parts in one line, such as {@code maximum, L1, k=1, exp, softmax}. */
    @Override
    public String toString() {
        String number =
                scale == Math.rint(scale) && scale < 1e15 ? String.valueOf((long) scale) : String.valueOf(scale);
        return String.join(
                        ", ",
                        lowerCase(reference),
                        norm.name(),
                        "k=" + number,
                        lowerCase(form),
                        lowerCase(normalisation))
                + (contrast ? ", contrast" : "");
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
