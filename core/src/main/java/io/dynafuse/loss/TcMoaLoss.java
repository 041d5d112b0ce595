package io.dynafuse.loss;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * The losses of TC-MoA (Zhu et al. 2024, CVPR, pp. 7099-7108), one for each kind of sources, with the numbers of its authors' program. Computed in 32 bits, also of images in fewer.
 */
public final class TcMoaLoss {
    /** The least width and height of images, in pixels. */
    public static final int SMALLEST_SIDE = FocusSelection.PATCH;

    private static final int SOURCES = 2;
    private static final int CHANNELS = 3;
    // The factor that the authors' terms of means and of gradients have before those of a task.
    private static final double TERM = 3;
    private static final double ENCODER_SHARE = 0.75;

    /** What differs between the sources. */
    public enum Kind {
        /** What was measured, as of visible and infrared images. */
        MODALITIES,
        /** How long the film was exposed. */
        EXPOSURES,
        /** What is in focus. */
        FOCUS
    }

    private TcMoaLoss() {}

    /**
     * Of the first epochs, two as published, in which the fused image is to resemble both sources, or what is in focus of them.
     *
     * @param fused {@code [N,3,H,W]} in [0,1], {@link #SMALLEST_SIDE} or more pixels a side
     * @param sources two likewise; the visible, the over-exposed or the one focused on what is far before the other
     * @param prompts the {@link #mutualInformation}
     * @param balance how unevenly adapters are used, of one element, added as it is
     * @return a tensor of one element
     * @throws IllegalArgumentException if images are not as described
     */
    public static Tensor warmUp(Kind kind, Tensor fused, List<Tensor> sources, Tensor prompts, Tensor balance) {
        check(fused, sources);
        return Scope.compute(() -> {
            Images images = Images.of(fused, sources);
            Tensor term = switch (kind) {
                case MODALITIES, EXPOSURES -> images.average().plus(images.dissimilarity());
                case FOCUS -> {
                    Target target = images.focused();
                    yield target.intensity().plus(target.dissimilarity());
                }
            };
            return term.plus(prompts).plus(balance);
        });
    }

    /**
     * Of all later epochs: stronger edges, and what else matters to a kind. Parameters, result and exceptions are those of {@link #warmUp}.
     *
     * @param fused an image
     * @param sources two
     * @param prompts the {@link #mutualInformation}
     * @param balance how unevenly adapters are used
     * @return a tensor of one element
     */
    public static Tensor of(Kind kind, Tensor fused, List<Tensor> sources, Tensor prompts, Tensor balance) {
        check(fused, sources);
        return Scope.compute(() -> {
            Images images = Images.of(fused, sources);
            Tensor term = switch (kind) {
                case MODALITIES ->
                    images.edges()
                            .plus(images.brighter())
                            .times(1.5)
                            .plus(images.dissimilarity().times(2))
                            .plus(prompts);
                case EXPOSURES ->
                    images.edges()
                            .plus(prompts)
                            .plus(images.misexposure().times(2))
                            .plus(images.average())
                            .times(1.8);
                case FOCUS -> {
                    Target target = images.focused();
                    yield target.edges()
                            .plus(target.intensity())
                            .times(20)
                            .plus(target.dissimilarity().times(3))
                            .plus(prompts);
                }
            };
            return term.plus(balance);
        });
    }

    private static void check(Tensor fused, List<Tensor> sources) {
        if (sources.size() != SOURCES) {
            throw new IllegalArgumentException("TC-MoA's loss is of 2 sources, found " + sources.size());
        }
        sources.forEach(source -> ImageShapes.check(fused, "a fused image", source, "a source"));
        if (fused.size(1) != CHANNELS) {
            throw new IllegalArgumentException("TC-MoA's loss is of images in RGB, found channels: " + fused.size(1));
        }
        if (fused.size(2) < SMALLEST_SIDE || fused.size(3) < SMALLEST_SIDE) {
            throw new IllegalArgumentException("TC-MoA's loss needs images of " + SMALLEST_SIDE + "x" + SMALLEST_SIDE
                    + " pixels or more, found " + fused.size(3) + "x" + fused.size(2));
        }
    }

    /**
     * How far the prompts of both sources are from adding up to 1 (Eq. 7, squared as in the authors' program): what one source gives less, the other
     * one gives more. Three quarters are the encoder's, one quarter is the decoder's.
     *
     * @param encoderFirst for each layer of the encoder with adapters the first source's prompts {@code [N,L]}, one layer or more
     * @param encoderSecond the second source's, as many
     * @param decoderFirst those of the decoder, which need not have any
     * @param decoderSecond as many
     * @return a tensor of one element
     * @throws IllegalArgumentException if the encoder has no layer, or a source has prompts of other layers than the other one
     */
    public static Tensor mutualInformation(
            List<Tensor> encoderFirst,
            List<Tensor> encoderSecond,
            List<Tensor> decoderFirst,
            List<Tensor> decoderSecond) {
        return Scope.compute(() -> {
            Tensor ofEncoder = distanceFromOne(encoderFirst, encoderSecond).times(ENCODER_SHARE);
            // Where τ is larger than the decoder is deep, there is no layer in it.
            return decoderFirst.isEmpty() && decoderSecond.isEmpty()
                    ? ofEncoder
                    : ofEncoder.plus(
                            distanceFromOne(decoderFirst, decoderSecond).times(1 - ENCODER_SHARE));
        });
    }

    private static Tensor distanceFromOne(List<Tensor> first, List<Tensor> second) {
        if (first.isEmpty() || first.size() != second.size()) {
            throw new IllegalArgumentException("expected prompts of both sources in one layer or more, found them in "
                    + first.size() + " and " + second.size());
        }
        return all(first).plus(all(second)).plus(-1).square().meanOfAll();
    }

    private static Tensor all(List<Tensor> prompts) {
        return Tensor.concatenate(prompts, 0).to(Precision.FP32);
    }

    /** Terms that compare a fused image with both sources. */
    record Images(Tensor fused, Tensor first, Tensor second) {
        static Images of(Tensor fused, List<Tensor> sources) {
            return new Images(full(fused), full(sources.get(0)), full(sources.get(1)));
        }

        private static Tensor full(Tensor image) {
            return image.to(Precision.FP32);
        }

        Tensor average() {
            return new Target(fused, first.plus(second).times(0.5)).intensity().times(TERM);
        }

        Tensor brighter() {
            return SourceTerm.INTENSITY_MAX.of(fused, List.of(first, second), 1);
        }

        /** The mean of both sources' structural dissimilarities. */
        Tensor dissimilarity() {
            return new Target(fused, first)
                    .dissimilarity()
                    .plus(new Target(fused, second).dissimilarity())
                    .times(0.5);
        }

        /** From the stronger edge of both sources at every pixel, its sign kept. */
        Tensor edges() {
            return LossTerm.L1
                    .of(SobelDerivatives.diagonalInBlack(fused), strongerEdges(), 1)
                    .times(TERM);
        }

        Tensor strongerEdges() {
            Tensor ofFirst = SobelDerivatives.diagonalInBlack(first);
            Tensor ofSecond = SobelDerivatives.diagonalInBlack(second);
            return Choice.ofStronger(ofFirst, ofFirst.absolute(), ofSecond, ofSecond.absolute());
        }

        Tensor misexposure() {
            return MultiExposureSimilarity.mean(fused, first, second).times(-1).plus(1);
        }

        Target focused() {
            return new Target(fused, FocusSelection.of(first, second));
        }
    }

    /** Terms that compare a fused image with one other. */
    record Target(Tensor fused, Tensor target) {
        Tensor intensity() {
            return LossTerm.L1.of(fused, target, 1);
        }

        Tensor dissimilarity() {
            return StructuralSimilarity.ofFramedInBlack(fused, target, 1).loss();
        }

        Tensor edges() {
            return LossTerm.L1
                    .of(SobelDerivatives.diagonalInBlack(fused), SobelDerivatives.diagonalInBlack(target), 1)
                    .times(TERM);
        }
    }
}
