package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.GradientChannel;
import io.dynafuse.dominability.GradientScale;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.Reference;
import io.dynafuse.loss.FusionLoss;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Cut;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Derivatives by features against numerical ones: what the loss, computed without recording, becomes when one feature is a little more
 * or less.
 *
 * <p>Neither |·| nor the maximum of features has a derivative where it changes over: targets stay half a unit away from what the network
 * makes, and features that nearly tie are left out. Where a rectified linear unit of the decoder changes over, the loss bends: where
 * the slopes on both sides differ by more than a twenty-fifth of the largest derivative, nothing is compared, and less moves their mean
 * by a fiftieth at most. Losses of about 1 are rounded to 1e-7, which over a step of 0.02 is 5e-6, where the largest derivatives are
 * 1e-3. A twentieth of the largest is therefore more than rounding and bends do, and far less than a wrong factor or sign would.
 */
@Tag("slow")
class FeatureGradientsTest {
    private static final int WIDTH = 14;
    private static final int HEIGHT = 12;
    private static final int CHANNELS = 64;
    private static final float STEP = 0.02f;

    private record Case(Ifcnn network, int count, FeatureGradient gradient) {}

    /** Sources and features in one place, so that a feature can be changed. */
    private record Values(List<float[]> sources, List<float[]> features) {}

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<FusionLoss> losses =
                Arbitraries.of("l1", "l2", "l1+ssim", "0.5*l2+l1").map(FusionLoss::parse);
        Arbitrary<FeatureGradient> own = Combinators.combine(Arbitraries.of(Reference.values()), losses)
                .as((reference, loss) -> gradient(reference, loss, false));
        Arbitrary<FeatureGradient> joint = losses.map(loss -> gradient(Reference.FUSED, loss, true));
        return Combinators.combine(
                        Arbitraries.of(Ifcnn.values()),
                        Arbitraries.of(2, 3),
                        Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, own), net.jqwik.api.Tuple.of(1, joint)))
                .as(Case::new);
    }

    private static FeatureGradient gradient(Reference reference, FusionLoss loss, boolean joint) {
        return new FeatureGradient(reference, loss, joint, GradientChannel.MEAN, GradientScale.RAW);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void equalNumericalDerivatives(@ForAll("cases") Case chosen, @ForAll Random random) {
        try (FusionModel model = RandomNetworks.load(chosen.network(), random.nextLong());
                Scope scope = Scope.open()) {
            Values values = values(model, chosen, random);
            List<float[]> derivatives = new FeatureGradients(
                            scene(model, values).withFeatures(tensors(values.features(), CHANNELS)), chosen.gradient())
                    .of().stream().map(Tensor::toFloats).toList();
            for (int m = 0; m < chosen.count(); m++) {
                compare(model, chosen, values, m, derivatives.get(m), random);
            }
        }
    }

    private static EncodedScene<LinearFusion.Features> scene(FusionModel model, Values values) {
        return EncodedScene.of(
                model, Cut.of(model).linear(), new StageClock(), SourceTensors.of(tensors(values.sources(), 3)));
    }

    private static void compare(
            FusionModel model, Case chosen, Values values, int source, float[] derivatives, Random random) {
        float largest = 0;
        for (float derivative : derivatives) {
            assertThat(derivative).isNotNegative();
            largest = Math.max(largest, derivative);
        }
        assertThat(largest).isGreaterThan(2e-4f);
        // The largest, of which a wrong factor would show, and some that are what they are.
        List<Integer> candidates = new ArrayList<>(IntStream.range(0, derivatives.length)
                .boxed()
                .sorted(Comparator.comparing(index -> -derivatives[index]))
                .limit(16)
                .toList());
        random.ints(4, 0, derivatives.length).forEach(candidates::add);
        boolean meets = chosen.gradient().reference() == Reference.FUSED;
        int compared = 0;
        for (int index : candidates) {
            double[] slopes = slopes(model, chosen, values, source, index);
            boolean bend = Math.abs(slopes[0] - slopes[1]) > 0.04 * largest;
            if (bend || meets && tie(values.features(), source, index)) {
                continue;
            }
            assertThat((double) derivatives[index])
                    .as("source %d, feature %d, largest %g", source, index, largest)
                    .isCloseTo(Math.abs(slopes[0] + slopes[1]) / 2, within(0.05 * largest));
            compared += derivatives[index] > 0.3 * largest ? 1 : 0;
        }
        assertThat(compared).isPositive();
    }

    private static boolean tie(List<float[]> features, int source, int index) {
        for (int m = 0; m < features.size(); m++) {
            if (m != source && Math.abs(features.get(m)[index] - features.get(source)[index]) < 2 * STEP) {
                return true;
            }
        }
        return false;
    }

    /** Below the feature's value, and above it. */
    private static double[] slopes(FusionModel model, Case chosen, Values values, int source, int index) {
        float[] feature = values.features().get(source);
        float value = feature[index];
        double middle = loss(model, chosen, values, source);
        feature[index] = value + STEP;
        double above = loss(model, chosen, values, source);
        feature[index] = value - STEP;
        double below = loss(model, chosen, values, source);
        feature[index] = value;
        return new double[] {(middle - below) / STEP, (above - middle) / STEP};
    }

    /** What is differentiated: the loss of one source, or the sum of all. */
    private static double loss(FusionModel model, Case chosen, Values values, int source) {
        try (Scope scope = Scope.open()) {
            List<Tensor> features = tensors(values.features(), CHANNELS);
            double sum = 0;
            for (int m = 0; m < chosen.count(); m++) {
                if (m == source || chosen.gradient().joint()) {
                    Tensor made = made(model, chosen.gradient().reference(), features, m);
                    Tensor target =
                            tensors(List.of(target(chosen, values, m)), 3).get(0);
                    double range = (1 / 0.229 + 1 / 0.224 + 1 / 0.225) / 3;
                    sum += chosen.gradient().loss().of(made, target, range).toFloats()[0];
                }
            }
            return sum;
        }
    }

    private static Tensor made(FusionModel model, Reference reference, List<Tensor> features, int source) {
        Tensor own = features.get(source);
        return switch (reference) {
            case COMPONENT, MAXIMUM -> Cut.of(model).decode(own);
            case FUSED -> Cut.of(model).decode(Cut.of(model).fuse(features));
            case SELF_FUSED -> Cut.of(model).decode(Cut.of(model).fuse(Collections.nCopies(features.size(), own)));
        };
    }

    private static float[] target(Case chosen, Values values, int source) {
        if (chosen.gradient().reference() != Reference.MAXIMUM) {
            return values.sources().get(source);
        }
        float[] maximum = values.sources().get(0).clone();
        for (float[] other : values.sources()) {
            for (int i = 0; i < maximum.length; i++) {
                maximum[i] = Math.max(maximum[i], other[i]);
            }
        }
        return maximum;
    }

    /** Features of random sources, and sources that are half a unit or more from what the network makes of these features. */
    private static Values values(FusionModel model, Case chosen, Random random) {
        List<float[]> originals = new ArrayList<>();
        for (int m = 0; m < chosen.count(); m++) {
            float[] original = new float[3 * WIDTH * HEIGHT];
            for (int i = 0; i < original.length; i++) {
                original[i] = 4 * random.nextFloat() - 2;
            }
            originals.add(original);
        }
        List<Tensor> features = Cut.of(model).encode(tensors(originals, 3));
        List<float[]> made = new ArrayList<>();
        for (int m = 0; m < chosen.count(); m++) {
            made.add(made(model, chosen.gradient().reference(), features, m).toFloats());
        }
        List<float[]> featureValues = new ArrayList<>();
        features.forEach(feature -> featureValues.add(feature.toFloats()));
        return new Values(sources(made, chosen.gradient().reference(), random), featureValues);
    }

    private static List<float[]> sources(List<float[]> made, Reference reference, Random random) {
        List<float[]> sources = new ArrayList<>();
        made.forEach(values -> sources.add(new float[values.length]));
        for (int i = 0; i < made.get(0).length; i++) {
            int pixel = i;
            boolean above = random.nextBoolean();
            double most =
                    made.stream().mapToDouble(values -> values[pixel]).max().orElseThrow();
            double least =
                    made.stream().mapToDouble(values -> values[pixel]).min().orElseThrow();
            for (int m = 0; m < made.size(); m++) {
                double distance = 0.5 + random.nextDouble();
                if (reference == Reference.MAXIMUM) {
                    // The maximum of all sources lies on one side of what is made of each.
                    sources.get(m)[i] = (float) (above ? most + distance : least - distance);
                } else {
                    sources.get(m)[i] = (float) (made.get(m)[i] + (random.nextBoolean() ? distance : -distance));
                }
            }
        }
        return sources;
    }

    private static List<Tensor> tensors(List<float[]> images, int channels) {
        return images.stream()
                .map(values -> Tensor.of(values, 1, channels, HEIGHT, WIDTH))
                .toList();
    }
}
