package io.dynafuse.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.testing.Scripts;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Convolutions of scripts and their derivatives, against sums worked out one product after the other in 64 bits. The engine's own are wrong for some of
 * these sizes on some processors.
 */
class ScriptConvolutionsTest {
    private static final int HEIGHT = 40;
    private static final int WIDTH = 43;

    @TempDir
    static Path folder;

    private static Graph graph;

    @BeforeAll
    static void open() throws Exception {
        graph = GraphFile.read(Scripts.copy("convolutions", folder)).open(Device.CPU);
    }

    @AfterAll
    static void close() {
        graph.close();
    }

    /**
     * A convolution as the formula has it: pixel y of the result sees, for every place k of the kernel, pixel {@code y · stride − padding + k ·
     * dilation}; a transposed one is the way back.
     */
    private record Sum(
            int inputs,
            int outputs,
            int groups,
            int[] side,
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean transposed) {
        static Sum of(int inputs, int outputs, int groups, int side) {
            int[] ones = {1, 1};
            return new Sum(inputs, outputs, groups, new int[] {side, side}, ones, ones, ones, false);
        }

        Sum with(int[] newStride, int[] newPadding, int[] newDilation) {
            return new Sum(inputs, outputs, groups, side, newStride, newPadding, newDilation, transposed);
        }

        Sum inLines() {
            return new Sum(inputs, outputs, groups, new int[] {1, side[1]}, stride, new int[] {0, 1}, dilation, false);
        }

        Sum back() {
            return new Sum(inputs, outputs, groups, side, new int[] {2, 2}, padding, dilation, true);
        }

        int size(int axis, int before) {
            int reach = dilation[axis] * (side[axis] - 1);
            return transposed
                    ? (before - 1) * stride[axis] - 2 * padding[axis] + reach + 1
                    : (before + 2 * padding[axis] - reach - 1) / stride[axis] + 1;
        }

        /** Result {@code out}, or derivatives of half the sum of its squares by the input. */
        double[] run(double[] in, float[] kernels, int height, int width, double[] derivativesOf) {
            int high = size(0, height);
            int wide = size(1, width);
            double[] result = new double[derivativesOf == null ? outputs * high * wide : in.length];
            int perGroup = inputs / groups;
            for (int o = 0; o < outputs; o++) {
                int group = o / (outputs / groups);
                for (int i = 0; i < perGroup; i++) {
                    int channel = group * perGroup + i;
                    for (int a = 0; a < side[0]; a++) {
                        for (int b = 0; b < side[1]; b++) {
                            int kernel = transposed ? channel * outputs + o : o * perGroup + i;
                            double weight = kernels[(kernel * side[0] + a) * side[1] + b];
                            // Of the two images, the one that the kernel is placed on, and the one that it is slid
                            // over.
                            for (int y = 0; y < (transposed ? height : high); y++) {
                                for (int x = 0; x < (transposed ? width : wide); x++) {
                                    int row = y * stride[0] - padding[0] + a * dilation[0];
                                    int column = x * stride[1] - padding[1] + b * dilation[1];
                                    if (row < 0
                                            || column < 0
                                            || row >= (transposed ? high : height)
                                            || column >= (transposed ? wide : width)) {
                                        continue;
                                    }
                                    int source = transposed
                                            ? (channel * height + y) * width + x
                                            : (channel * height + row) * width + column;
                                    int target =
                                            transposed ? (o * high + row) * wide + column : (o * high + y) * wide + x;
                                    if (derivativesOf == null) {
                                        result[target] += weight * in[source];
                                    } else {
                                        result[source] += weight * derivativesOf[target];
                                    }
                                }
                            }
                        }
                    }
                }
            }
            return result;
        }
    }

    private static float[] numbers(long seed, int count) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static void check(String function, Sum sum, int height, int width, boolean channelsLast) {
        float[] image = numbers(1, sum.inputs() * height * width);
        float[] kernels = numbers(2, sum.outputs() * sum.inputs() / sum.groups() * sum.side()[0] * sum.side()[1]);
        double[] in = new double[image.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = image[i];
        }
        double[] expected = sum.run(in, kernels, height, width, null);
        double[] derivatives = sum.run(in, kernels, height, width, expected);
        long perGroup = sum.inputs() / sum.groups();
        long[] kernel = sum.transposed()
                ? new long[] {sum.inputs(), sum.outputs(), sum.side()[0], sum.side()[1]}
                : new long[] {sum.outputs(), perGroup, sum.side()[0], sum.side()[1]};
        boolean lines = function.equals("in_lines");
        try (Scope scope = Scope.open()) {
            Tensor planar = Tensor.of(image, 1, sum.inputs(), height, width);
            Tensor input = channelsLast ? planar.channelsLast() : planar;
            Tensor weights = Tensor.of(kernels, kernel);
            if (lines) {
                input = input.reshape(1, sum.inputs(), width);
                weights = weights.reshape(kernel[0], kernel[1], kernel[3]);
            }
            List<Tensor> inputs = List.of(input, weights);
            assertClose(graph.run(function, inputs).get(0), expected);
            Tensor variable = input.asVariable();
            List<Tensor> gradients = Autograd.record(() -> {
                Tensor result =
                        graph.run(function, List.of(variable, inputs.get(1))).get(0);
                return Autograd.gradients(result.square().meanOfAll().times(expected.length / 2.0), List.of(variable));
            });
            assertClose(gradients.get(0), derivatives);
        }
    }

    private static void assertClose(Tensor found, double[] expected) {
        float[] values = found.toFloats();
        assertThat(values).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - values[i]));
        }
        assertThat(difference / largest).isCloseTo(0, Offset.offset(1e-5));
    }

    /** The cases of {@link Tensor#convolve} and ordinary ones. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 5", "1, 8, 1, 3", "1, 16, 1, 5", "3, 8, 1, 5", "8, 1, 1, 5", "17, 4, 1, 3", "20, 4, 1, 3",
                "20, 20, 1, 3",
        "64, 8, 1, 3", "8, 16, 8, 3", "16, 64, 16, 3", "20, 20, 20, 3", "24, 8, 8, 3", "40, 8, 2, 3", "33, 7, 1, 1",
                "1, 3, 1, 1"
    })
    void convolutionsAreRight(int inputs, int outputs, int groups, int side) {
        Sum sum = Sum.of(inputs, outputs, groups, side);
        check("forward", sum, HEIGHT, WIDTH, false);
        check("forward", sum, HEIGHT, WIDTH, true);
    }

    @ParameterizedTest
    @CsvSource({"20, 4, 3", "3, 8, 5", "1, 8, 5"})
    void stridesDilationsAndPaddingsAreEachDirectionsOwn(int inputs, int outputs, int side) {
        check(
                "strided",
                Sum.of(inputs, outputs, 1, side).with(new int[] {2, 1}, new int[] {1, 2}, new int[] {1, 2}),
                41,
                30,
                false);
    }

    @ParameterizedTest
    @CsvSource({"20, 4, 3", "1, 8, 5"})
    void paddingByAWordKeepsTheSize(int inputs, int outputs, int side) {
        int[] half = {side / 2, side / 2};
        int[] ones = {1, 1};
        check("same", Sum.of(inputs, outputs, 1, side).with(ones, half, ones), HEIGHT, WIDTH, false);
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 3", "20, 4, 3", "33, 64, 3", "48, 7, 3"})
    void convolutionsOfLinesAreRight(int inputs, int outputs, int side) {
        check("in_lines", Sum.of(inputs, outputs, 1, side).inLines(), 1, 1000, false);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 5", "8, 1, 5", "20, 20, 3", "20, 4, 4"})
    void transposedConvolutionsAreRight(int inputs, int outputs, int side) {
        check("transposed", Sum.of(inputs, outputs, 1, side).back(), 20, 23, false);
    }

    /** Their sizes make the engine end the process on some processors. */
    @Test
    void wideConvolutionsOfSinglePixelsAreProducts() {
        int[] ones = {1, 1};
        check("same", Sum.of(256, 512, 1, 1).with(ones, new int[] {0, 0}, ones), 5, 6, false);
        check(
                "strided",
                Sum.of(512, 256, 1, 1).with(new int[] {2, 1}, new int[] {1, 2}, new int[] {1, 2}),
                5,
                6,
                false);
    }

    @Test
    void theCallsOfTheCodeAreReplacedWhereverTheyStand() {
        Map<String, String> corrected = ScriptConvolutions.corrected(Map.of(
                "__torch__.py",
                "_0 = torch.conv2d(torch.conv1d(a, b), w)\n_1 = ops.aten.convolution(x)\n_2 = torch.conv2d(x, w, None, [1, 1], \"same\")"
                        + "\n_3 = (self).conv2d(x, )\n_4 = torch.conv3d(x)\n"));
        assertThat(corrected.get("__torch__.py"))
                .isEqualTo(
                        "_0 = __torch__.dynafuse_convolutions.conv2d(__torch__.dynafuse_convolutions.conv1d(a, b), w)\n"
                                + "_1 = __torch__.dynafuse_convolutions._convolution(x)\n"
                                + "_2 = __torch__.dynafuse_convolutions.conv2d_named(x, w, None, [1, 1], \"same\")\n"
                                + "_3 = (self).conv2d(x, )\n_4 = torch.conv3d(x)\n");
        assertThat(corrected).containsKey("__torch__/dynafuse_convolutions.py");
    }
}
