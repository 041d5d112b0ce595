package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.GradientScale;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Cut;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fusion weighed by derivatives of a loss, and by refined losses, on tensors. */
class GradientFusionTest {
    private static final int WIDTH = 14;
    private static final int HEIGHT = 12;
    private static final int CHANNELS = 64;

    private static List<Tensor> sources(int count, long seed) {
        return sources(count, WIDTH, HEIGHT, seed);
    }

    private static List<Tensor> sources(int count, int width, int height, long seed) {
        Random random = new Random(seed);
        List<Tensor> sources = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            float[] values = new float[3 * width * height];
            for (int i = 0; i < values.length; i++) {
                values[i] = 4 * random.nextFloat() - 2;
            }
            sources.add(Tensor.of(values, 1, 3, height, width));
        }
        return sources;
    }

    private static Dominability words(String words) {
        return Dominability.of(Reference.FUSED).with(words);
    }

    private static Fusion fusion(FusionModel model) {
        return new Fusion(model, new StageClock());
    }

    @ParameterizedTest
    @CsvSource({
        "SUM, 2, channel=58",
        "SUM, 3, 'channel=mean, raw'",
        "SUM, 2, 'gradient=l2+ssim, channel=auto'",
        "MEAN, 2, channel=mean",
        "MEAN, 3, 'channel=0, gradient=gradient'",
        "MEAN, 3, 'channel=auto, contrast'"
    })
    void aJointLossTellsNoSourcesApart(Ifcnn network, int count, String words) {
        try (FusionModel model = RandomNetworks.load(network, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(count, 2);
            Fusion.Dynamic dynamic = fusion(model).fuseDynamically(SourceTensors.of(sources), words("joint, " + words));
            assertThat(dynamic.weights().toFloats()).containsOnly((float) (1.0 / count));
            assertThat(Differences.largest(
                            fusion(model)
                                    .fuseStatically(SourceTensors.of(sources))
                                    .toFloats(),
                            dynamic.fused().toFloats()))
                    .isLessThanOrEqualTo(1e-5);
            // Their own losses do, by the same words.
            float[] own = fusion(model)
                    .fuseDynamically(SourceTensors.of(sources), words(words))
                    .weights()
                    .toFloats();
            assertThat(own).isNotEqualTo(dynamic.weights().toFloats());
        }
    }

    /** softmax(exp(−g / max g)) over the sources, pixel by pixel. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "channel=5",
                "channel=mean",
                "channel=5, raw",
                "channel=mean, raw, k=300",
                "channel=63, component"
            })
    void weightsFollowFromTheDerivativeByTheFormula(String words) {
        Dominability dominability = words(words);
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 3);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(3, 4);
            Fusion.Dynamic dynamic = fusion(model).fuseDynamically(SourceTensors.of(sources), dominability);
            var gradient = (FeatureGradient) dominability.lossMap();
            List<float[]> derivatives = new FeatureGradients(
                            EncodedScene.of(model, Cut.of(model).linear(), new StageClock(), SourceTensors.of(sources)),
                            gradient)
                    .of().stream().map(Tensor::toFloats).toList();
            double[][] maps = new double[3][WIDTH * HEIGHT];
            double largest = 0;
            for (int m = 0; m < 3; m++) {
                for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
                    maps[m][pixel] =
                            map(derivatives.get(m), gradient.channel().index().orElse(-1), pixel);
                    largest = Math.max(largest, maps[m][pixel]);
                }
            }
            double divisor = gradient.scale() == GradientScale.SCALED ? largest : 1;
            float[] losses = dynamic.losses().toFloats();
            float[] weights = dynamic.weights().toFloats();
            for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
                double sum = 0;
                for (double[] map : maps) {
                    sum += Math.exp(Math.exp(-dominability.scale() * map[pixel] / divisor));
                }
                for (int m = 0; m < 3; m++) {
                    double loss = maps[m][pixel] / divisor;
                    assertThat((double) losses[m * WIDTH * HEIGHT + pixel]).isCloseTo(loss, within(1e-5));
                    assertThat((double) weights[m * WIDTH * HEIGHT + pixel])
                            .isCloseTo(Math.exp(Math.exp(-dominability.scale() * loss)) / sum, within(1e-5));
                }
            }
            assertThat(dynamic.channel()).isEmpty();
        }
    }

    private static double map(float[] derivative, int channel, int pixel) {
        if (channel >= 0) {
            return derivative[channel * WIDTH * HEIGHT + pixel];
        }
        double sum = 0;
        for (int f = 0; f < CHANNELS; f++) {
            sum += derivative[f * WIDTH * HEIGHT + pixel];
        }
        return sum / CHANNELS;
    }

    /** Σ Cov(ω, ℓ) in 64 bits for each of the 64 channels, with the weights that each gives. */
    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void automaticIsTheChannelOfTheMostNegativeCovariance(
            @ForAll Ifcnn network, @ForAll @IntRange(min = 2, max = 3) int count, @ForAll Random random) {
        try (FusionModel model = RandomNetworks.load(network, random.nextLong());
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(count, random.nextLong());
            Dominability base = words(random.nextBoolean() ? "component, gradient" : "temperature=0.5, gradient");
            double[][] losses = componentLosses(model, sources);
            double[] covariances = new double[CHANNELS];
            for (int channel = 0; channel < CHANNELS; channel++) {
                try (Scope inner = Scope.open()) {
                    covariances[channel] = covariance(
                            fusion(model)
                                    .fuseDynamically(SourceTensors.of(sources), base.with("channel=" + channel))
                                    .weights()
                                    .toFloats(),
                            losses);
                }
            }
            double least = java.util.Arrays.stream(covariances).min().orElseThrow();
            Fusion.Dynamic automatic =
                    fusion(model).fuseDynamically(SourceTensors.of(sources), base.with("channel=auto"));
            int chosen = automatic.channel().orElseThrow();
            // Two channels may be as good as each other to rounding.
            assertThat(covariances[chosen]).isCloseTo(least, within(1e-6));
            Fusion.Dynamic named =
                    fusion(model).fuseDynamically(SourceTensors.of(sources), base.with("channel=" + chosen));
            assertThat(automatic.weights().toFloats())
                    .containsExactly(named.weights().toFloats());
            assertThat(fusion(model)
                            .fuseDynamically(SourceTensors.of(sources), base.with("channel=auto, contrast"))
                            .channel())
                    .hasValue(chosen);
        }
    }

    private static double[][] componentLosses(FusionModel model, List<Tensor> sources) {
        int pixels = WIDTH * HEIGHT;
        double[][] losses = new double[sources.size()][pixels];
        List<Tensor> features = Cut.of(model).encode(sources);
        for (int m = 0; m < sources.size(); m++) {
            float[] component = Cut.of(model).decode(features.get(m)).toFloats();
            float[] source = sources.get(m).toFloats();
            for (int i = 0; i < component.length; i++) {
                losses[m][i % pixels] += Math.abs((double) component[i] - source[i]) / 3;
            }
        }
        return losses;
    }

    private static double covariance(float[] weights, double[][] losses) {
        double sum = 0;
        for (int m = 0; m < losses.length; m++) {
            double product = 0;
            double weight = 0;
            double loss = 0;
            int pixels = losses[m].length;
            for (int pixel = 0; pixel < pixels; pixel++) {
                product += weights[m * pixels + pixel] * losses[m][pixel];
                weight += weights[m * pixels + pixel];
                loss += losses[m][pixel];
            }
            sum += product / pixels - weight / pixels * (loss / pixels);
        }
        return sum;
    }

    /** Equal sources have equal weights by every channel. */
    @Test
    void theFirstOfEquallyGoodChannelsIsTaken() {
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1);
                Scope scope = Scope.open()) {
            List<Tensor> equal = Collections.nCopies(2, sources(1, 1).get(0));
            assertThat(fusion(model)
                            .fuseDynamically(SourceTensors.of(equal), words("gradient"))
                            .channel())
                    .hasValue(0);
        }
    }

    /** Where nothing can be improved the derivative is 0, and 0 / 0 would be no weight. */
    @Test
    void noDerivativeGivesEqualWeights() {
        try (FusionModel model = new MeanOfLuma();
                Scope scope = Scope.open()) {
            Tensor source = Tensor.of(new float[] {0.1f, 0.5f, 0.5f, 0.9f}, 1, 1, 2, 2);
            Fusion.Dynamic dynamic = fusion(model)
                    .fuseDynamically(SourceTensors.of(List.of(source, source)), words("gradient=l2, channel=0"));
            assertThat(dynamic.weights().toFloats()).containsOnly(0.5f);
            assertThat(dynamic.fused().toFloats()).containsExactly(source.toFloats());
        }
    }

    @Test
    void channelsBeyondTheFeaturesAreRefused() {
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(2, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fusion(model).fuseDynamically(SourceTensors.of(sources), words("channel=64")))
                    .withMessage("expected a channel of the network's features, 0 to 63, found 64");
        }
    }

    @Test
    void imagesTooSmallForTheLossAreRefused() {
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(2, 30, 10, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> fusion(model).fuseDynamically(SourceTensors.of(sources), words("gradient=l1+ssim")))
                    .withMessage("the loss ssim needs images of 11x11 pixels or more, found 30x10");
            assertThat(fusion(model)
                            .fuseDynamically(SourceTensors.of(sources), words("gradient=l1+gradient"))
                            .fused()
                            .shape())
                    .containsExactly(1, 3, 10, 30);
        }
    }

    /** The first step's result takes the static one's place in the second. */
    @ParameterizedTest
    @CsvSource({"SUM, 2, l1", "MEAN, 3, l2", "MAX, 2, 'contrast, k=5'", "SUM, 2, smoothing=2"})
    void twoIterationsAreTwoStepsByHand(Ifcnn network, int count, String words) {
        Dominability once = words(words);
        try (FusionModel model = RandomNetworks.load(network, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(count, 2);
            Tensor first = fusion(model)
                    .fuseDynamically(SourceTensors.of(sources), once)
                    .fused();
            double range = model.network().facts().inputs().normalisation().range();
            var norm = ((PixelLoss) once.lossMap()).norm();
            Tensor losses = Tensor.concatenate(
                    sources.stream()
                            .map(source -> once.smooth(norm.loss(first, source), source, range))
                            .toList(),
                    1);
            Tensor weights = once.weights(losses);
            Tensor second =
                    Cut.of(model).decode(Cut.of(model).fuse(Cut.of(model).encode(sources), weights));
            Fusion.Dynamic twice = fusion(model).fuseDynamically(SourceTensors.of(sources), once.with("iterations=2"));
            assertThat(Differences.largest(losses.toFloats(), twice.losses().toFloats()))
                    .isLessThanOrEqualTo(1e-4);
            assertThat(Differences.largest(weights.toFloats(), twice.weights().toFloats()))
                    .isLessThanOrEqualTo(1e-5);
            assertThat(Differences.largest(second.toFloats(), twice.fused().toFloats()))
                    .isLessThanOrEqualTo(1e-4);
            assertThat(Differences.largest(first.toFloats(), second.toFloats())).isGreaterThan(1e-4);
        }
    }

    /** Each source's map is smoothed but for the edges of that source, in the network's numbers. */
    @Test
    void derivativesAreSmoothedAlongTheirOwnSource() {
        Dominability raw = words("channel=5");
        Dominability smoothing = words("channel=5, smoothing=2");
        try (FusionModel model = RandomNetworks.load(Ifcnn.SUM, 1);
                Scope scope = Scope.open()) {
            List<Tensor> sources = sources(3, 2);
            double range = (1 / 0.229 + 1 / 0.224 + 1 / 0.225) / 3;
            Tensor sharp = fusion(model)
                    .fuseDynamically(SourceTensors.of(sources), raw)
                    .losses();
            Tensor smooth = fusion(model)
                    .fuseDynamically(SourceTensors.of(sources), smoothing)
                    .losses();
            for (int m = 0; m < 3; m++) {
                assertThat(smooth.slice(1, m, 1).toFloats())
                        .containsExactly(
                                smoothing
                                        .smooth(sharp.slice(1, m, 1), sources.get(m), range)
                                        .toFloats(),
                                within(1e-5f));
            }
        }
    }
}
