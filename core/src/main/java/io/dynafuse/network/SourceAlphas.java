package io.dynafuse.network;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The alpha of each source at each pixel: a source with alpha 0 does not contribute to a pixel, one with a smaller alpha than the others
 * contributes less. The network gets sources {@linkplain io.dynafuse.image.Image#filled filled}; its output for filled pixels is not used.
 *
 * @param perPixel {@code [N,M,H,W]} in [0,1] and 32 bits, source m in channel m, not all 0 at any pixel; empty if all sources are opaque
 */
public record SourceAlphas(Optional<Tensor> perPixel) {
    /** Sources that have data everywhere. */
    public static final SourceAlphas OPAQUE = new SourceAlphas(Optional.empty());

    // Below any value of a network.
    private static final double NOTHING = -1e6;

    /**
     * The alphas of one image. Where no source has data all get equal alphas, and the result is not to be used.
     *
     * @param alphas for every source, {@code height * width} values; changed
     */
    public static SourceAlphas of(List<float[]> alphas, int width, int height, Device device) {
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

    /** The alphas of some of the rows; {@code rows} chooses them from a tensor {@code [N,M,H,W]}. */
    SourceAlphas rows(UnaryOperator<Tensor> rows) {
        return new SourceAlphas(perPixel.map(rows));
    }

    /** Whether all sources have data everywhere. */
    public boolean areFull() {
        return perPixel.isEmpty();
    }

    /** The factors of losses {@code [N,M,H,W]}, 0 for a source without data. */
    public Tensor weights(Dominability dominability, Tensor losses) {
        return perPixel.map(alphas -> dominability.weights(losses, alphas))
                .orElseGet(() -> dominability.weights(losses));
    }

    /** 1 where a source has data, {@code [N,M,H,W]}. */
    public Optional<Tensor> data() {
        return perPixel.map(Tensor::isPositive);
    }

    /** The given values, with 0 at pixels without data, {@code [N,M,H,W]}. */
    public Tensor masked(Tensor values) {
        return data().map(values::times).orElse(values);
    }

    /** The largest of the images {@code [N,C,H,W]} that have data. */
    public Tensor maximum(List<Tensor> images) {
        return Scope.compute(() -> {
            // Adds 0 where there are data, so that nothing is rounded there.
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

    /** Each source's share of the alphas at a pixel, {@code [N,M,H,W]}: weights of a static fusion; empty where all sources are opaque. */
    public Optional<Tensor> shares() {
        return perPixel.map(alphas -> ofMean().times(1.0 / alphas.size(1)));
    }

    /** Each source's alpha as a multiple of their mean at the pixel, {@code [N,M,H,W]}. */
    Tensor ofMean() {
        return perPixel.orElseThrow().dividedBy(perPixel.orElseThrow().mean(1));
    }

    /** Each source's alpha as a share of the largest at the pixel, {@code [N,M,H,W]}. */
    Tensor ofLargest() {
        return perPixel.orElseThrow().dividedBy(largest(perPixel.orElseThrow()));
    }

    private static Tensor largest(Tensor alphas) {
        Tensor largest = alphas.slice(1, 0, 1);
        for (int m = 1; m < alphas.size(1); m++) {
            largest = largest.maximum(alphas.slice(1, m, 1));
        }
        return largest;
    }
}
