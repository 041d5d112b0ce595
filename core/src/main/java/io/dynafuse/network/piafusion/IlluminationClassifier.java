package io.dynafuse.network.piafusion;

import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Linear;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * PIAFusion's illumination-aware sub-network (Tang et al. 2022, Section 3.2 and Fig. 3): whether a visible image was taken by day or by night. Four
 * convolutions, each halving the image, the mean over what is left, and two linear layers without an activation in between, as its authors' program has
 * them; 190 K parameters.
 */
public final class IlluminationClassifier {
    /** The least width and height of an image, in pixels: every convolution halves them. */
    public static final int SMALLEST_SIDE = 16;

    /** The index of what speaks for day. */
    public static final int DAY = 0;

    /** The index of what speaks for night. */
    public static final int NIGHT = 1;

    private static final int CLASSES = 2;
    private static final int SIDE = 4;
    private static final List<Integer> CHANNELS = List.of(3, 16, 32, 64, 128);
    private static final List<Convolution> CONVOLUTIONS = IntStream.range(1, CHANNELS.size())
            .mapToObj(i -> Convolution.of(CHANNELS.get(i - 1), CHANNELS.get(i), SIDE)
                    .stride(2)
                    .padding(Padding.REFLECT, 1))
            .toList();
    private static final Linear HIDDEN = Linear.of(128, 128);
    private static final Linear LAST = Linear.of(128, CLASSES);

    /** All parameters, under the names of its authors' files. */
    public static final ParameterDeclarations PARAMETERS = declare();

    private IlluminationClassifier() {}

    private static ParameterDeclarations declare() {
        List<ParameterDeclarations> layers = new ArrayList<>();
        for (int i = 0; i < CONVOLUTIONS.size(); i++) {
            layers.add(CONVOLUTIONS.get(i).declare(name(i)));
        }
        layers.add(HIDDEN.declare("linear1"));
        layers.add(LAST.declare("linear2"));
        return ParameterDeclarations.join(layers.toArray(ParameterDeclarations[]::new));
    }

    private static String name(int convolution) {
        return "conv" + (convolution + 1) + ".conv.1";
    }

    /**
     * What speaks for day and for night, before the rectifier that ends the network.
     *
     * @param visible {@code [N,3,H,W]} in [0,1], red, green and blue
     * @param module the parameters
     * @return {@code [N,2]}, day first
     * @throws IllegalArgumentException if the images are smaller than {@link #SMALLEST_SIDE}
     */
    public static Tensor classify(Tensor visible, Parameters module) {
        long side = Math.min(visible.size(2), visible.size(3));
        if (side < SMALLEST_SIDE) {
            throw new IllegalArgumentException("expected an image of " + SMALLEST_SIDE
                    + " pixels a side or more to tell day from night, found " + visible.size(3) + "x"
                    + visible.size(2));
        }
        return Scope.compute(() -> {
            Tensor hidden = HIDDEN.apply(pooled(visible, module), module.in("linear1"));
            return LAST.apply(hidden, module.in("linear2"));
        });
    }

    /** The mean of the last features over all pixels, {@code [N,128]}. */
    static Tensor pooled(Tensor visible, Parameters module) {
        return Scope.compute(() -> {
            Tensor features = visible.channelsLast();
            for (int i = 0; i < CONVOLUTIONS.size(); i++) {
                features = Activation.LEAKY_RELU.overwrite(CONVOLUTIONS.get(i).apply(features, module.in(name(i))));
            }
            return features.mean(2, 3).reshape(features.size(0), features.size(1));
        });
    }

    /**
     * The share of day in the illumination, by which the loss weighs the visible image (Eq. 2): what speaks for day, of what speaks for day and night, where
     * less than 0 counts as 0. Where nothing speaks for either, both shares are ½: the paper leaves 0/0 open, and a loss of no numbers would end a training.
     *
     * @param scores {@code [N,2]}, as {@link #classify} gives them
     * @return {@code [N,1]} in [0,1]; night's share is what is left of 1
     */
    public static Tensor day(Tensor scores) {
        return Scope.compute(() -> {
            Tensor rectified = scores.relu();
            Tensor both = rectified.mean(1).times(CLASSES);
            Tensor undecided = both.isPositive().times(-1).plus(1);
            return rectified
                    .slice(1, DAY, 1)
                    .plus(undecided.times(1.0 / CLASSES))
                    .dividedBy(both.plus(undecided));
        });
    }
}
