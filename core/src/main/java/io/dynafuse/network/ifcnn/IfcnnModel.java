package io.dynafuse.network.ifcnn;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.StaticRule;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IFCNN for inference: layers folded and merged as far as that is exact, channels-last layout. */
final class IfcnnModel implements FusionModel {
    /** conv1 is 7×7 and conv2 3×3: 3 + 1 pixels to every side. */
    static final int ENCODER_RADIUS = 4;

    /** conv3 is 3×3 and conv4 1×1. */
    static final int DECODER_RADIUS = 1;

    static final float EPSILON = 1e-5f;

    private final Ifcnn network;
    private final Parameters parameters;
    private final Device device;
    private final Precision precision;
    private final boolean merged;

    IfcnnModel(Ifcnn network, Parameters folded, Device device, Precision precision, boolean merged) {
        this.network = network;
        this.parameters = folded;
        this.device = device;
        this.precision = precision;
        this.merged = merged;
    }

    /**
     * Prepares parameters for inference. Batch normalisation is folded into the convolution before it: BN(Wx) = (γ/σ)Wx + (β − μγ/σ).
     * As nothing stands between conv1 and conv2, both are also merged into one convolution of 9×9, a third of the work.
     */
    static Parameters fold(Parameters parameters, Device device, Precision precision) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> folded = folded(parameters);
            folded.replaceAll((name, tensor) -> {
                Tensor placed = tensor.to(device, precision);
                return name.endsWith("weight") ? placed.channelsLast() : placed;
            });
            return Parameters.owning(folded);
        }
    }

    /** The layers of {@link #fold}, where the parameters are, recorded if those are. */
    static Map<String, Tensor> folded(Parameters parameters) {
        Map<String, Tensor> folded = new LinkedHashMap<>();
        folded.put("conv1.weight", parameters.get("conv1.weight"));
        for (String block : List.of("conv2", "conv3")) {
            Tensor gain = gain(parameters.in(block + ".bn"));
            Tensor weight = parameters.get(block + ".conv.weight");
            folded.put(block + ".weight", weight.times(gain.reshape(-1, 1, 1, 1)));
            folded.put(block + ".bias", shift(parameters.in(block + ".bn"), gain));
        }
        folded.put("merged.weight", merge(folded.get("conv1.weight"), folded.get("conv2.weight")));
        folded.put("merged.bias", folded.get("conv2.bias"));
        folded.put("conv4.weight", parameters.get("conv4.weight"));
        folded.put("conv4.bias", parameters.get("conv4.bias"));
        return folded;
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

    private static Tensor gain(Parameters normalisation) {
        Tensor variance = normalisation.get("running_var");
        Tensor deviation = variance.plus(EPSILON).squareRoot();
        return normalisation.get("weight").dividedBy(deviation);
    }

    private static Tensor shift(Parameters normalisation, Tensor gain) {
        Tensor mean = normalisation.get("running_mean");
        return normalisation.get("bias").minus(mean.times(gain));
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public List<Tensor> encode(List<Tensor> sources) {
        return sources.stream()
                .map(merged ? this::encodeMerged : this::encodeLayerByLayer)
                .toList();
    }

    private Tensor encodeMerged(Tensor source) {
        return Scope.compute(() -> {
            Tensor input = source.channelsLast();
            Tensor features = rectified(input.replicatePad(ENCODER_RADIUS), parameters.in("merged"), 0);
            // There the border of conv1's output is repeated, not that of the source.
            Border.replace(features, input, ENCODER_RADIUS, this::encodeLayerByLayer);
            return features;
        });
    }

    /** conv1 and conv2 as published. */
    Tensor encodeLayerByLayer(Tensor source) {
        return Scope.compute(() -> rectified(firstLayer(source).replicatePad(1), parameters.in("conv2"), 0));
    }

    /** conv1: 7×7, 3→64, border repeated, neither bias nor activation. */
    Tensor firstLayer(Tensor source) {
        return Scope.compute(() ->
                source.channelsLast().replicatePad(3).convolve(parameters.get("conv1.weight"), Optional.empty(), 0));
    }

    @Override
    public Tensor decode(Tensor fused) {
        if (fused.requiresGrad()) {
            // Derivatives by the border that is replaced in place could not be found.
            return decodeLayerByLayer(fused);
        }
        return Scope.compute(() -> {
            Tensor features = rectified(fused, parameters.in("conv3"), 1);
            // Padding the strips of the border saves a padded copy of all features.
            Border.replace(features, fused, DECODER_RADIUS, this::thirdLayer);
            return lastLayer(features);
        });
    }

    /** conv3 and conv4 as published. */
    Tensor decodeLayerByLayer(Tensor fused) {
        return Scope.compute(() -> lastLayer(thirdLayer(fused)));
    }

    private Tensor thirdLayer(Tensor fused) {
        return Scope.compute(() -> rectified(fused.replicatePad(1), parameters.in("conv3"), 0));
    }

    private Tensor lastLayer(Tensor features) {
        Parameters layer = parameters.in("conv4");
        return features.convolve(layer.get("weight"), layer.find("bias"), 0);
    }

    /** See {@link io.dynafuse.network.TrainableNetwork#fuseRecorded}. */
    static Tensor fuseRecorded(StaticRule rule, Parameters parameters, List<Tensor> sources) {
        return Scope.compute(() -> {
            Map<String, Tensor> layers = folded(parameters);
            Tensor fused = sources.stream()
                    .map(source -> source.channelsLast()
                            .convolve(layers.get("merged.weight"), Optional.of(layers.get("merged.bias")), 0)
                            .reluInPlace())
                    .reduce(rule::combine)
                    .orElseThrow();
            Tensor scaled = rule == StaticRule.MEAN ? fused.times(1.0 / sources.size()) : fused;
            return scaled.convolve(layers.get("conv3.weight"), Optional.of(layers.get("conv3.bias")), 0)
                    .reluInPlace()
                    .convolve(layers.get("conv4.weight"), Optional.of(layers.get("conv4.bias")), 0);
        });
    }

    private static Tensor rectified(Tensor input, Parameters layer, int zeroPadding) {
        return Scope.compute(() -> input.convolve(layer.get("weight"), layer.find("bias"), zeroPadding)
                .reluInPlace());
    }

    @Override
    public void close() {
        parameters.close();
    }
}
