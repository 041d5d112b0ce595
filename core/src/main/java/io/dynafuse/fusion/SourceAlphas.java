package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.StaticRule;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * How far each source has data at each pixel: a source with alpha 0 has no part in a pixel, one with less than the others has less of
 * it. The network sees sources {@linkplain io.dynafuse.image.Image#filled filled}; what it makes of what was filled in counts nowhere.
 *
 * @param perPixel {@code [N,M,H,W]} in [0,1] and 32 bits, source m in channel m, not all 0 at any pixel; empty where all sources are
 *     opaque
 */
public record SourceAlphas(Optional<Tensor> perPixel) {
    /** Sources that have data everywhere. */
    public static final SourceAlphas OPAQUE = new SourceAlphas(Optional.empty());

    // Below any number of a network's.
    private static final double NOTHING = -1e6;

    /**
     * The alphas of one image. Where no source has data all count alike, and the result is to be left out.
     *
     * @param alphas for every source, {@code height * width} values; changed
     */
    static SourceAlphas of(List<float[]> alphas, int width, int height, Device device) {
        for (int i = 0; i < width * height; i++) {
            int pixel = i;
            if (alphas.stream().allMatch(plane -> plane[pixel] == 0)) {
                alphas.forEach(plane -> plane[pixel] = 1);
            }
        }
        Tensor perPixel = Scope.compute(() -> Tensor.concatenate(
                        alphas.stream()
                                .map(plane -> Tensor.of(plane, 1, 1, height, width))
                                .toList(),
                        1)
                .to(device, Precision.FP32));
        return new SourceAlphas(Optional.of(perPixel));
    }

    /** Whether all sources have data everywhere. */
    public boolean areFull() {
        return perPixel.isEmpty();
    }

    /** The weights of losses {@code [N,M,H,W]}, 0 for a source without data. */
    Tensor weights(Dominability dominability, Tensor losses) {
        return perPixel.map(alphas -> dominability.weights(losses, alphas))
                .orElseGet(() -> dominability.weights(losses));
    }

    /** 1 where a source has data, {@code [N,M,H,W]}. */
    Optional<Tensor> data() {
        return perPixel.map(Tensor::isPositive);
    }

    /** {@code values} with those of pixels without data set to 0, {@code [N,M,H,W]}. */
    Tensor masked(Tensor values) {
        return data().map(values::times).orElse(values);
    }

    /** The largest of the images {@code [N,C,H,W]} that have data. */
    Tensor maximum(List<Tensor> images) {
        return Scope.compute(() -> {
            // 0 where there are data, so that nothing is rounded there.
            Optional<Tensor> lowered = data().map(data -> data.plus(-1).times(-NOTHING));
            Tensor largest = lowered(images.get(0), lowered, 0);
            for (int m = 1; m < images.size(); m++) {
                largest = largest.maximum(lowered(images.get(m), lowered, m));
            }
            return largest;
        });
    }

    private static Tensor lowered(Tensor image, Optional<Tensor> by, int source) {
        return by.map(all -> image.plus(all.slice(1, source, 1))).orElse(image);
    }

    /** The network's own fusion of features {@code [N,F,H,W]}, see {@link #fuseInPlace}; can be recorded. */
    Tensor fuse(FusionModel model, List<Tensor> features) {
        if (perPixel.isEmpty()) {
            return model.fuse(features);
        }
        StaticRule rule = model.network().facts().staticRule();
        return Scope.compute(() -> {
            Tensor gains = gains(model);
            Tensor fused = features.get(0).times(gains.slice(1, 0, 1));
            for (int m = 1; m < features.size(); m++) {
                Tensor sum = fused;
                Tensor gain = gains.slice(1, m, 1);
                Tensor feature = features.get(m);
                fused = Scope.compute(() -> rule.combine(sum, feature.times(gain)));
                sum.close();
            }
            return rule == StaticRule.MEAN ? fused.timesInPlace(1.0 / features.size()) : fused;
        });
    }

    /**
     * The network's own fusion in the memory of the features, which are lost. A sum or mean weighs each source by its share of the alphas
     * at a pixel, α⁽ᵐ⁾/Σα, a maximum compares features times α⁽ᵐ⁾/max α, as they are not negative; both are the network's own fusion where
     * all have data, and the features of the one source where only one has.
     */
    Tensor fuseInPlace(FusionModel model, List<Tensor> features) {
        return Scope.compute(() -> {
            if (perPixel.isPresent()) {
                Tensor gains = gains(model);
                for (int m = 0; m < features.size(); m++) {
                    features.get(m).timesInPlace(gains.slice(1, m, 1));
                }
            }
            return model.fuseInPlace(features);
        });
    }

    /** What features are multiplied by before the network fuses them, {@code [N,M,H,W]}. */
    private Tensor gains(FusionModel model) {
        Tensor alphas = perPixel.orElseThrow();
        Tensor whole = model.network().facts().staticRule() == StaticRule.MAXIMUM ? largest(alphas) : alphas.mean(1);
        return alphas.dividedBy(whole).to(model.precision());
    }

    private static Tensor largest(Tensor alphas) {
        Tensor largest = alphas.slice(1, 0, 1);
        for (int m = 1; m < alphas.size(1); m++) {
            largest = largest.maximum(alphas.slice(1, m, 1));
        }
        return largest;
    }
}
