package io.dynafuse.dominability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.loss.FusionLoss;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DominabilityTextTest {
    private static final Dominability BASE = Dominability.of(Reference.FUSED);

    @Provide
    Arbitrary<Dominability> any() {
        return dominabilities(
                Arbitraries.of(false, true),
                Arbitraries.of(false, true),
                Combinators.combine(
                                Arbitraries.of(1.0, 0.25, 1e-4, 1e4, 3.0),
                                Arbitraries.integers().between(0, 256),
                                Arbitraries.integers().between(1, 100))
                        .as(Refinement::new),
                Arbitraries.of(ImageSpace.Part.values())
                        .set()
                        .map(ImageSpace::new)
                        .optional());
    }

    /** What words do not take back is absent. */
    @Provide
    Arbitrary<Dominability> bases() {
        return dominabilities(
                Arbitraries.just(false),
                Arbitraries.just(false),
                Arbitraries.just(Refinement.NONE),
                Arbitraries.just(Optional.empty()));
    }

    private static Arbitrary<Dominability> dominabilities(
            Arbitrary<Boolean> contrast,
            Arbitrary<Boolean> joint,
            Arbitrary<Refinement> refinement,
            Arbitrary<Optional<ImageSpace>> imageSpace) {
        Arbitrary<Refinement> refinements = Arbitraries.oneOf(Arbitraries.just(Refinement.NONE), refinement);
        return Combinators.combine(
                        lossMaps(joint),
                        Arbitraries.of(1.0, 50.0, 0.1, 1e-9, 1e30, 123456789.125),
                        Arbitraries.of(Form.values()),
                        Arbitraries.of(Normalisation.values()),
                        contrast,
                        refinements,
                        imageSpace)
                .as((map, scale, form, normalisation, contrasted, refined, space) -> {
                    try {
                        return Optional.of(
                                new Dominability(map, scale, form, normalisation, contrasted, refined, space));
                    } catch (IllegalArgumentException e) {
                        return Optional.<Dominability>empty();
                    }
                })
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    private static Arbitrary<LossMap> lossMaps(Arbitrary<Boolean> joint) {
        Arbitrary<Reference> references = Arbitraries.of(Reference.values());
        Arbitrary<LossMap> pixels =
                Combinators.combine(references, Arbitraries.of(Norm.values())).as(PixelLoss::new);
        Arbitrary<FusionLoss> losses = Arbitraries.of("l1", "l2", "ssim", "gradient", "l1+0.5*ssim", "1e-7*l2+gradient")
                .map(FusionLoss::parse);
        Arbitrary<GradientChannel> channels = Arbitraries.oneOf(
                Arbitraries.of(GradientChannel.MEAN, GradientChannel.AUTOMATIC),
                Arbitraries.integers().between(0, Integer.MAX_VALUE).map(GradientChannel::of));
        Arbitrary<LossMap> gradients = Combinators.combine(
                        references, losses, joint, channels, Arbitraries.of(GradientScale.values()))
                .as(FeatureGradient::new);
        return Arbitraries.oneOf(pixels, gradients);
    }

    @Property
    void textIsReadAsItIsWritten(@ForAll("bases") Dominability base, @ForAll("any") Dominability wanted) {
        assertThat(base.with(wanted.toString())).isEqualTo(wanted);
    }

    @Property
    void orderCaseSpacesAndRepetitionDoNotMatter(@ForAll("any") Dominability wanted, @ForAll Random random) {
        List<String> words = Arrays.asList(wanted.toString().split(", "));
        Collections.shuffle(words, random);
        String text = words.stream()
                .map(word -> random.nextBoolean() ? word.toUpperCase(Locale.ROOT) : word)
                .map(word -> word.replace("=", random.nextBoolean() ? " = " : "="))
                .collect(Collectors.joining(random.nextBoolean() ? "," : " ,\n "));
        assertThat(BASE.with(text)).isEqualTo(wanted);
        assertThat(BASE.with(text + "," + words.get(0))).isEqualTo(wanted);
    }

    @Property
    void ownTextChangesNothing(@ForAll("any") Dominability dominability) {
        assertThat(dominability.with(dominability.toString())).isEqualTo(dominability);
    }

    @Property
    void otherTextIsRefusedOrUnderstood(@ForAll @StringLength(max = 30) String text) {
        try {
            assertThat(BASE.with(text)).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("expected ", "found ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k=50                            | fused, L1, k=50, exp, softmax",
                "component                       | component, L1, k=1, exp, softmax",
                "l2, none                        | fused, L2, k=1, exp, none",
                "contrast                        | fused, L1, k=1, exp, softmax, contrast",
                "gradient                        | fused, gradient=l1, channel=auto, scaled, k=1, exp, softmax",
                "gradient=gradient               | fused, gradient=gradient, channel=auto, scaled, k=1, exp, softmax",
                "gradient, gradient=l2           | fused, gradient=l2, channel=auto, scaled, k=1, exp, softmax",
                "gradient=l2, gradient           | fused, gradient=l2, channel=auto, scaled, k=1, exp, softmax",
                "raw                             | fused, gradient=l1, channel=auto, raw, k=1, exp, softmax",
                "channel=58, component           | component, gradient=l1, channel=58, scaled, k=1, exp, softmax",
                "joint, channel=mean             | fused, gradient=l1, joint, channel=mean, scaled, k=1, exp, softmax",
                "temperature=0.5, smoothing=3    | fused, L1, k=1, exp, softmax, temperature=0.5, smoothing=3",
                "iterations=2                    | fused, L1, k=1, exp, softmax, iterations=2",
                "image                           | image, fused, L1, k=1, exp, softmax",
                "no-tone, image, l2, no-judge    | image, fused, L2, k=1, exp, softmax, no-judge, no-tone",
                "features                        | fused, L1, k=1, exp, softmax",
            })
    void wordsChangeParts(String words, String expected) {
        assertThat(BASE.with(words)).hasToString(expected);
    }

    @Test
    void partsThatAreNotNamedStay() {
        Dominability base = BASE.with("gradient=l2, channel=3, raw, joint, k=7, sigmoid, temperature=2");
        assertThat(base.with("channel=mean"))
                .isEqualTo(BASE.with("gradient=l2, channel=mean, raw, joint, k=7, sigmoid, temperature=2"));
        assertThat(base.with("own, maximum"))
                .isEqualTo(BASE.with("maximum, gradient=l2, channel=3, raw, k=7, sigmoid, temperature=2"));
        assertThat(base.with("l1").lossMap()).isEqualTo(new PixelLoss(Reference.FUSED, Norm.L1));
        assertThat(BASE.with("component, gradient").lossMap().reference()).isEqualTo(Reference.COMPONENT);
        Dominability image = BASE.with("image, no-judge");
        assertThat(image.with("l2, no-tone")).isEqualTo(BASE.with("image, l2, no-judge, no-tone"));
        assertThat(image.with("features")).isEqualTo(BASE);
        assertThatIllegalArgumentException().isThrownBy(() -> image.with("gradient"));
    }

    @Test
    void wordsOfDefaultsAreOfTheSpaceThatTheyName() {
        Dominability image = BASE.with("image, k=3");
        DefaultDominability defaults = new DefaultDominability(BASE, image, Space.IMAGE);
        assertThat(defaults.chosen()).isEqualTo(image);
        assertThat(defaults.with("l2")).isEqualTo(image.with("l2"));
        assertThat(defaults.with("Features, gradient")).isEqualTo(BASE.with("gradient"));
        DefaultDominability ofFeatures = DefaultDominability.ofFeatures(BASE);
        assertThat(ofFeatures.chosen()).isEqualTo(BASE);
        assertThat(ofFeatures.with("image, no-judge")).isEqualTo(BASE.with("image, no-judge"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fused, maximum      | expected one of fused and maximum, found both",
                "l1, l2              | expected one of l1 and l2, found both",
                "k=1, k=2            | expected one of k=1 and k=2, found both",
                "joint, own          | expected one of joint and own, found both",
                "raw, scaled         | expected one of raw and scaled, found both",
                "channel=1, channel=auto | expected one of channel=1 and channel=auto, found both",
                "gradient=l1, gradient, gradient=l2 | expected one of gradient=l1 and gradient=l2, found both",
                "gradient, l1        | expected either a norm or a gradient, found both",
                "none, contrast      | the contrast is defined for normalisation softmax, found none",
                "linear, proportional | the linear form has negative scores: expected normalisation softmax",
                "none, temperature=2 | a temperature is defined for normalisation softmax, found none",
                "maximum, iterations=2 | iterations replace the static fusion as reference: expected reference fused",
                "gradient, iterations=2 | iterations replace the static fusion as reference: expected reference fused",
                "image, features     | expected one of image and features, found both",
                "image, gradient     | gradients are those by features: expected a loss per pixel for weights on images",
                "image, iterations=2 | iterations are defined for weights on features",
                "no-judge            | no-judge: is for weights on images; expected image beside it",
                "features, no-tone   | no-tone: is for weights on images; expected image beside it",
                "component, joint    | a joint loss is that of the static fusion: expected reference fused, found component",
            })
    void contradictionsAreRefused(String words, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> BASE.with(words)).withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''               | found nothing in",
                "' '              | found nothing in",
                "','              | found nothing in",
                "'fused,'         | found nothing in \"fused,\"",
                "best             | found best in \"best\"",
                "fused maximum    | found fused maximum in",
                "fused=1          | found fused=1 in",
                "contrast=no      | found contrast=no in",
                "k                | found k in",
                "=                | found = in",
                "k=               | expected a value of k, found nothing in",
                "gradient=        | expected a value of gradient, found nothing in",
                "k=many           | k: expected a number, found many",
                "k=1=2            | k: expected a number, found 1=2",
                "k=0              | expected a scale above 0",
                "k=-1             | expected a scale above 0",
                "k=1e31           | expected a scale above 0",
                "k=1e999          | expected a scale above 0",
                "gradient=l3      | gradient: expected a sum of the losses l1, l2, ssim, ms-ssim, gradient, gradient-magnitude",
                "gradient=l1+     | gradient: expected a sum of the losses l1, l2, ssim, ms-ssim, gradient, gradient-magnitude",
                "gradient=0*l1    | gradient: expected the weight of a loss",
                "channel=-1       | channel: expected a channel counted from 0, found -1",
                "channel=58.5     | channel: expected a channel counted from 0, or mean, or auto, found 58.5",
                "channel=3000000000 | channel: expected a channel counted from 0, or mean, or auto, found 3000000000",
                "temperature=0    | expected a temperature from 1.0E-4 to 10000.0, found 0.0",
                "temperature=2e4  | expected a temperature from 1.0E-4 to 10000.0, found 20000.0",
                "temperature=1e-5 | expected a temperature from 1.0E-4 to 10000.0, found 1.0E-5",
                "smoothing=-1     | expected a radius of smoothing from 0 to 256, found -1",
                "smoothing=257    | expected a radius of smoothing from 0 to 256, found 257",
                "smoothing=1.5    | smoothing: expected a whole number, found 1.5",
                "iterations=0     | expected from 1 to 100 iterations, found 0",
                "iterations=101   | expected from 1 to 100 iterations, found 101",
                "iterations=99999999999 | iterations: expected a whole number, found 99999999999",
            })
    void whatMakesNoSenseIsRefused(String words, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> BASE.with(words)).withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0, -1})
    void temperaturesOutOfRangeAreRefused(double temperature) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Refinement(temperature, 0, 1));
    }

    @Test
    void channelsAreFixedOrFound() {
        assertThatIllegalArgumentException().isThrownBy(() -> GradientChannel.of(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GradientChannel(GradientChannel.Kind.MEAN, java.util.OptionalInt.of(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GradientChannel(GradientChannel.Kind.FIXED, java.util.OptionalInt.empty()));
        assertThat(GradientChannel.parse("AUTO").isAutomatic()).isTrue();
        assertThat(GradientChannel.parse("58")).isEqualTo(GradientChannel.of(58));
    }
}
