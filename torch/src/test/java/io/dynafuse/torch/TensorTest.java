package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation against numbers worked out by hand. */
class TensorTest {
    private static final Offset<Float> ROUNDING = within(1e-6f);

    private final Scope scope = Scope.open();

    @AfterEach
    void closeScope() {
        scope.close();
    }

    private static Tensor of(float... values) {
        return Tensor.of(values, values.length);
    }

    @Test
    void arithmetic() {
        assertThat(of(1, 2).plus(of(3, -5)).toFloats()).containsExactly(4, -3);
        assertThat(of(1, 2).minus(of(3, -5)).toFloats()).containsExactly(-2, 7);
        assertThat(of(1, 2).times(of(3, -5)).toFloats()).containsExactly(3, -10);
        assertThat(of(1, 2).dividedBy(of(4, -4)).toFloats()).containsExactly(0.25f, -0.5f);
        assertThat(of(1, 2).times(-3).toFloats()).containsExactly(-3, -6);
        assertThat(of(1, 8).maximum(of(3, -5)).toFloats()).containsExactly(3, 8);
        assertThat(of(-1, 8).absolute().toFloats()).containsExactly(1, 8);
        assertThat(of(-3, 0, 8).sign().toFloats()).containsExactly(-1, 0, 1);
        assertThat(of(-3, 2).square().toFloats()).containsExactly(9, 4);
        assertThat(of(1, -8).maximum(-2).toFloats()).containsExactly(1, -2);
        assertThat(of(8, 4).power(-2).toFloats()).containsExactly(1 / 64f, 1 / 16f);
        assertThat(of(9, 2.25f).squareRoot().toFloats()).containsExactly(3, 1.5f);
    }

    @Test
    void inPlaceArithmeticChangesTheTensorItself() {
        Tensor tensor = of(1, 2);
        assertThat(tensor.plusInPlace(of(10, 20))).isSameAs(tensor);
        assertThat(tensor.toFloats()).containsExactly(11, 22);
        assertThat(tensor.timesInPlace(2).toFloats()).containsExactly(22, 44);
        assertThat(tensor.plusProductInPlace(of(2, 3), of(-1, -20)).toFloats()).containsExactly(20, -16);
        assertThat(tensor.reluInPlace().toFloats()).containsExactly(20, 0);
        assertThat(tensor.maximumInPlace(of(7, 3)).toFloats()).containsExactly(20, 3);
        assertThat(tensor.timesInPlace(of(2, 5)).toFloats()).containsExactly(40, 15);
        tensor.slice(0, 1, 1).copyInPlace(of(-1));
        assertThat(tensor.toFloats()).containsExactly(40, -1);
    }

    /** Four rows in three blocks overlap: the means of 1, 2 and of 2, 4 and of 4, 9; a single pixel is every block. */
    @Test
    void blocksOfAGridCoverAllPixels() {
        Tensor column = Tensor.of(new float[] {1, 2, 4, 9}, 1, 1, 4, 1);
        assertThat(column.gridMean(3, 1).toFloats()).containsExactly(1.5f, 3, 6.5f);
        Tensor rows = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 2, 4);
        assertThat(rows.gridMean(1, 2).toFloats()).containsExactly(3.5f, 5.5f);
        assertThat(Tensor.of(new float[] {7}, 1, 1, 1, 1).gridMean(2, 2).toFloats())
                .containsOnly(7);
    }

    @Test
    void transcendentFunctions() {
        assertThat(of(0, 1).exponential().toFloats()).containsExactly(new float[] {1, 2.7182817f}, ROUNDING);
        assertThat(of(0, 1).sigmoid().toFloats()).containsExactly(new float[] {0.5f, 0.7310586f}, ROUNDING);
        assertThat(of(0, -200).logarithmOfSigmoid().toFloats())
                .containsExactly(new float[] {-0.6931472f, -200}, ROUNDING);
        assertThat(of((float) Math.log(1), (float) Math.log(3)).softmax(0).toFloats())
                .containsExactly(new float[] {0.25f, 0.75f}, ROUNDING);
    }

    @Test
    void reductionsSlicesAndJoins() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 3, 1, 2);
        assertThat(tensor.mean(1).shape()).containsExactly(1, 1, 1, 2);
        assertThat(tensor.mean(1).toFloats()).containsExactly(3, 4);
        assertThat(tensor.slice(1, 1, 2).toFloats()).containsExactly(3, 4, 5, 6);
        assertThat(tensor.slice(3, 1, 1).toFloats()).containsExactly(2, 4, 6);
        assertThat(Tensor.concatenate(List.of(tensor, tensor), 1).shape()).containsExactly(1, 6, 1, 2);
        assertThat(tensor.size(-1)).isEqualTo(2);
        assertThat(tensor.transpose(1, 3).toFloats()).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(tensor.flip(1).toFloats()).containsExactly(5, 6, 3, 4, 1, 2);
        assertThat(tensor.reshape(2, 3).slice(0, 1, 1).toFloats()).containsExactly(4, 5, 6);
    }

    @Test
    void activations() {
        assertThat(of(-2, 3).relu().toFloats()).containsExactly(0, 3);
        assertThat(of(-2, 3).leakyRelu(0.25).toFloats()).containsExactly(-0.5f, 3);
        assertThat(of(-2, 3).leakyReluInPlace(0.25).toFloats()).containsExactly(-0.5f, 3);
        assertThat(of(-2, 3, 9).clamp(-1, 6).toFloats()).containsExactly(-1, 3, 6);
        assertThat(of(-2, 3, 9).clampInPlace(-1, 6).toFloats()).containsExactly(-1, 3, 6);
        // log(1 + e) and, of ln 3, log(1 + 3).
        assertThat(of(1, (float) Math.log(3)).softplus().toFloats())
                .containsExactly(new float[] {1.3132617f, 1.3862944f}, ROUNDING);
        assertThat(of(0, 1).tanh().toFloats()).containsExactly(new float[] {0, 0.7615942f}, ROUNDING);
        // 1 · Φ(1), Φ(1) = 0.8413447
        assertThat(of(0, 1).gelu().toFloats()).containsExactly(new float[] {0, 0.8413447f}, ROUNDING);
    }

    @Test
    void rearrangements() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
        assertThat(tensor.permute(2, 0, 1).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(tensor.permute(2, 0, 1).shape()).containsExactly(3, 1, 2);
        assertThat(tensor.roll(new long[] {1}, 2).toFloats()).containsExactly(3, 1, 2, 6, 4, 5);
        assertThat(tensor.roll(new long[] {1, -1}, 1, 2).toFloats()).containsExactly(5, 6, 4, 2, 3, 1);
        assertThat(tensor.pick(2, 2, 0, 2).toFloats()).containsExactly(3, 1, 3, 6, 4, 6);
        assertThat(tensor.largest(2, 2).toFloats()).containsExactly(3, 2, 6, 5);
        assertThat(tensor.largest(1, 1).toFloats()).containsExactly(4, 5, 6);
        assertThat(of(3, 4).norm(0).toFloats()).containsExactly(5);
        assertThat(tensor.mean(1, 2).toFloats()).containsExactly(3.5f);
        assertThat(tensor.mean(1, 2).shape()).containsExactly(1, 1, 1);
    }

    @Test
    void matrixProducts() {
        Tensor first = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
        Tensor second = Tensor.of(new float[] {1, 10, 100, 0, 2, 0}, 2, 3, 1);
        assertThat(first.matmul(second).shape()).containsExactly(2, 2, 1);
        assertThat(first.matmul(second).toFloats()).containsExactly(321, 654, 4, 10);
        Tensor bias = of(0.5f, -0.5f);
        Tensor weight = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 2, 3);
        assertThat(first.linear(weight, Optional.of(bias)).toFloats()).containsExactly(1.5f, 5.5f, 4.5f, 14.5f);
    }

    @Test
    void blocksAndSizes() {
        float[] values = new float[24];
        for (int i = 0; i < 24; i++) {
            values[i] = i * 7 % 24;
        }
        //  0  7 14 21  4 11
        // 18  1  8 15 22  5
        // 12 19  2  9 16 23
        //  6 13 20  3 10 17
        Tensor tensor = Tensor.of(values, 1, 1, 4, 6);
        assertThat(tensor.blockMaximum(2).toFloats()).containsExactly(18, 21, 22, 19, 20, 23);
        assertThat(tensor.blockMaximum(4).toFloats()).containsExactly(21);
        assertThat(tensor.resizeNearest(2, 3).toFloats()).containsExactly(0, 14, 4, 12, 2, 16);
        assertThat(of(1, 2, 3).reshape(1, 1, 1, 3).resizeNearest(2, 5).toFloats())
                .containsExactly(1, 1, 2, 2, 3, 1, 1, 2, 2, 3);
    }

    @Test
    void reflectionDoesNotRepeatTheBorder() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        assertThat(tensor.reflectPad(1).toFloats()).containsExactly(4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1);
    }

    @Test
    void layoutDoesNotChangeValues() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2);
        assertThat(tensor.isChannelsLast()).isFalse();
        assertThat(tensor.channelsLast().isChannelsLast()).isTrue();
        assertThat(tensor.channelsLast().toFloats()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(tensor.channelsLast().planar().toFloats()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void replicatePaddingRepeatsTheBorder() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        assertThat(tensor.replicatePad(1).toFloats()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
    }

    @Test
    void zeroPaddingAddsZeros() {
        Tensor tensor = Tensor.of(new float[] {1, 2}, 1, 1, 1, 2);
        assertThat(tensor.zeroPad(1).toFloats()).containsExactly(0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "6", "300"})
    void boxMeanIsOfWhatLiesInside(int radius) {
        int width = 7;
        int height = 5;
        float[] values = new float[2 * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % 23;
        }
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            int count = 0;
            for (int other = 0; other < values.length; other++) {
                boolean samePlane = other / (width * height) == i / (width * height);
                boolean near = Math.abs(other % width - i % width) <= radius
                        && Math.abs(other / width % height - i / width % height) <= radius;
                if (samePlane && near) {
                    sum += values[other];
                    count++;
                }
            }
            expected[i] = (float) (sum / count);
        }
        assertThat(Tensor.of(values, 1, 2, height, width).boxMean(radius).toFloats())
                .containsExactly(expected, within(1e-5f));
    }

    @Test
    void blockMeanLeavesOutWhatFillsNoBlock() {
        float[] values = new float[15];
        for (int i = 0; i < 15; i++) {
            values[i] = i;
        }
        // Blocks of 0, 1, 5, 6 and of 2, 3, 7, 8; the last column and row are left out.
        Tensor means = Tensor.of(values, 1, 1, 3, 5).blockMean(2);
        assertThat(means.shape()).containsExactly(1, 1, 1, 2);
        assertThat(means.toFloats()).containsExactly(3, 5);
    }

    @Test
    void extremesAndMeansOfAll() {
        Tensor tensor = Tensor.of(new float[] {1, -2, 3, 4, 5, -6, 0, 7}, 2, 2, 1, 2);
        assertThat(tensor.meanOfAll().toFloats()).containsExactly(1.5f);
        assertThat(tensor.maximumOfAll().toFloats()).containsExactly(7);
        assertThat(tensor.plus(0.5).toFloats()).containsExactly(1.5f, -1.5f, 3.5f, 4.5f, 5.5f, -5.5f, 0.5f, 7.5f);
        assertThat(tensor.device()).isEqualTo(Device.CPU);
    }

    @Test
    void convolutionCorrelatesWithTheKernel() {
        Tensor image = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
        Tensor kernel = Tensor.of(new float[] {1, 10, 100, 1000}, 1, 1, 2, 2);
        Tensor bias = of(0.5f);
        assertThat(image.convolve(kernel, Optional.of(bias), 0).toFloats())
                .containsExactly(5421.5f, 6532.5f, 8754.5f, 9865.5f);
        assertThat(image.convolve(kernel, Optional.empty(), 0).toFloats()).containsExactly(5421, 6532, 8754, 9865);
        assertThat(image.convolve(kernel, Optional.empty(), 1).slice(2, 0, 1).toFloats())
                .containsExactly(1000, 2100, 3200, 300);
    }

    @Test
    void bfloat16KeepsEightBitsOfMantissa() {
        Tensor rounded = of(1.00390625f, 3).to(Precision.BF16);
        assertThat(rounded.precision()).isEqualTo(Precision.BF16);
        assertThat(rounded.toFloats()).containsExactly(1, 3);
    }

    @Test
    void valuesMustFillTheShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(new float[5], 2, 3))
                .withMessageContaining("expected 6 values")
                .withMessageContaining("found 5");
    }

    @Test
    void engineFailuresAreOneLine() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> of(1, 2, 3).plus(of(1, 2)))
                .satisfies(
                        e -> assertThat(e.getMessage()).startsWith("engine: ").doesNotContain("\n"));
    }

    /** Halved, a pixel of weight 3/7 has its two own pixels, and 1/7 of the next; a side that stays as it is is not changed. */
    @Test
    void resizeSmoothlyCountsAllPixelsThatAreCovered() {
        Tensor row = Tensor.of(new float[] {0, 7, 14, 28}, 1, 1, 1, 4);
        assertThat(row.resizeSmoothly(1, 2).toFloats()).containsExactly(new float[] {5, 19}, ROUNDING);
        assertThat(row.reshape(1, 1, 4, 1).resizeSmoothly(2, 1).toFloats())
                .containsExactly(new float[] {5, 19}, ROUNDING);
        assertThat(row.reshape(1, 1, 4, 1).resizeSmoothly(2, 3).toFloats())
                .containsExactly(new float[] {5, 5, 5, 19, 19, 19}, ROUNDING);
        assertThat(Tensor.of(new float[] {0, 0, 7, 70, 14, 140, 28, 280}, 1, 1, 4, 2)
                        .resizeSmoothly(2, 2)
                        .toFloats())
                .containsExactly(new float[] {5, 50, 19, 190}, ROUNDING);
        assertThat(row.resizeSmoothly(1, 8).toFloats())
                .containsExactly(row.resizeBilinear(1, 8).toFloats(), ROUNDING);
    }
}
