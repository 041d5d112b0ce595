package io.dynafuse.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.testing.Differences;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers and their derivatives against those that {@code layers.py}, beside the numbers, computes with loops and differences in 64 bits. */
class NnLayersTest {
    private static final double CLOSE = 2e-5;

    /** A layer as a function of its input and its parameters. */
    private interface Layer {
        Tensor apply(Tensor input, Parameters parameters);
    }

    private static final Map<String, Layer> LAYERS = layers();

    private static Map<String, Layer> layers() {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("conv.zero", Convolution.of(3, 4, 3).padding(Padding.ZERO, 1)::apply);
        layers.put(
                "conv.replicate",
                Convolution.of(3, 4, 3).padding(Padding.REPLICATE, 1).withoutBias()::apply);
        layers.put("conv.replicate-wide", Convolution.of(2, 3, 7).padding(Padding.REPLICATE, 3)::apply);
        layers.put("conv.reflect", Convolution.of(2, 3, 3).padding(Padding.REFLECT, 1)::apply);
        layers.put("conv.strided", Convolution.of(3, 4, 4).stride(2).padding(Padding.REFLECT, 1)::apply);
        layers.put("conv.patches", Convolution.of(3, 5, 4).stride(4)::apply);
        layers.put(
                "conv.depthwise",
                Convolution.depthwise(6, 3).padding(Padding.ZERO, 1).withoutBias()::apply);
        layers.put("conv.depthwise-reflect", Convolution.depthwise(4, 3).padding(Padding.REFLECT, 1)::apply);
        layers.put("conv.grouped", Convolution.of(8, 8, 3).groups(4).padding(Padding.ZERO, 1)::apply);
        layers.put("conv.multiplied", Convolution.of(3, 6, 3).groups(3).padding(Padding.ZERO, 1)::apply);
        layers.put("conv.pointwise", Convolution.of(4, 3, 1)::apply);
        layers.put("conv.pixel", Convolution.of(3, 4, 3).padding(Padding.ZERO, 1)::apply);
        layers.put("conv.pixel-replicate", Convolution.of(3, 2, 3).padding(Padding.REPLICATE, 1)::apply);
        layers.put("conv.gray-to-gray", Convolution.of(1, 1, 3).padding(Padding.ZERO, 1)::apply);
        layers.put("conv.gray-to-few", Convolution.of(1, 3, 3).padding(Padding.REPLICATE, 1)::apply);
        layers.put("conv.gray-to-many", Convolution.of(1, 16, 3).padding(Padding.ZERO, 1)::apply);
        layers.put("conv.few-to-few", Convolution.of(3, 3, 3).padding(Padding.REFLECT, 1)::apply);
        layers.put("conv.many-to-gray", Convolution.of(16, 1, 3).padding(Padding.ZERO, 1)::apply);
        layers.put("linear.biased", Linear.of(5, 4)::apply);
        layers.put("linear.plain", Linear.of(5, 2).withoutBias()::apply);
        layers.put("layer-norm.last", new LayerNormalisation(5, 1e-6)::apply);
        layers.put("layer-norm.channels", LayerNormalisation.of(4)::applyToChannels);
        layers.put("layer-norm.pixel", LayerNormalisation.of(4)::applyToChannels);
        layers.put("batch-norm.running", BatchNormalisation.of(3)::apply);
        layers.put("batch-norm.running-pixel", BatchNormalisation.of(3)::apply);
        layers.put("batch-norm.batch", BatchNormalisation.of(3)::applyToBatch);
        layers.put("batch-norm.folded", NnLayersTest::folded);
        layers.put("batch-norm.folded-bias", NnLayersTest::folded);
        layers.put(
                "attention.biased",
                (query, p) -> Attention.amongTokens(query, p.get("key"), p.get("value"), 2, p.find("bias")));
        layers.put(
                "attention.crossed",
                (query, p) -> Attention.amongTokens(query, p.get("key"), p.get("value"), 3, Optional.empty()));
        Layer channels =
                (query, p) -> Attention.amongChannels(query, p.get("key"), p.get("value"), p.get("temperature"));
        layers.put("attention.channels", channels);
        layers.put("attention.channels-of-a-pixel", channels);
        layers.put("restormer-block", (input, p) -> new RestormerBlock(4, 2, 2).apply(input, p, Strips.WHOLE));
        layers.put("windows.cut", (grid, p) -> Windows.cut(grid, 2));
        layers.put("windows.join", (windows, p) -> Windows.join(windows, 2, 4, 6));
        layers.put("windows.positions", (table, p) -> Windows.relativePositions(table, 3));
        layers.put("resize.up", (image, p) -> image.resizeBilinear(6, 8));
        layers.put("resize.odd", (image, p) -> image.resizeBilinear(7, 9));
        layers.put("resize.down", (image, p) -> image.resizeBilinear(3, 2));
        layers.put("resize.pixel", (image, p) -> image.resizeBilinear(2, 3));
        for (Activation activation : Activation.values()) {
            layers.put("activation." + activation.name().toLowerCase(Locale.ROOT), (x, p) -> activation.apply(x));
        }
        return layers;
    }

    private static Tensor folded(Tensor input, Parameters parameters) {
        return Scope.compute(() -> Convolution.of(2, 3, 3)
                .padding(Padding.REPLICATE, 1)
                .apply(input, BatchNormalisation.of(3).fold(parameters.in("conv"), parameters.in("bn"))));
    }

    private static final Checkpoint NUMBERS = numbers();

    private static Checkpoint numbers() {
        try (InputStream file = NnLayersTest.class.getResourceAsStream("layers.safetensors")) {
            return Checkpoint.open("layers.safetensors", file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    static Stream<String> names() {
        return LAYERS.keySet().stream();
    }

    private Tensor tensor(String name) throws Exception {
        long[] shape = NUMBERS.find(name).orElseThrow().shape().stream()
                .mapToLong(Long::longValue)
                .toArray();
        return Tensor.of(NUMBERS.floats(name), shape);
    }

    private Map<String, Tensor> parameters(String layer) throws Exception {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        String prefix = layer + ".parameter.";
        for (TensorInfo info : NUMBERS.tensors()) {
            if (info.name().startsWith(prefix)) {
                parameters.put(info.name().substring(prefix.length()), tensor(info.name()));
            }
        }
        return parameters;
    }

    private static Tensor channelsLast(Tensor input) {
        return input.shape().length == 4 ? input.channelsLast() : input;
    }

    /** One of those that the engine would end the process in, on two threads. */
    static Stream<Convolution> convolutions() {
        return Stream.of(
                Convolution.of(3, 4, 3).padding(Padding.ZERO, 1),
                Convolution.of(3, 4, 3).padding(Padding.REPLICATE, 1).withoutBias(),
                Convolution.of(16, 16, 3).dilation(2),
                Convolution.of(8, 16, 4).stride(2).padding(Padding.REFLECT, 1),
                Convolution.of(8, 8, 3).groups(4),
                Convolution.depthwise(6, 3).padding(Padding.ZERO, 1),
                Convolution.of(1, 16, 9),
                Convolution.of(16, 3, 1));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void reluIsTheSameInOneOperation(Convolution convolution) {
        try (Scope scope = Scope.open();
                Parameters initial = convolution.declare("layer").initialise(7)) {
            Parameters parameters = initial.in("layer");
            Tensor input = Tensor.of(noise(convolution.inputs() * 12 * 17), 1, convolution.inputs(), 12, 17);
            Tensor expected = Activation.RELU.apply(convolution.apply(input, parameters));
            assertThat(Differences.largest(
                            expected.toFloats(),
                            convolution.applyRelu(input, parameters).toFloats()))
                    .isLessThan(CLOSE);
            Tensor recorded = convolution.applyRelu(input.asVariable(), parameters);
            assertThat(recorded.requiresGrad()).isTrue();
            assertThat(Differences.largest(expected.toFloats(), recorded.toFloats()))
                    .isLessThan(CLOSE);
        }
    }

    private static float[] noise(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void wideConvolutionsOfSinglePixels() {
        try (Scope scope = Scope.open()) {
            float[] values = new float[256 * 28 * 28];
            Arrays.fill(values, 1f / 256);
            float[] weights = new float[1024 * 256];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = i / 256;
            }
            Tensor image = Tensor.of(values, 1, 28, 28, 256).permute(0, 3, 1, 2);
            Tensor result = Convolution.of(256, 1024, 1)
                    .apply(image, Parameters.of(Map.of("weight", Tensor.of(weights, 1024, 256, 1, 1))));
            assertThat(result.shape()).containsExactly(1, 1024, 28, 28);
            float[] found = result.slice(2, 27, 1).slice(3, 27, 1).toFloats();
            for (int channel = 0; channel < 1024; channel++) {
                assertThat(found[channel]).isEqualTo(channel);
            }
        }
    }

    @Test
    void everyLayerOfTheNumbersIsThere() {
        assertThat(NUMBERS.tensors().stream()
                        .map(TensorInfo::name)
                        .filter(name -> name.endsWith(".input") && !name.contains(".derivative."))
                        .map(name -> name.replace(".input", "")))
                .containsExactlyInAnyOrderElementsOf(LAYERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void resultsWithoutDerivatives(String name) throws Exception {
        for (boolean last : new boolean[] {false, true}) {
            Parameters parameters = Parameters.of(parameters(name));
            Tensor input = last ? channelsLast(tensor(name + ".input")) : tensor(name + ".input");
            int before = scope.size();
            Tensor output = LAYERS.get(name).apply(input, parameters);
            assertThat(scope.size()).isEqualTo(before + 1);
            assertThat(output.shape()).isEqualTo(tensor(name + ".output").shape());
            assertClose(NUMBERS.floats(name + ".output"), output.toFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void derivatives(String name) throws Exception {
        for (boolean last : new boolean[] {false, true}) {
            Map<String, Tensor> given = parameters(name);
            Map<String, Tensor> variables = new LinkedHashMap<>();
            variables.put("input", tensor(name + ".input").asVariable());
            given.forEach((parameter, tensor) -> {
                if (NUMBERS.find(name + ".derivative." + parameter).isPresent()) {
                    variables.put(parameter, tensor.asVariable());
                }
            });
            given.putAll(variables);
            given.remove("input");
            Tensor upstream = tensor(name + ".upstream");
            int before = scope.size();
            Tensor output = Autograd.record(() -> Scope.compute(() -> {
                Tensor input = variables.get("input");
                return LAYERS.get(name).apply(last ? channelsLast(input) : input, Parameters.of(given));
            }));
            assertThat(scope.size()).isEqualTo(before + 1);
            assertClose(NUMBERS.floats(name + ".output"), output.toFloats());
            long elements = upstream.toFloats().length;
            Tensor sum =
                    Autograd.record(() -> output.times(upstream).meanOfAll().times(elements));
            List<Tensor> derivatives = Autograd.gradients(sum, new ArrayList<>(variables.values()));
            int i = 0;
            for (String variable : variables.keySet()) {
                assertDerivative(name + ".derivative." + variable, derivatives.get(i++));
            }
        }
    }

    private static void assertClose(float[] expected, float[] actual) {
        assertThat(Differences.largest(expected, actual)).isLessThan(CLOSE);
    }

    private void assertDerivative(String name, Tensor derivative) throws Exception {
        float[] expected = NUMBERS.floats(name);
        double largest = 1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(Differences.largest(expected, derivative.toFloats()) / largest)
                .as(name)
                .isLessThan(CLOSE);
    }

    /** In inference nothing is recorded, and nothing of what a layer keeps for derivatives is there. */
    @ParameterizedTest
    @MethodSource("names")
    void resultsOnTheThreadOfInference(String name) throws Exception {
        try (EngineThread thread = new EngineThread()) {
            float[] output = thread.call(() -> {
                try (Scope inner = Scope.open()) {
                    Tensor input = channelsLast(tensor(name + ".input")).asVariable();
                    Tensor result = LAYERS.get(name).apply(input, Parameters.of(parameters(name)));
                    assertThat(result.requiresGrad()).isFalse();
                    return result.toFloats();
                }
            });
            assertClose(NUMBERS.floats(name + ".output"), output);
        }
    }

    @Test
    void aBatchMovesTheRunningStatistics() throws Exception {
        Map<String, Tensor> parameters = parameters("batch-norm.batch");
        BatchNormalisation layer = BatchNormalisation.of(3);
        Tensor input = tensor("batch-norm.batch.input");
        layer.apply(input, Parameters.of(parameters));
        for (String name : List.of("running_mean", "running_var")) {
            assertThat(parameters.get(name).toFloats())
                    .containsExactly(NUMBERS.floats("batch-norm.batch.parameter." + name));
        }
        layer.applyToBatch(input.channelsLast(), Parameters.of(parameters));
        for (String name : List.of("running_mean", "running_var")) {
            assertThat(parameters.get(name).toFloats())
                    .containsExactly(NUMBERS.floats("batch-norm.batch.after." + name), within(1e-7f));
        }
    }

    @Test
    void foldingIsTheNormalisation() throws Exception {
        Parameters parameters = Parameters.of(parameters("batch-norm.folded"));
        Parameters folded = BatchNormalisation.of(3).fold(parameters.in("conv"), parameters.in("bn"));
        assertThat(folded.names()).containsExactly("weight", "bias");
        Tensor image = tensor("batch-norm.folded.input");
        Convolution convolution = Convolution.of(2, 3, 3);
        Tensor apart =
                BatchNormalisation.of(3).apply(convolution.apply(image, parameters.in("conv")), parameters.in("bn"));
        assertClose(apart.toFloats(), convolution.apply(image, folded).toFloats());
    }

    /** Overwriting gives the same numbers in the same memory, and the same derivatives. */
    @ParameterizedTest
    @MethodSource("activations")
    void overwritingActivations(Activation activation) throws Exception {
        Tensor values = tensor("activation.relu.input");
        float[] expected = activation.apply(values).toFloats();
        Tensor own = values.plus(0);
        assertThat(activation.overwrite(own)).isSameAs(own);
        assertThat(own.toFloats()).containsExactly(expected);

        Tensor variable = values.asVariable();
        BinaryOperator<Tensor> derivative = (output, input) ->
                Autograd.gradients(output.meanOfAll(), List.of(input)).get(0);
        float[][] derivatives = Autograd.record(() -> new float[][] {
            derivative.apply(activation.apply(variable.times(1)), variable).toFloats(),
            derivative.apply(activation.overwrite(variable.times(1)), variable).toFloats()
        });
        assertThat(derivatives[1]).containsExactly(derivatives[0], within(1e-7f));
    }

    static Stream<Activation> activations() {
        return Stream.of(Activation.values());
    }

    @Test
    void channelsLastStaysChannelsLast() throws Exception {
        Tensor input = tensor("conv.grouped.input").channelsLast();
        Parameters parameters = Parameters.of(parameters("conv.grouped"));
        for (Padding padding : Padding.values()) {
            Convolution convolution = Convolution.of(8, 8, 3).groups(4).padding(padding, 1);
            assertThat(convolution.apply(input, parameters).isChannelsLast())
                    .as(padding.name())
                    .isTrue();
        }
        Parameters normalisation = ParameterDeclarations.join(
                        BatchNormalisation.of(8).declare("batch"),
                        LayerNormalisation.of(8).declare("layer"))
                .initialise(1);
        assertThat(BatchNormalisation.of(8)
                        .apply(input, normalisation.in("batch"))
                        .isChannelsLast())
                .isTrue();
        assertThat(BatchNormalisation.of(8)
                        .applyToBatch(input, normalisation.in("batch"))
                        .isChannelsLast())
                .isTrue();
        assertThat(LayerNormalisation.of(8)
                        .applyToChannels(input, normalisation.in("layer"))
                        .isChannelsLast())
                .isTrue();
        for (Activation activation : Activation.values()) {
            assertThat(activation.apply(input).isChannelsLast()).isTrue();
        }
        assertThat(Attention.amongChannels(input, input, input, Tensor.of(new float[] {1, 2}, 2, 1, 1))
                        .isChannelsLast())
                .isTrue();
        assertThat(input.resizeBilinear(7, 3).isChannelsLast()).isTrue();
        assertThat(input.resizeNearest(7, 3).isChannelsLast()).isTrue();
        normalisation.close();
    }

    /** An image that is 2 · guide + 3 everywhere; in a flat window, any line of slope 0. */
    @Test
    void guidedFilterFindsTheLine() {
        try (Scope scope = Scope.open()) {
            Tensor guide = Tensor.of(new float[] {1, 4, 2, 8, 5, 7}, 1, 1, 2, 3);
            Tensor lines = new GuidedFilter(1, 1e-6).lines(guide.times(2).plus(3), guide);
            assertThat(lines.toFloats())
                    .containsExactly(new float[] {2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3}, within(1e-4f));
            Tensor flat = guide.times(0);
            assertThat(new GuidedFilter(1, 1e-6).lines(flat.plus(3), flat).toFloats())
                    .containsExactly(new float[] {0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3}, within(1e-4f));
            assertThat(GuidedFilter.ofGuide(lines, guide).toFloats())
                    .containsExactly(new float[] {5, 11, 7, 19, 13, 17}, within(1e-4f));
        }
    }

    /** The engine itself is wrong for planar tensors of such numbers of channels on some processors. */
    @ParameterizedTest
    @ValueSource(ints = {20, 44, 88})
    void planarTensorsOfAnyNumberOfChannelsAreConvolved(int channels) {
        int outputs = 44;
        int side = 24;
        float[] input = numbers(1, channels * side * side);
        float[] weight = numbers(2, outputs * channels * 9);
        Parameters layer = Parameters.of(Map.of("weight", Tensor.of(weight, outputs, channels, 3, 3)));
        float[] actual = Convolution.of(channels, outputs, 3)
                .apply(Tensor.of(input, 1, channels, side, side), layer)
                .planar()
                .toFloats();
        int inner = side - 2;
        for (int[] place : new int[][] {{0, 0, 0}, {7, 3, 11}, {outputs - 1, inner - 1, inner - 1}}) {
            double expected = 0;
            for (int i = 0; i < channels * 9; i++) {
                int row = place[1] + i % 9 / 3;
                int column = place[2] + i % 3;
                expected += (double) weight[place[0] * channels * 9 + i] * input[(i / 9 * side + row) * side + column];
            }
            assertThat(actual[(place[0] * inner + place[1]) * inner + place[2]])
                    .isCloseTo((float) expected, within(1e-4f));
        }
    }

    private static float[] numbers(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    @Test
    void optionsThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Convolution.of(6, 4, 3).groups(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Convolution.of(4, 6, 3).groups(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Convolution.of(4, 4, 3).groups(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Convolution.of(0, 4, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Convolution.of(4, 4, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Convolution.of(4, 4, 3).stride(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Convolution.of(4, 4, 3).padding(Padding.ZERO, -1));
    }

    /** A reflection of one pixel is this pixel, as is one of a row of them above and below it. */
    @Test
    void whatHasNothingToReflectIsRepeated() {
        Convolution mean = Convolution.of(1, 1, 3).padding(Padding.REFLECT, 1);
        Parameters layer =
                Parameters.of(Map.of("weight", Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 1, 3, 3)));
        assertThat(mean.apply(Tensor.of(new float[] {2}, 1, 1, 1, 1), layer).toFloats())
                .containsExactly(18);
        assertThat(mean.apply(Tensor.of(new float[] {1, 2, 4}, 1, 1, 1, 3), layer)
                        .toFloats())
                .containsExactly(3 * (1 + 1 + 2), 3 * (1 + 2 + 4), 3 * (2 + 4 + 4));
    }
}
