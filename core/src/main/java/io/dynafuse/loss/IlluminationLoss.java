package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * The loss of PIAFusion (Tang et al. 2022, doi:10.1016/j.inffus.2022.03.007, Eq. 3 to 8): the fused image is to resemble the visible one by day and the
 * infrared one by night, the brighter of the two at every pixel, and the stronger edge.
 *
 * @param illumination the factor of the part that day and night weigh, 0 or more
 * @param auxiliary that of the brighter source
 * @param gradient that of the stronger edge
 */
public record IlluminationLoss(double illumination, double auxiliary, double gradient) {
    /** As published. */
    public static final IlluminationLoss PUBLISHED = new IlluminationLoss(3, 7, 50);

    /** @throws IllegalArgumentException if a factor is negative or not finite */
    public IlluminationLoss {
        for (double factor : new double[] {illumination, auxiliary, gradient}) {
            if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("expected factors of 0 or more, found " + factor);
            }
        }
    }

    /**
     * The loss.
     *
     * @param fused {@code [N,1,H,W]}, as is each source; counts as 0 where it is less, as 1 where it is more
     * @param infrared in [0,1]
     * @param visible luma in [0,1]
     * @param day the share of day in the illumination of each visible image, {@code [N,1]} in [0,1]
     * @return a tensor of one element
     */
    public Tensor of(Tensor fused, Tensor infrared, Tensor visible, Tensor day) {
        return Scope.compute(() -> {
            Tensor clamped = fused.clamp(0, 1);
            return byIllumination(clamped, infrared, visible, day)
                    .times(illumination)
                    .plus(brighter(clamped, infrared, visible).times(auxiliary))
                    .plus(strongerEdge(clamped, infrared, visible).times(gradient));
        });
    }

    /** Eq. 4 and 5. */
    static Tensor byIllumination(Tensor fused, Tensor infrared, Tensor visible, Tensor day) {
        return Scope.compute(() -> {
            Tensor share = day.reshape(day.size(0), 1, 1, 1);
            Tensor ofVisible = fused.minus(visible).absolute().times(share);
            Tensor ofInfrared =
                    fused.minus(infrared).absolute().times(share.times(-1).plus(1));
            return ofVisible.meanOfAll().plus(ofInfrared.meanOfAll());
        });
    }

    /** Eq. 6. */
    static Tensor brighter(Tensor fused, Tensor infrared, Tensor visible) {
        return Scope.compute(() -> SourceTerm.INTENSITY_MAX.of(fused, List.of(infrared, visible), 1));
    }

    /** Eq. 7. */
    static Tensor strongerEdge(Tensor fused, Tensor infrared, Tensor visible) {
        return Scope.compute(
                () -> SourceTerm.distance(fused, List.of(infrared, visible), SobelDerivatives::magnitudeInBlack));
    }
}
