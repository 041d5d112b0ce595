package io.dynafuse.network;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * The linear map from [0,1] to the values that a network was trained on: (v − mean) / deviation per channel.
 *
 * @param mean one value a channel
 * @param deviation one positive value a channel
 */
public record InputNormalisation(List<Float> mean, List<Float> deviation) {
    /** Copies the lists. */
    public InputNormalisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /** No change, for one channel. */
    public static InputNormalisation none() {
        return new InputNormalisation(List.of(0f), List.of(1f));
    }

    /** The mean and deviation of ImageNet's photographs, for RGB. */
    public static InputNormalisation imageNet() {
        return new InputNormalisation(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
    }

    /** The largest value minus the smallest after normalisation, for images in [0,1]; the mean over the channels. */
    public double range() {
        return deviation.stream().mapToDouble(d -> 1 / d).average().orElseThrow();
    }

    /** Normalises an image {@code [N,C,H,W]} in [0,1]. */
    public Tensor normalise(Tensor image) {
        return Scope.compute(() -> image.minus(channels(mean, image)).dividedBy(channels(deviation, image)));
    }

    /** Reverts the normalisation of a network's output {@code [N,C,H,W]}; the result may leave [0,1]. */
    public Tensor denormalise(Tensor output) {
        return Scope.compute(() -> output.times(channels(deviation, output)).plus(channels(mean, output)));
    }

    private static Tensor channels(List<Float> values, Tensor beside) {
        float[] array = new float[values.size()];
        for (int channel = 0; channel < array.length; channel++) {
            array[channel] = values.get(channel);
        }
        return Tensor.of(array, 1, array.length, 1, 1).to(beside.device(), beside.precision());
    }
}
