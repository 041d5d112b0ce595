package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.GradientScale;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Reference;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rates each channel of a derivative by features for use in fusion weights, by the last term of TTD's Eq. 4: Σₘ Cov(ω⁽ᵐ⁾, ℓ⁽ᵐ⁾) over the
 * pixels, where ω are the weights that the channel gives and ℓ is the L1 loss of each source's component. The more negative, the lower
 * the bound of the fusion's error. Weights are computed without smoothing and from scaled derivatives: raw ones give weights that hardly
 * differ, so that rounding would decide the choice.
 *
 * @param dominability how a derivative becomes weights; a contrast is ignored
 */
record ChannelCovariances(EncodedScene<?> scene, Dominability dominability) {

    /**
     * One number for every channel. Runs inside an open {@link Scope}.
     *
     * @param derivatives for every source, {@code [1,F,H,W]}
     */
    double[] of(List<Tensor> derivatives) {
        try (Scope scope = Scope.open()) {
            Tensor losses = componentLosses();
            Tensor deviations = deviations(losses);
            int channels = Math.toIntExact(derivatives.get(0).size(1));
            return scene.clock()
                    .time(
                            Stage.DOMINABILITY,
                            () -> IntStream.range(0, channels)
                                    .mapToDouble(channel -> covariance(derivatives, channel, deviations))
                                    .toArray());
        }
    }

    /** Deviations from the mean of each source over the pixels where it has data, scaled so that means over all pixels are means over these. */
    private Tensor deviations(Tensor losses) {
        Optional<Tensor> data = scene.alphas().data();
        if (data.isEmpty()) {
            return losses.minus(losses.mean(2).mean(3));
        }
        Tensor share = data.get().mean(2).mean(3);
        Tensor mean = losses.times(data.get()).mean(2).mean(3).dividedBy(share);
        return losses.minus(mean).times(data.get()).dividedBy(share);
    }

    /** One channel of every source's derivative, {@code [1,M,H,W]}. */
    static Tensor channelOf(List<Tensor> derivatives, int channel) {
        return Scope.compute(() -> Tensor.concatenate(
                derivatives.stream()
                        .map(derivative -> derivative.slice(1, channel, 1))
                        .toList(),
                1));
    }

    private Tensor componentLosses() {
        return Scope.compute(() -> {
            List<Tensor> components = scene.components(Reference.COMPONENT, false);
            List<Tensor> targets = scene.targets(Reference.COMPONENT);
            List<Tensor> losses = new ArrayList<>();
            for (int m = 0; m < scene.count(); m++) {
                losses.add(Norm.L1.loss(components.get(m), targets.get(m)));
            }
            return Tensor.concatenate(losses, 1);
        });
    }

    private double covariance(List<Tensor> derivatives, int channel, Tensor deviations) {
        try (Scope scope = Scope.open()) {
            Tensor weights = scene.alphas()
                    .weights(
                            dominability.withoutContrast(),
                            GradientScale.SCALED.of(scene.alphas().masked(channelOf(derivatives, channel))));
            double sum = 0;
            for (float covariance : weights.times(deviations).mean(3).mean(2).toFloats()) {
                sum += covariance;
            }
            return sum;
        }
    }
}
