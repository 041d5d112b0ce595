package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.loss.TcMoaLoss.Kind;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts of TC-MoA's losses worked out by hand, and how the totals depend on them. */
class TcMoaLossTest {
    private static final LossShape SHAPE = new LossShape(1, 3, 16, 20);
    private static final int PIXELS = SHAPE.height() * SHAPE.width();
    private static final float STEP = 1f / 4096;
    private static final double PROMPTS = 0.25;
    private static final double BALANCE = 0.125;
    private static final Offset<Double> CLOSE = within(1e-5);

    private final Scope scope = Scope.open();
    private final Random random = new Random(1);

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor one(double value) {
        return Tensor.of(new float[] {(float) value}, 1);
    }

    private static double value(Tensor one) {
        return one.toFloats()[0];
    }

    private static Tensor flat(double value) {
        return dot(value, value, 0);
    }

    /** One pixel on even ground, in all channels. */
    private static Tensor dot(double ground, double value, int pixel) {
        float[] values = new float[SHAPE.size()];
        Arrays.fill(values, (float) ground);
        for (int channel = 0; channel < SHAPE.channels(); channel++) {
            values[channel * PIXELS + pixel] = (float) value;
        }
        return SHAPE.tensor(values);
    }

    private Tensor noise() {
        float[] values = new float[SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return SHAPE.tensor(values);
    }

    private static TcMoaLoss.Images images(Tensor fused, Tensor first, Tensor second) {
        return TcMoaLoss.Images.of(fused, List.of(first, second));
    }

    private static double warmUp(Kind kind, Tensor fused, Tensor first, Tensor second) {
        return value(TcMoaLoss.warmUp(kind, fused, List.of(first, second), one(PROMPTS), one(BALANCE)));
    }

    private static double later(Kind kind, Tensor fused, Tensor first, Tensor second) {
        return value(TcMoaLoss.of(kind, fused, List.of(first, second), one(PROMPTS), one(BALANCE)));
    }

    @ParameterizedTest
    @EnumSource
    void anImageThatEqualsBothSourcesCostsNothing(Kind kind) {
        Tensor image = noise();
        double prompts = kind == Kind.EXPOSURES ? 1.8 * PROMPTS : PROMPTS;
        assertThat(warmUp(kind, image, image, image)).isCloseTo(PROMPTS + BALANCE, CLOSE);
        assertThat(later(kind, image, image, image)).isCloseTo(prompts + BALANCE, CLOSE);
    }

    @Test
    void termsCountAsPublished() {
        Tensor fused = noise();
        Tensor first = noise();
        Tensor second = noise();
        TcMoaLoss.Images images = images(fused, first, second);
        double average = value(images.average());
        double edges = value(images.edges());
        double dissimilarity = value(images.dissimilarity());
        double visibleInfrared = 1.5 * edges + 1.5 * value(images.brighter()) + PROMPTS + 2 * dissimilarity + BALANCE;
        assertThat(later(Kind.MODALITIES, fused, first, second)).isCloseTo(visibleInfrared, CLOSE);
        assertThat(later(Kind.EXPOSURES, fused, first, second))
                .isCloseTo(1.8 * (edges + PROMPTS + 2 * value(images.misexposure()) + average) + BALANCE, CLOSE);
        for (Kind kind : List.of(Kind.MODALITIES, Kind.EXPOSURES)) {
            assertThat(warmUp(kind, fused, first, second))
                    .isCloseTo(average + PROMPTS + dissimilarity + BALANCE, CLOSE);
        }
    }

    @Test
    void termsOfMultiFocusCountAsPublished() {
        Tensor fused = noise();
        Tensor first = noise();
        Tensor second = noise();
        TcMoaLoss.Target target = images(fused, first, second).focused();
        double intensity = value(target.intensity());
        double dissimilarity = value(target.dissimilarity());
        assertThat(warmUp(Kind.FOCUS, fused, first, second))
                .isCloseTo(intensity + PROMPTS + dissimilarity + BALANCE, CLOSE);
        assertThat(later(Kind.FOCUS, fused, first, second))
                .isCloseTo(20 * (value(target.edges()) + intensity) + PROMPTS + 3 * dissimilarity + BALANCE, CLOSE);
    }

    /** 3·|0.5 − (0.2 + 0.6)/2| and |0.5 − 0.6|. */
    @Test
    void intensitiesAreComparedWithTheMeanAndTheBrighterSource() {
        TcMoaLoss.Images images = images(flat(0.5), flat(0.2), flat(0.6));
        assertThat(value(images.average())).isCloseTo(0.3, CLOSE);
        assertThat(value(images.brighter())).isCloseTo(0.1, CLOSE);
    }

    /** A pixel's derivative is what lies on its right and above it, minus what lies on its left and below: its left neighbour and the one below have that of a dot in full. */
    @Test
    void theDerivativeIsTowardsTheRightAndUpwards() {
        int pixel = 5 * SHAPE.width() + 7;
        float[] found = SobelDerivatives.diagonalInBlack(dot(0, 0.5, pixel)).toFloats();
        double[][] kernel = {{0, -1, -0.4}, {1, 0, -1}, {0.4, 1, 0}};
        double all = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                double expected = 3 * 0.5 * kernel[dy + 1][dx + 1];
                assertThat((double) found[pixel + dy * SHAPE.width() + dx])
                        .as("%d %d", dy, dx)
                        .isCloseTo(expected, CLOSE);
                all += Math.abs(expected);
            }
        }
        double sum = 0;
        for (float value : found) {
            sum += Math.abs(value);
        }
        assertThat(sum).isCloseTo(all, CLOSE);
    }

    /** The kernel's absolute values add up to 4.8; three channels, and the factor 3 of the term. */
    @Test
    void theStrongerEdgeCountsWithItsSign() {
        int pixel = 5 * SHAPE.width() + 7;
        Tensor weak = dot(0, 0.25, pixel);
        Tensor strong = dot(0, -0.5, pixel);
        double full = 3 * 3 * 4.8 * 0.5 / PIXELS;
        for (List<Tensor> sources : List.of(List.of(weak, strong), List.of(strong, weak))) {
            Function<Tensor, Double> edges =
                    fused -> value(images(fused, sources.get(0), sources.get(1)).edges());
            assertThat(edges.apply(strong)).isZero();
            assertThat(edges.apply(flat(0))).isCloseTo(full, CLOSE);
            assertThat(edges.apply(weak)).isCloseTo(1.5 * full, CLOSE);
            assertThat(edges.apply(dot(0, 0.5, pixel))).isCloseTo(2 * full, CLOSE);
        }
    }

    /** (1+w)/2 of a window's weights lie on the image along each side of a corner, w that of the centre. */
    @Test
    void similarityAtACornerIsWithBlack() {
        double weights = 0;
        for (int distance = -5; distance <= 5; distance++) {
            weights += Math.exp(-distance * distance / 4.5);
        }
        double inside = Math.pow((1 + 1 / weights) / 2, 2);
        double spread = inside - inside * inside;
        double squares = 0.8 * 0.8 + 0.5 * 0.5;
        double expected = (2 * inside * inside * 0.4 + 1e-4)
                * (2 * spread * 0.4 + 9e-4)
                / ((inside * inside * squares + 1e-4) * (spread * squares + 9e-4));
        float[] map = StructuralSimilarity.ofFramedInBlack(flat(0.8), flat(0.5), 1)
                .whole()
                .toFloats();
        assertThat(map).hasSize(SHAPE.size());
        assertThat((double) map[0]).isCloseTo(expected, within(1e-4));
        assertThat((double) map[map.length - 1]).isCloseTo(expected, within(1e-4));
    }

    /**
     * Patches of 16×16, of 4×16 on the right, of 16×8 and of 4×8 below, of which every other one is sharp in the second source. In an image that is even,
     * just its border has edges, with black: the brighter first source has stronger ones.
     */
    @Test
    void patchesInFocusAreSelectedOfEveryImageUpToTheBorder() {
        LossShape shape = new LossShape(2, 3, 24, 20);
        int[] sharp = {3 * 20 + 3, 2 * 20 + 18, 21 * 20 + 5, 22 * 20 + 18};
        float[] first = new float[shape.size()];
        Arrays.fill(first, 0, shape.size() / 2, 0.1f);
        float[] second = new float[shape.size()];
        float[] expected = first.clone();
        for (int channel = 3; channel < 6; channel++) {
            for (int patch = 0; patch < sharp.length; patch++) {
                int pixel = channel * 24 * 20 + sharp[patch];
                (patch % 2 == 0 ? second : first)[pixel] = 1;
                (patch % 2 == 0 ? first : second)[pixel] = 0.5f;
                expected[pixel] = 1;
            }
        }
        Tensor selected = FocusSelection.of(shape.tensor(first), shape.tensor(second));
        assertThat(selected.toFloats()).isEqualTo(expected);
    }

    /** 0.2² in half of two layers of the encoder, 0.1² in the decoder: 0.75·0.02 + 0.25·0.01. */
    @Test
    void promptsAreToAddUpToOne() {
        Tensor first = Tensor.of(new float[] {0.2f, 0.9f}, 1, 2);
        Tensor opposite = Tensor.of(new float[] {0.8f, 0.1f}, 1, 2);
        List<Tensor> encoder = List.of(opposite, opposite.plus(0.2));
        List<Tensor> decoder = List.of(opposite.plus(-0.1));
        assertThat(value(TcMoaLoss.mutualInformation(List.of(first, first), encoder, List.of(first), decoder)))
                .isCloseTo(0.0175, CLOSE);
        assertThat(value(TcMoaLoss.mutualInformation(
                        List.of(first), List.of(opposite), List.of(first), List.of(opposite))))
                .isCloseTo(0, CLOSE);
    }

    @Test
    void promptsOfOneSourceOrOfNoLayerAreRefused() {
        List<Tensor> layer = List.of(flat(0.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcMoaLoss.mutualInformation(layer, List.of(), layer, layer))
                .withMessage("expected prompts of both sources in one layer or more, found them in 1 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcMoaLoss.mutualInformation(List.of(), List.of(), layer, layer))
                .withMessage("expected prompts of both sources in one layer or more, found them in 0 and 0");
    }

    /** Along random directions of ±1, of which the derivative varies by the norm of the gradient. */
    @ParameterizedTest
    @EnumSource
    void derivativesAreThoseOfFiniteDifferences(Kind kind) {
        TcMoaLoss.Images images = Stream.generate(this::unequalImages)
                .filter(TcMoaLossTest::isAwayFromKinks)
                .findFirst()
                .orElseThrow();
        List<Tensor> sources = List.of(images.first(), images.second());
        Tensor fused = images.fused().asVariable();
        assertDerivatives(fused, image -> TcMoaLoss.warmUp(kind, image, sources, one(0), one(0)));
        assertDerivatives(fused, image -> TcMoaLoss.of(kind, image, sources, one(0), one(0)));
    }

    /** Wherever a loss takes the absolute value of a difference of intensities, that is 0.05 or more. */
    private TcMoaLoss.Images unequalImages() {
        Tensor first = noise().times(0.2);
        Tensor second = noise().times(0.2).plus(0.7);
        Tensor sign = noise().plus(-0.5).isPositive().times(2).plus(-1);
        Tensor distance = noise().times(0.1).plus(0.05);
        return images(first.plus(second).times(0.5).plus(distance.times(sign)), first, second);
    }

    /** Of three channels, each kernel of which adds up to 4.8, a derivative moves by 14.4 steps at most. */
    private static boolean isAwayFromKinks(TcMoaLoss.Images images) {
        Tensor fused = SobelDerivatives.diagonalInBlack(images.fused());
        Tensor focused = SobelDerivatives.diagonalInBlack(images.focused().target());
        return Stream.of(images.strongerEdges(), focused)
                .map(target -> fused.minus(target).absolute().times(-1).maximumOfAll())
                .allMatch(nearest -> -value(nearest) > 14.4 * STEP);
    }

    private void assertDerivatives(Tensor fused, Function<Tensor, Tensor> loss) {
        Tensor total = Autograd.record(() -> loss.apply(fused));
        float[] gradient = Autograd.gradients(total, List.of(fused)).get(0).toFloats();
        for (int direction = 0; direction < 3; direction++) {
            float[] step = new float[gradient.length];
            double expected = 0;
            double squares = 0;
            for (int i = 0; i < step.length; i++) {
                step[i] = random.nextBoolean() ? STEP : -STEP;
                expected += Math.signum(step[i]) * gradient[i];
                squares += (double) gradient[i] * gradient[i];
            }
            double above = value(loss.apply(fused.plus(SHAPE.tensor(step))));
            double below = value(loss.apply(fused.minus(SHAPE.tensor(step))));
            assertThat(squares).isPositive();
            assertThat((above - below) / (2 * STEP)).isCloseTo(expected, within(0.02 * Math.sqrt(squares)));
        }
    }

    @Test
    void imagesSmallerThanAPatchAreRefused() {
        Tensor small = new LossShape(1, 3, 15, 16).tensor(new float[3 * 15 * 16]);
        refuses(small, List.of(small, small), "TC-MoA's loss needs images of 16x16 pixels or more, found 16x15");
    }

    @Test
    void otherImagesAreRefused() {
        Tensor image = noise();
        refuses(image, List.of(image), "TC-MoA's loss is of 2 sources, found 1");
        Tensor gray = image.slice(1, 0, 1);
        refuses(gray, List.of(gray, gray), "TC-MoA's loss is of images in RGB, found channels: 1");
        refuses(
                image,
                List.of(image, gray),
                "expected a fused image and a source of one shape, found [1, 3, 16, 20] and [1, 1, 16, 20]");
    }

    private static void refuses(Tensor fused, List<Tensor> sources, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcMoaLoss.warmUp(Kind.FOCUS, fused, sources, one(0), one(0)))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcMoaLoss.of(Kind.MODALITIES, fused, sources, one(0), one(0)))
                .withMessage(message);
    }
}
