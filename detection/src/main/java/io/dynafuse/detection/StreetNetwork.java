package io.dynafuse.detection;

import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * A small detector of people and cars in gray images, of Dynafuse's own: convolutions alone, without anchors. Each cell of {@value #STRIDE}×{@value #STRIDE}
 * pixels says how surely the middle of a thing is there (a heat map for each class, as of Zhou et al. 2019, arXiv:1904.07850) and how far the sides of the
 * thing's box are from the middle of the cell (as Tian et al. 2019, arXiv:1904.01355). Images are standardised first, so that neither gain nor offset matters.
 */
public final class StreetNetwork {
    /** The classes, in the order of their scores. */
    public static final List<String> CLASSES = List.of("person", "car");

    /** Width and height of a cell, in pixels. */
    public static final int STRIDE = 8;

    /** How many numbers describe a box. */
    public static final int SIDES = 4;

    /** The least width and height of an image, in pixels. */
    public static final int SMALLEST = 16;

    private static final int STEM = 16;
    private static final int FINE = 48;
    private static final int COARSE = 64;
    // Cells of twice the stride look as far as the largest things reach.
    private static final int[] DILATIONS = {1, 2, 4};
    // Beyond e⁴ cells no thing reaches, and exponentials stay finite.
    private static final double LONGEST = 4;
    // A probability of 2 % to begin with, as nearly all cells are empty, and sides that are 2.7 cells away.
    private static final Initializer BIAS = (shape, seed) -> new float[] {-4, -4, 1, 1, 1, 1};

    private static final Convolution STEM_LAYER = halving(1, STEM);
    private static final Convolution HALVING_1 = halving(STEM, 2 * STEM);
    private static final Convolution HALVING_2 = halving(2 * STEM, FINE);
    private static final Convolution HALVING_3 = halving(FINE, COARSE);
    private static final Convolution JOINING = Convolution.of(FINE + COARSE, COARSE, 1);
    private static final Convolution HEAD = Convolution.of(COARSE, COARSE, 3).padding(Padding.ZERO, 1);
    private static final Convolution OUTPUT = Convolution.of(COARSE, CLASSES.size() + SIDES, 1);

    private StreetNetwork() {}

    private static Convolution halving(int inputs, int outputs) {
        return Convolution.of(inputs, outputs, 3).stride(2).padding(Padding.ZERO, 1);
    }

    private static Convolution looking(int dilation) {
        return Convolution.of(COARSE, COARSE, 3).dilation(dilation).padding(Padding.ZERO, dilation);
    }

    /** All parameters, all of them trained. */
    public static ParameterDeclarations parameters() {
        ParameterDeclarations all = ParameterDeclarations.join(
                STEM_LAYER.declare("stem", Initializer.heNormal()),
                HALVING_1.declare("halving1", Initializer.heNormal()),
                HALVING_2.declare("halving2", Initializer.heNormal()),
                HALVING_3.declare("halving3", Initializer.heNormal()));
        for (int i = 0; i < DILATIONS.length; i++) {
            all = ParameterDeclarations.join(all, looking(DILATIONS[i]).declare("context" + (i + 1)));
        }
        return ParameterDeclarations.join(
                all,
                JOINING.declare("joining", Initializer.heNormal()),
                HEAD.declare("head", Initializer.heNormal()),
                OUTPUT.declare("output", Initializer.normal(0.01)).initialised("output.bias", BIAS));
    }

    /**
     * The numbers of every cell: the logits of the classes, then the logarithms of the distances to the left, upper, right and lower side in cells.
     *
     * @param luma {@code [N,1,H,W]} in [0,1], {@value #SMALLEST} pixels a side or more
     * @return {@code [N,2+4,⌈H/8⌉,⌈W/8⌉]}
     */
    public static Tensor maps(Tensor luma, Parameters parameters) {
        return Scope.compute(() -> {
            Tensor shallow = convolved(
                    HALVING_1, "halving1", convolved(STEM_LAYER, "stem", standard(luma), parameters), parameters);
            Tensor fine = convolved(HALVING_2, "halving2", shallow, parameters);
            Tensor coarse = convolved(HALVING_3, "halving3", fine, parameters);
            for (int i = 0; i < DILATIONS.length; i++) {
                coarse = coarse.plus(convolved(looking(DILATIONS[i]), "context" + (i + 1), coarse, parameters));
            }
            Tensor widened = coarse.resizeNearest(fine.size(2), fine.size(3));
            Tensor joined = convolved(JOINING, "joining", Tensor.concatenate(List.of(fine, widened), 1), parameters);
            Tensor head = convolved(HEAD, "head", joined, parameters);
            return OUTPUT.apply(head, parameters.in("output"));
        });
    }

    private static Tensor convolved(Convolution layer, String name, Tensor input, Parameters parameters) {
        return Scope.compute(() -> Activation.RELU.overwrite(layer.apply(input, parameters.in(name))));
    }

    /** Each image with a mean of 0 and a deviation of at most 1; an even one stays even. */
    private static Tensor standard(Tensor luma) {
        return Scope.compute(() -> {
            Tensor centred = luma.minus(luma.mean(1, 2, 3));
            Tensor deviation = centred.square().mean(1, 2, 3).squareRoot();
            return centred.dividedBy(deviation.plus(0.02));
        });
    }

    /** The logits of the classes, {@code [N,2,h,w]}, of {@link #maps}. */
    public static Tensor logits(Tensor maps) {
        return maps.slice(1, 0, CLASSES.size());
    }

    /** The distances to the left, upper, right and lower side in cells, {@code [N,4,h,w]}, of {@link #maps}. */
    public static Tensor distances(Tensor maps) {
        return Scope.compute(() ->
                maps.slice(1, CLASSES.size(), SIDES).clamp(-LONGEST, LONGEST).exponential());
    }

    /**
     * Maps in the layout of other detectors: a column for each cell, row by row.
     *
     * @param maps {@code [N,2+4,h,w]}
     * @return {@code [N,4+2,h·w]}: the middle of the box (x and y), its width and height, all in pixels of the image, and the classes' scores in [0,1]
     */
    public static Tensor columns(Tensor maps) {
        return Scope.compute(() -> {
            long height = maps.size(2);
            long width = maps.size(3);
            Tensor pixels = distances(maps).times(STRIDE);
            Tensor left = pixels.slice(1, 0, 1);
            Tensor top = pixels.slice(1, 1, 1);
            Tensor right = pixels.slice(1, 2, 1);
            Tensor bottom = pixels.slice(1, 3, 1);
            Tensor x = right.minus(left).times(0.5).plus(middles(maps, width).reshape(1, 1, 1, width));
            Tensor y = bottom.minus(top).times(0.5).plus(middles(maps, height).reshape(1, 1, height, 1));
            return Tensor.concatenate(
                            List.of(
                                    x,
                                    y,
                                    left.plus(right),
                                    top.plus(bottom),
                                    logits(maps).sigmoid()),
                            1)
                    .planar()
                    .reshape(maps.size(0), SIDES + CLASSES.size(), height * width);
        });
    }

    /** Where the middles of cells are, in pixels. */
    private static Tensor middles(Tensor maps, long cells) {
        float[] middles = new float[(int) cells];
        for (int i = 0; i < cells; i++) {
            middles[i] = (i + 0.5f) * STRIDE;
        }
        return Scope.compute(() -> Tensor.of(middles, cells).to(maps.device(), maps.precision()));
    }
}
