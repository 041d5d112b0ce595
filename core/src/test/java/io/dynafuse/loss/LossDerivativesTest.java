package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The derivative of every loss by every element of an image against central differences. */
@Tag("slow")
class LossDerivativesTest {
    /** Images of values that a loss is found of. */
    private record Sample(LossShape shape, float[] fused, float[] first, float[] second, float[] truth) {
        static Sample random(LossShape shape, Random random) {
            float[] fused = random(shape.size(), random);
            // Similar enough for structural similarity to be far from where it stops.
            float[] truth = LossShape.combine(fused, random(shape.size(), random), (f, r) -> 0.7 * f + 0.3 * r);
            return new Sample(shape, fused, random(shape.size(), random), random(shape.size(), random), truth);
        }

        static Sample of(LossShape shape, float fused, float source, float truth) {
            return new Sample(shape, flat(shape, fused), flat(shape, source), flat(shape, source), flat(shape, truth));
        }

        private static float[] random(int length, Random random) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = random.nextFloat();
            }
            return values;
        }

        private static float[] flat(LossShape shape, float value) {
            float[] values = new float[shape.size()];
            Arrays.fill(values, value);
            return values;
        }

        Tensor loss(LossKind kind, Tensor image) {
            return new TrainingLoss(List.of(new WeightedTerm<>(1, kind)))
                    .of(image, List.of(shape.tensor(first), shape.tensor(second)), Optional.of(shape.tensor(truth)), 1);
        }

        double value(LossKind kind, float[] image) {
            try (Scope scope = Scope.open()) {
                return loss(kind, shape.tensor(image)).toFloats()[0];
            }
        }

        double[] derivatives(LossKind kind) {
            try (Scope scope = Scope.open()) {
                Tensor variable = shape.tensor(fused).asVariable();
                Tensor value = Autograd.record(() -> loss(kind, variable));
                float[] found =
                        Autograd.gradients(value, List.of(variable)).get(0).toFloats();
                return IntStream.range(0, found.length)
                        .mapToDouble(i -> found[i])
                        .toArray();
            }
        }

        double[] centralDifferences(LossKind kind, float step) {
            return centralDifferences(kind, step, 0, fused.length);
        }

        double[] centralDifferences(LossKind kind, float step, int start, int length) {
            double[] differences = new double[length];
            float[] image = fused.clone();
            for (int i = start; i < start + length; i++) {
                image[i] = fused[i] + step;
                double above = value(kind, image);
                double width = image[i];
                image[i] = fused[i] - step;
                differences[i - start] = (above - value(kind, image)) / (width - image[i]);
                image[i] = fused[i];
            }
            return differences;
        }

        /** What the loss takes the absolute value of: where one of these is 0, it has no derivative. */
        private Stream<Double> kinks(LossKind kind, int pixel) {
            float[] difference = LossShape.combine(fused, truth, (f, t) -> f - t);
            double largest = Math.max(shape.magnitude(first, pixel), shape.magnitude(second, pixel));
            double magnitude = shape.magnitude(fused, pixel);
            Stream<Double> derivatives = boxed(shape.sobel(fused, pixel));
            if (kind == LossTerm.GRADIENT) {
                return boxed(shape.sobel(difference, pixel));
            }
            if (kind == LossTerm.GRADIENT_MAGNITUDE) {
                return Stream.concat(derivatives, Stream.of(magnitude - shape.magnitude(truth, pixel)));
            }
            if (kind == SourceTerm.GRADIENT_MAX) {
                return Stream.concat(derivatives, Stream.of(magnitude - largest));
            }
            if (kind == SourceTerm.INTENSITY_MAX) {
                return Stream.of((double) fused[pixel] - Math.max(first[pixel], second[pixel]));
            }
            return kind == SourceTerm.TOTAL_VARIATION ? variations(pixel) : Stream.of((double) difference[pixel]);
        }

        private Stream<Double> variations(int pixel) {
            // At the border a pixel is its own neighbour: always 0, no kink.
            return Stream.of(shape.at(fused, pixel, 1, 0) - fused[pixel], shape.at(fused, pixel, 0, 1) - fused[pixel])
                    .filter(difference -> difference != 0);
        }

        private static Stream<Double> boxed(double[] values) {
            return Arrays.stream(values).boxed();
        }

        boolean isAwayFromKinks(LossKind kind, double distance) {
            return IntStream.range(0, fused.length)
                    .allMatch(pixel -> kinks(kind, pixel).allMatch(value -> Math.abs(value) > distance));
        }
    }

    /** Central differences are exact for these, which are quadratic at most between their kinks. */
    @Provide
    Arbitrary<LossKind> lossesOfPixels() {
        return Arbitraries.of(
                LossTerm.L1,
                LossTerm.L2,
                LossTerm.GRADIENT,
                LossTerm.GRADIENT_MAGNITUDE,
                SourceTerm.INTENSITY_MAX,
                SourceTerm.GRADIENT_MAX,
                SourceTerm.TOTAL_VARIATION);
    }

    /**
     * An element moves itself by the step, and what is compared with 0 by no more than twice that (a difference of its pixel; a magnitude
     * by 3/8 of it in each direction). A loss of about 0.3 is rounded to 3e-8, which over 0.002 is 1.5e-5; derivatives are about 1/40 for
     * one element of 40, or 1/72.
     */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void lossesOfPixelsHaveTheirDerivatives(
            @ForAll("lossesOfPixels") LossKind kind, @ForAll boolean colour, @ForAll Random random) {
        LossShape shape = colour ? new LossShape(2, 3, 3, 4) : new LossShape(2, 1, 4, 5);
        float step = 1e-3f;
        Sample sample = Stream.generate(() -> Sample.random(shape, random))
                .filter(candidate -> candidate.isAwayFromKinks(kind, 2 * step))
                .findFirst()
                .orElseThrow();
        assertAgree(sample.derivatives(kind), sample.centralDifferences(kind, step));
    }

    /** Windows of 11 pixels: one or a few fit into every plane. */
    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void structuralSimilarityHasItsDerivatives(@ForAll Random random) {
        assertSimilarityAgrees(LossTerm.SSIM, new LossShape(2, 1, 11, 13), random);
        assertSimilarityAgrees(LossTerm.SSIM, new LossShape(2, 3, 12, 11), random);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void similarityToTheSourcesHasItsDerivatives(@ForAll Random random) {
        assertSimilarityAgrees(SourceTerm.SOURCE_SSIM, new LossShape(2, 1, 11, 13), random);
        assertSimilarityAgrees(SourceTerm.SOURCE_SSIM, new LossShape(2, 3, 12, 11), random);
    }

    /** Two scales, as 22 pixels are twice 11; the last column is in the first scale alone. */
    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void similarityOverScalesHasItsDerivatives(@ForAll Random random) {
        assertSimilarityAgrees(LossTerm.MS_SSIM, new LossShape(2, 1, 22, 23), random);
    }

    /** Planes are all alike to this loss: one of six here, of the second image. */
    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void similarityOverScalesHasItsDerivativesInColour(@ForAll Random random) {
        LossShape shape = new LossShape(2, 3, 22, 22);
        Sample sample = Sample.random(shape, random);
        int plane = 22 * 22;
        int start = 4 * plane;
        double[] derivatives = Arrays.copyOfRange(sample.derivatives(LossTerm.MS_SSIM), start, start + plane);
        assertAgree(derivatives, sample.centralDifferences(LossTerm.MS_SSIM, 0.02f, start, plane));
    }

    private static void assertSimilarityAgrees(LossKind term, LossShape shape, Random random) {
        Sample sample = Sample.random(shape, random);
        assertAgree(sample.derivatives(term), sample.centralDifferences(term, 0.02f));
    }

    /** A derivative that is 5 % wrong, everywhere or at an element that matters, fails. */
    private static void assertAgree(double[] derivatives, double[] differences) {
        double largest = 0;
        double squares = 0;
        double errors = 0;
        for (int i = 0; i < differences.length; i++) {
            largest = Math.max(largest, Math.abs(differences[i]));
            squares += Math.pow(differences[i], 2);
            errors += Math.pow(derivatives[i] - differences[i], 2);
        }
        assertThat(squares).isPositive();
        assertThat(Math.sqrt(errors / squares)).isLessThan(0.02);
        for (int i = 0; i < differences.length; i++) {
            assertThat(derivatives[i]).as("element %d", i).isCloseTo(differences[i], within(0.04 * largest));
        }
    }

    @Test
    void derivativesFivePercentWrongAreNoticed() {
        Sample sample = Sample.random(new LossShape(2, 1, 4, 5), new Random(1));
        double[] differences = sample.centralDifferences(LossTerm.L2, 1e-3f);
        double[] wrong = sample.derivatives(LossTerm.L2);
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] *= 1.05;
        }
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertAgree(wrong, differences));
    }

    static Stream<LossKind> all() {
        return Stream.concat(Stream.of(LossTerm.values()), Stream.of(SourceTerm.values()));
    }

    /** No root or power of 0, no 0/0, no variance that rounding made negative. */
    @ParameterizedTest
    @MethodSource("all")
    void derivativesAreFiniteWhereImagesAreFlatOrEqual(LossKind kind) {
        LossShape shape = new LossShape(2, 3, 23, 22);
        float[] same = Sample.random(shape, new Random(2)).fused();
        float[] negative = LossShape.combine(same, same, (s, t) -> 1 - s);
        List<Sample> samples = List.of(
                new Sample(shape, same, same, same, same),
                new Sample(shape, same, same, same, negative),
                Sample.of(shape, 0, 0, 0),
                Sample.of(shape, 1, 1, 1),
                Sample.of(shape, 0.3f, 0.3f, 0.3f),
                Sample.of(shape, 0, 1, 1),
                Sample.of(shape, 1, 0.999f, 0));
        for (Sample sample : samples) {
            assertThat(sample.value(kind, sample.fused())).isFinite();
            assertThat(Arrays.stream(sample.derivatives(kind)).allMatch(Double::isFinite))
                    .isTrue();
        }
    }
}
