package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * How much of two exposures a fused image shows, 1 at most: MEF-SSIM (Ma, Zeng and Wang 2015, doi:10.1109/TIP.2015.2442920) in the form that
 * TC-MoA (Zhu et al. 2024) is trained with, on one scale, with Gaussian windows and black beyond the border. Statistics of a window are means over
 * the channels.
 *
 * @param luminance of each image how well exposed the fused one is, {@code [N,1,1,1]}
 * @param structure of each image how much it has of the contrast and structure of the source with more contrast, {@code [N,1,1,1]}
 */
record MultiExposureSimilarity(Tensor luminance, Tensor structure) {
    private static final GaussianWindow WINDOW = new GaussianWindow(11.0 / 6);
    private static final double LUMINANCE = 0.01 * 0.01;
    private static final double CONTRAST = 0.03 * 0.03;
    private static final double WELL_EXPOSED = 0.5;
    // Of the Gaussian by which exposures are weighted: 2 · 0.2².
    private static final double SPREAD = 0.08;

    /** @param fused {@code [N,C,H,W]} in [0,1] in 32 bits, as are both sources */
    static MultiExposureSimilarity of(Tensor fused, Tensor first, Tensor second) {
        Windows of = Windows.of(fused);
        Windows ofFirst = Windows.of(first);
        Windows ofSecond = Windows.of(second);
        Tensor structure =
                Choice.ofStronger(of.structure(ofFirst), ofFirst.variance, of.structure(ofSecond), ofSecond.variance);
        return new MultiExposureSimilarity(
                luminance(of.mean, List.of(ofFirst.mean, ofSecond.mean)).mean(2, 3), structure.mean(2, 3));
    }

    /** The mean over the images, a tensor of one element. */
    static Tensor mean(Tensor fused, Tensor first, Tensor second) {
        return Scope.compute(() -> of(fused, first, second).product().meanOfAll());
    }

    /** {@code [N,1,1,1]} */
    Tensor product() {
        return luminance.times(structure);
    }

    private static Tensor luminance(Tensor fused, List<Tensor> sources) {
        Tensor weights = sources.stream()
                .map(MultiExposureSimilarity::exposure)
                .reduce(Tensor::plus)
                .orElseThrow();
        Tensor desired = sources.stream()
                .map(mean -> mean.times(exposure(mean)))
                .reduce(Tensor::plus)
                .orElseThrow()
                .dividedBy(weights);
        Tensor product = fused.times(desired).times(2).plus(LUMINANCE);
        return product.dividedBy(fused.square().plus(desired.square()).plus(LUMINANCE));
    }

    /** Near 1 where both the window and the whole image are neither dark nor bright. */
    private static Tensor exposure(Tensor mean) {
        Tensor distance = mean.plus(-WELL_EXPOSED).square();
        Tensor ofWhole = mean.mean(2, 3).plus(-WELL_EXPOSED).square();
        return distance.plus(ofWhole).times(-1 / SPREAD).exponential();
    }

    /** Of an image, around every pixel: {@code [N,1,H,W]} but for the image itself. */
    private record Windows(Tensor image, Tensor mean, Tensor variance) {
        static Windows of(Tensor image) {
            Tensor mean = around(image);
            return new Windows(image, mean, around(image.square()).minus(mean.square()));
        }

        /** All channels at once: the mean over them and that over a window can change places. */
        private static Tensor around(Tensor image) {
            return WINDOW.mean(image.mean(1).zeroPad(GaussianWindow.SIDE / 2));
        }

        Tensor structure(Windows source) {
            Tensor covariance = around(image.times(source.image)).minus(mean.times(source.mean));
            return covariance
                    .times(2)
                    .plus(CONTRAST)
                    .dividedBy(variance.plus(source.variance).plus(CONTRAST));
        }
    }
}
