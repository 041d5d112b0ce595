package io.dynafuse.network.ifcnn;

import io.dynafuse.network.Borders;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.BatchNormalisation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** IFCNN's encoder and decoder: layers are folded and merged where that is exact, in channels-last layout. */
final class IfcnnLayers {
    /** conv1 is 7×7 and conv2 3×3: 3 + 1 pixels to every side. */
    static final int ENCODER_RADIUS = 4;

    /** conv3 is 3×3 and conv4 1×1. */
    static final int DECODER_RADIUS = 1;

    static final int CHANNELS = 64;

    /** Of images, before the first layer. */
    static final InputNormalisation INPUT = InputNormalisation.imageNet();

    private static final Convolution CONV1 = Convolution.of(3, CHANNELS, 7).withoutBias();
    private static final Convolution CONV = Convolution.of(CHANNELS, CHANNELS, 3);
    private static final Convolution CONV4 = Convolution.of(CHANNELS, 3, 1);
    private static final Convolution MERGED = Convolution.of(3, CHANNELS, 9);
    private static final Convolution MERGED_GRAY = Convolution.of(1, CHANNELS, 9);
    private static final Convolution AS_PUBLISHED = CONV.padding(Padding.REPLICATE, 1);
    private static final BatchNormalisation NORMALISATION = BatchNormalisation.of(CHANNELS);

    /** All convolutions but the first begin with random values, and batch normalisation begins as the identity. */
    static final ParameterDeclarations PARAMETERS = ParameterDeclarations.join(
            CONV1.declare("conv1", new CosineBasis()),
            block("conv2"),
            block("conv3"),
            CONV4.declare("conv4", Initializer.heNormal()).initialised("conv4.bias", Initializer.zeros()));

    private static ParameterDeclarations block(String name) {
        return ParameterDeclarations.join(
                        CONV.withoutBias().declare("conv", Initializer.heNormal()),
                        NORMALISATION
                                .declare("bn")
                                .initialised(
                                        "bn.running_var", Initializer.constant(1 - (float) NORMALISATION.epsilon()))
                                .frozen("bn.weight"))
                .in(name);
    }

    /** The way the layers are computed. */
    enum Execution {
        /** As published, the border of each layer's input repeated, with conv1 and conv2 merged into one. */
        MERGED,
        /** As published, one layer after the other. */
        LAYER_BY_LAYER,
        /** Without padding: results are smaller than inputs by the pixels that would depend on repeated ones. */
        INNER
    }

    // Sums of so few products of parameters below it and of images stay far below the largest float.
    private static final float SAFE = 1e6f;

    private final Parameters parameters;
    private final Execution execution;
    private final boolean canOverflow;
    private final Border encoderBorder;
    private final Border decoderBorder;

    /** @param folded see {@link #folded(Parameters)} */
    IfcnnLayers(Parameters folded, Execution execution) {
        this.parameters = folded;
        this.execution = execution;
        // Those in training are recorded, and change.
        this.canOverflow = execution != Execution.INNER && !(largest(folded) <= SAFE);
        this.encoderBorder = new Border(
                ENCODER_RADIUS,
                List.of(
                        new Border.Layer(3, input -> CONV1.apply(input, parameters.in("conv1"))),
                        new Border.Layer(1, input -> rectified(CONV, input, "conv2"))));
        this.decoderBorder = new Border(0, List.of(new Border.Layer(1, input -> rectified(CONV, input, "conv3"))));
    }

    /** How many rows the encoder leaves out at each end that is no border of an image. */
    int narrowing() {
        return execution == Execution.INNER ? 0 : ENCODER_RADIUS;
    }

    /** Folded parameters on the device of a model; the caller closes them. */
    static Parameters folded(Parameters parameters, Device device, Precision precision) {
        try (Scope scope = Scope.open()) {
            return folded(parameters).placed(device, precision);
        }
    }

    /** Folded parameters on the device of the parameters; they require gradients if these do, and belong to the open scope. */
    static Parameters folded(Parameters parameters) {
        return Parameters.of(layers(parameters));
    }

    /** As nothing is computed between conv1 and conv2, both are merged into one convolution of 9×9, a third of the work. */
    private static Map<String, Tensor> layers(Parameters parameters) {
        Map<String, Tensor> layers = new LinkedHashMap<>();
        put(layers, "conv1", parameters.in("conv1"));
        for (String block : List.of("conv2", "conv3")) {
            put(layers, block, NORMALISATION.fold(parameters.in(block + ".conv"), parameters.in(block + ".bn")));
        }
        layers.put("merged.weight", merge(layers.get("conv1.weight"), layers.get("conv2.weight")));
        layers.put("merged.bias", layers.get("conv2.bias"));
        putGray(layers, layers.get("merged.weight"), layers.get("merged.bias"));
        put(layers, "conv4", parameters.in("conv4"));
        return layers;
    }

    /**
     * The same for a gray image, of which the red channel says all: normalised, channel c is a·x + b of the red one, which the kernel of one
     * channel Σ a·K and its bias hold.
     */
    private static void putGray(Map<String, Tensor> layers, Tensor weight, Tensor bias) {
        double redMean = INPUT.mean().get(0);
        double redDeviation = INPUT.deviation().get(0);
        int kernelPixels = MERGED_GRAY.side() * MERGED_GRAY.side();
        Tensor kernel = weight.slice(1, 0, 1);
        Tensor shift = bias;
        for (int channel = 1; channel < INPUT.mean().size(); channel++) {
            double deviation = INPUT.deviation().get(channel);
            Tensor ofChannel = weight.slice(1, channel, 1);
            kernel = kernel.plus(ofChannel.times(redDeviation / deviation));
            Tensor sum = ofChannel.mean(1, 2, 3).times(kernelPixels).reshape(CHANNELS);
            shift = shift.plus(sum.times((redMean - INPUT.mean().get(channel)) / deviation));
        }
        layers.put("merged-gray.weight", kernel);
        layers.put("merged-gray.bias", shift);
    }

    private static void put(Map<String, Tensor> layers, String name, Parameters layer) {
        layer.names().forEach(parameter -> layers.put(name + "." + parameter, layer.get(parameter)));
    }

    /**
     * The kernel of conv2 after conv1: the full convolution of both kernels, summed over the channels between them.
     *
     * @param first {@code [64,3,7,7]}
     * @param second {@code [64,64,3,3]}
     * @return {@code [64,3,9,9]}
     */
    private static Tensor merge(Tensor first, Tensor second) {
        // The kernels of conv1 taken as images, whose channels are those between the layers, and convolved
        // with conv2's: the engine correlates, so conv2's are turned by 180 degrees.
        return first.transpose(0, 1)
                .convolve(second.flip(2, 3), Optional.empty(), 2)
                .transpose(0, 1);
    }

    /**
     * E: features {@code [N,64,H,W]} of a source, not negative.
     *
     * @param source {@code [N,3,h,W]}, with {@value #ENCODER_RADIUS} rows more at each end that is no border of the image
     */
    Tensor encode(Tensor source, Borders borders) {
        return encode(source, borders, this::merged);
    }

    /** The same, from one channel, of an image whose channels are equal before the normalisation. */
    Tensor encodeGray(Tensor source, Borders borders) {
        return encode(source, borders, this::mergedGray);
    }

    private Tensor encode(Tensor source, Borders borders, UnaryOperator<Tensor> merged) {
        return switch (execution) {
            case LAYER_BY_LAYER -> Scope.compute(() -> borders.inner(encodeLayerByLayer(source), ENCODER_RADIUS));
            case INNER -> Scope.compute(() -> merged.apply(source.channelsLast()));
            case MERGED ->
                Scope.compute(() -> {
                    Tensor input = source.channelsLast();
                    Tensor features = merged.apply(padded(input, borders));
                    // There the border of conv1's output is repeated, not that of the source.
                    encoderBorder.replace(features, input, borders);
                    return features;
                });
        };
    }

    private static Tensor padded(Tensor input, Borders borders) {
        int above = borders.top() ? ENCODER_RADIUS : 0;
        int below = borders.bottom() ? ENCODER_RADIUS : 0;
        return input.replicatePad(ENCODER_RADIUS, ENCODER_RADIUS, above, below);
    }

    private Tensor merged(Tensor padded) {
        return rectified(MERGED, padded, "merged");
    }

    private Tensor mergedGray(Tensor padded) {
        Tensor red = padded.slice(1, 0, 1);
        return rectified(MERGED_GRAY, red, "merged-gray");
    }

    /** conv1 and conv2 as published. */
    Tensor encodeLayerByLayer(Tensor source) {
        return Scope.compute(() -> rectified(AS_PUBLISHED, firstLayer(source), "conv2"));
    }

    /** conv1: 7×7, 3→64, border repeated, neither bias nor activation. */
    Tensor firstLayer(Tensor source) {
        return Scope.compute(
                () -> CONV1.padding(Padding.REPLICATE, 3).apply(source.channelsLast(), parameters.in("conv1")));
    }

    /** D: the image {@code [N,3,H,W]} of features. */
    Tensor decode(Tensor fused, Borders borders) {
        return Scope.compute(() -> lastLayer(thirdLayer(fused, borders)));
    }

    private Tensor thirdLayer(Tensor fused, Borders borders) {
        if (execution == Execution.INNER) {
            return rectified(CONV, fused, "conv3");
        }
        // A border that is replaced in place could not be differentiated.
        if (fused.requiresGrad()) {
            return thirdLayerAsPublished(fused);
        }
        return Scope.compute(() -> {
            Tensor features = rectified(CONV.padding(Padding.ZERO, 1), fused, "conv3");
            // Padding the lines of the border saves a padded copy of all features.
            decoderBorder.replace(features, fused, borders);
            return features;
        });
    }

    private Tensor thirdLayerAsPublished(Tensor fused) {
        return rectified(AS_PUBLISHED, fused, "conv3");
    }

    private Tensor lastLayer(Tensor features) {
        return CONV4.apply(features, parameters.in("conv4"));
    }

    /** A convolution and relu: in one operation, in which what is no number becomes 0, unless that can come up. */
    private Tensor rectified(Convolution convolution, Tensor input, String layer) {
        Parameters own = parameters.in(layer);
        return canOverflow
                ? Activation.RELU.overwrite(convolution.apply(input, own))
                : convolution.applyRelu(input, own);
    }

    private static float largest(Parameters parameters) {
        float largest = 0;
        try (Scope scope = Scope.open()) {
            for (String name : parameters.names()) {
                largest = Math.max(
                        largest, parameters.get(name).absolute().maximumOfAll().toFloats()[0]);
            }
        }
        return largest;
    }
}
