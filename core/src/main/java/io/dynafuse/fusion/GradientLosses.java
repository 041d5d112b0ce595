package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * ℓ as the absolute derivative of a fusion loss by the features of a source (TTD, Eq. 7).
 *
 * @param gradient which derivative; that of {@code dominability}
 */
record GradientLosses(EncodedScene<?> scene, Dominability dominability, FeatureGradient gradient) {

    /**
     * The losses of all sources, and the channel that was chosen, if the choice was automatic.
     *
     * @throws IllegalArgumentException if the network has no such channel, or the loss needs a larger image
     */
    Fusion.Losses of() {
        gradient.channel().index().ifPresent(this::requireChannel);
        try (Scope scope = Scope.open()) {
            List<Tensor> derivatives = new FeatureGradients(scene, gradient).of();
            OptionalInt chosen =
                    gradient.channel().isAutomatic() ? OptionalInt.of(mostNegative(derivatives)) : OptionalInt.empty();
            Tensor maps = scene.clock()
                    .time(
                            Stage.DOMINABILITY,
                            () -> Scope.compute(
                                    () -> gradient.scale().of(scene.alphas().masked(maps(derivatives, chosen)))));
            return new Fusion.Losses(scope.release(smoothed(maps)), chosen);
        }
    }

    private Tensor maps(List<Tensor> derivatives, OptionalInt chosen) {
        OptionalInt index = chosen.isPresent() ? chosen : gradient.channel().index();
        if (index.isPresent()) {
            return ChannelCovariances.channelOf(derivatives, index.getAsInt());
        }
        return Tensor.concatenate(
                derivatives.stream().map(derivative -> derivative.mean(1)).toList(), 1);
    }

    private void requireChannel(int index) {
        int channels = scene.model().facts().memory().featureChannels();
        if (index >= channels) {
            throw new IllegalArgumentException(
                    "expected a channel of the network's features, 0 to " + (channels - 1) + ", found " + index);
        }
    }

    private int mostNegative(List<Tensor> derivatives) {
        double[] covariances = new ChannelCovariances(scene, dominability).of(derivatives);
        return IntStream.range(0, covariances.length)
                .boxed()
                .min((a, b) -> Double.compare(covariances[a], covariances[b]))
                .orElseThrow();
    }

    private Tensor smoothed(Tensor maps) {
        return Scope.compute(() -> Tensor.concatenate(
                IntStream.range(0, scene.count())
                        .mapToObj(m -> dominability.smooth(
                                maps.slice(1, m, 1), scene.sources().images().get(m), scene.range()))
                        .toList(),
                1));
    }
}
