package io.dynafuse.model.ifcnn;

import io.dynafuse.model.FusionModel;
import io.dynafuse.model.Network;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IFCNN for inference: batch normalisation folded into the convolutions, channels-last layout. */
final class IfcnnModel implements FusionModel {
    private static final float EPSILON = 1e-5f;

    private final Ifcnn network;
    private final Parameters parameters;
    private final Device device;
    private final Precision precision;

    IfcnnModel(Ifcnn network, Parameters folded, Device device, Precision precision) {
        this.network = network;
        this.parameters = folded;
        this.device = device;
        this.precision = precision;
    }

    /** Folds batch normalisation into the convolution before it: BN(Wx) = (γ/σ)Wx + (β − μγ/σ), which is exact. */
    static Parameters fold(Parameters parameters, Device device, Precision precision) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> folded = new LinkedHashMap<>();
            folded.put("conv1.weight", parameters.get("conv1.weight"));
            for (String block : List.of("conv2", "conv3")) {
                Tensor gain = gain(parameters.in(block + ".bn"));
                Tensor weight = parameters.get(block + ".conv.weight");
                folded.put(block + ".weight", weight.times(gain.reshape(-1, 1, 1, 1)));
                folded.put(block + ".bias", shift(parameters.in(block + ".bn"), gain));
            }
            folded.put("conv4.weight", parameters.get("conv4.weight"));
            folded.put("conv4.bias", parameters.get("conv4.bias"));
            folded.replaceAll((name, tensor) -> {
                Tensor placed = tensor.to(device, precision);
                return name.endsWith("weight") ? placed.channelsLast() : placed;
            });
            return Parameters.owning(folded);
        }
    }

    private static Tensor gain(Parameters normalisation) {
        Tensor variance = normalisation.get("running_var");
        Tensor deviation = variance.plus(Tensor.of(new float[] {EPSILON}, 1)).squareRoot();
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
        return sources.stream().map(this::encode).toList();
    }

    private Tensor encode(Tensor source) {
        return Scope.compute(() -> block(firstLayer(source), parameters.in("conv2")));
    }

    /** conv1: 7×7, 3→64, border repeated, neither bias nor activation. */
    Tensor firstLayer(Tensor source) {
        return Scope.compute(
                () -> source.channelsLast().replicatePad(3).convolve(parameters.get("conv1.weight"), Optional.empty()));
    }

    @Override
    public Tensor decode(Tensor fused) {
        return Scope.compute(() -> {
            Parameters last = parameters.in("conv4");
            return block(fused, parameters.in("conv3")).convolve(last.get("weight"), last.find("bias"));
        });
    }

    private static Tensor block(Tensor input, Parameters layer) {
        return Scope.compute(() -> input.replicatePad(1)
                .convolve(layer.get("weight"), layer.find("bias"))
                .rectifyInPlace());
    }

    @Override
    public void close() {
        parameters.close();
    }
}
