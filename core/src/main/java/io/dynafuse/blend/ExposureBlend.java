package io.dynafuse.blend;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts exposures of one scene together. Details come most from the exposure that is close to what the network makes of all, has contrast
 * beyond its noise and has colours; brightness most from the one that is close to it and well exposed. The exposures are summed scale by scale,
 * with weights that change from those of details at the finest scale to those of brightness at the coarsest. Measures of contrast, colour and exposedness after Mertens, Kautz and Van Reeth,
 * "Exposure Fusion", 2007.
 */
record ExposureBlend(Dominability dominability, boolean keepWeights) {
    private static final double CONTRAST_WINDOW = 2;
    private static final float CONTRAST_FLOOR = 0.005f;
    private static final float COLOUR_FLOOR = 0.02f;
    /** Noise of this deviation halves the floor of contrast. */
    private static final double NOTABLE_NOISE = 0.005;

    private static final double GOOD_LEVEL = 0.52;
    private static final double GOOD_RANGE = 0.25;
    private static final double LEAST_RANGE = 0.12;
    private static final double EXPOSEDNESS_WINDOW = 0.01;
    private static final double BRIGHTNESS_SHARPNESS = 2.0 / 3;
    /** Of the coarsest level, in pixels on the shorter side; still smaller ones make the picture dark. */
    private static final int COARSEST = 5;

    private static final float CLIPPED = 0.97f;
    private static final float DARK = 0.15f;

    private static final float NOTHING = 1e-12f;
    /** Of all small copies together. */
    private static final long JUDGED_PIXELS = 1L << 21;

    /** Of the weights of all sources together. */
    private static final long MOST_KEPT = 1L << 26;

    private static final double JUDGED_SHARE = 0.25;

    Blended of(Scene scene, Judge judge) throws IOException {
        List<Image> taken = small(scene);
        Ghosts ghosts = has(Part.GHOSTS)
                ? Ghosts.of(taken, Scaling.alphas(scene, taken), showsMost(taken))
                : Ghosts.none(scene.count());
        List<Image> small = new ArrayList<>();
        for (int m = 0; m < scene.count(); m++) {
            small.add(ghosts.replaced(m, taken.get(m), taken.get(ghosts.reference())));
        }
        List<Plane> ofJudge = has(Part.JUDGE) && judge.decides()
                ? judge.weights(judge.losses(small, Judge.Compared.WHOLE))
                : List.of();
        return new Run(scene, ofJudge, brightness(ofJudge, exposedness(small), scene), ghosts).blended();
    }

    private boolean has(Part part) {
        return dominability.imageSpace().orElseThrow().has(part);
    }

    private static List<Image> small(Scene scene) throws IOException {
        long pixels = (long) scene.width() * scene.height();
        long most = Math.min((long) (JUDGED_SHARE * pixels), JUDGED_PIXELS / scene.count());
        return scene.reduced(most);
    }

    private static List<Plane> exposedness(List<Image> images) {
        return images.stream().map(image -> exposedness(image, images.size())).toList();
    }

    /** How near to a good level the surroundings of each pixel are; more exposures make a good one for each easier. */
    private static Plane exposedness(Image image, int sources) {
        double range = Math.max(LEAST_RANGE, GOOD_RANGE * Math.sqrt(2.0 / sources));
        Plane luma = Luma.of(image);
        return Smoothing.wideGaussian(luma, EXPOSEDNESS_WINDOW * Math.min(luma.width(), luma.height()))
                .map(value -> (float) Math.exp(-Math.pow((value - GOOD_LEVEL) / range, 2) / 2));
    }

    /** The source that shows most: that has fewest pixels that are clipped or dark. */
    private static int showsMost(List<Image> images) {
        int most = 0;
        double largest = -1;
        for (int m = 0; m < images.size(); m++) {
            Plane shown = Luma.of(images.get(m)).map(luma -> Math.min(1, luma / DARK));
            for (int channel = 0; channel < images.get(m).channels(); channel++) {
                shown.update(Luma.channel(images.get(m), channel), (s, value) -> value < CLIPPED ? s : 0);
            }
            double sum = 0;
            for (float value : shown.values()) {
                sum += value;
            }
            if (sum > largest) {
                largest = sum;
                most = m;
            }
        }
        return most;
    }

    /** The weights of brightness, which sum to 1, as small planes. */
    private List<Plane> brightness(List<Plane> ofJudge, List<Plane> exposedness, Scene scene) throws IOException {
        List<Plane> weights = new ArrayList<>();
        for (int m = 0; m < exposedness.size(); m++) {
            Plane plane = exposedness.get(m);
            Plane weight = has(Part.EXPOSEDNESS) ? plane : Plane.filled(plane.width(), plane.height(), 1);
            if (!ofJudge.isEmpty()) {
                weight = weight.with(ofJudge.get(m), (w, judged) -> w * (float) Math.pow(judged, BRIGHTNESS_SHARPNESS));
            }
            Optional<Plane> alpha = scene.alpha(m);
            if (alpha.isPresent()) {
                Plane shown = Scaling.enlarged(alpha.get(), weight.width(), weight.height());
                weight = weight.with(shown, (w, a) -> w * a);
            }
            weights.add(weight.map(value -> value + NOTHING));
        }
        Plane sum = weights.stream().reduce((a, b) -> a.with(b, Float::sum)).orElseThrow();
        weights.forEach(weight -> weight.update(sum, (w, s) -> w / s));
        return weights;
    }

    /** One fusion, for which sources are read twice: for the sum of the weights, and for the sum of the images. */
    private final class Run {
        private final Scene scene;
        private final List<Plane> ofJudge;
        private final List<Plane> brightness;
        private final Ghosts ghosts;
        private final int levels;

        Run(Scene scene, List<Plane> ofJudge, List<Plane> brightness, Ghosts ghosts) {
            this.scene = scene;
            this.ofJudge = ofJudge;
            this.brightness = brightness;
            this.ghosts = ghosts;
            this.levels = Pyramid.levels(scene.width(), scene.height(), COARSEST);
        }

        Blended blended() throws IOException {
            int channels = scene.isColour() ? 3 : 1;
            Optional<Image> reference = reference();
            Plane sum = Plane.zeros(scene.width(), scene.height());
            List<Plane> details = new ArrayList<>();
            for (int m = 0; m < scene.count(); m++) {
                Plane detail = detail(m, source(m, reference));
                sum.update(detail, Float::sum);
                if (areKept()) {
                    details.add(detail);
                }
            }
            List<PyramidSum> sums = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                sums.add(new PyramidSum(levels));
            }
            List<Plane> kept = new ArrayList<>();
            for (int m = 0; m < scene.count(); m++) {
                Image source = source(m, reference);
                Plane detail = areKept() ? details.get(m) : detail(m, source);
                detail.update(sum, (weight, all) -> weight / all);
                List<Plane> weights = ofScales(detail, m);
                for (int channel = 0; channel < channels; channel++) {
                    sums.get(channel).add(Luma.channel(source, channel), weights);
                }
                if (keepWeights) {
                    kept.add(detail);
                }
            }
            return new Blended(sums.stream().map(PyramidSum::image).toList(), kept, Optional.empty());
        }

        /** Whether the weights of all sources are kept from the first reading to the second. */
        private boolean areKept() {
            return (long) scene.width() * scene.height() * scene.count() <= MOST_KEPT;
        }

        /** The source from which what moved is taken, if something did. */
        private Optional<Image> reference() throws IOException {
            for (int m = 0; m < scene.count(); m++) {
                if (ghosts.isMoved(m)) {
                    return Optional.of(scene.source(ghosts.reference()));
                }
            }
            return Optional.empty();
        }

        /** A source, with what moved taken from the reference. */
        private Image source(int m, Optional<Image> reference) throws IOException {
            Image source = scene.source(m);
            return ghosts.isMoved(m) ? ghosts.replaced(m, source, reference.orElseThrow()) : source;
        }

        /** From the weights of details at the finest level to those of brightness at the coarsest. */
        private List<Plane> ofScales(Plane detail, int m) {
            List<Plane> details = Pyramid.gaussian(detail, levels);
            if (!has(Part.SCALES)) {
                return details;
            }
            Plane bright = Scaling.enlarged(brightness.get(m), scene.width(), scene.height());
            List<Plane> brights = Pyramid.gaussian(bright, levels);
            List<Plane> mixed = new ArrayList<>();
            for (int level = 0; level < levels; level++) {
                float share = levels == 1 ? 1 : level / (levels - 1f);
                mixed.add(details.get(level).with(brights.get(level), (d, b) -> d * (1 - share) + b * share));
            }
            return mixed;
        }

        /** The weights of details before they are divided by their sum. */
        private Plane detail(int m, Image source) throws IOException {
            Plane luma = Luma.of(source);
            double noise = has(Part.NOISE) ? Noise.of(luma) : 0;
            float variance = (float) (2 * noise * noise);
            Plane weight = has(Part.CONTRAST)
                    ? contrast(luma, variance, (float) (CONTRAST_FLOOR / (1 + Math.pow(noise / NOTABLE_NOISE, 2))))
                    : Plane.filled(luma.width(), luma.height(), 1);
            if (has(Part.SATURATION) && scene.isColour()) {
                weight.update(
                        Luma.varianceOfChannels(source),
                        (w, v) -> w * (float) Math.sqrt(Math.sqrt(Math.max(0, v - variance)) + COLOUR_FLOOR));
            }
            if (!ofJudge.isEmpty()) {
                Plane judged = Scaling.enlarged(ofJudge.get(m), scene.width(), scene.height());
                weight.update(judged, (w, j) -> w * j);
            }
            Optional<Plane> alpha = scene.alpha(m);
            if (alpha.isPresent()) {
                weight.update(alpha.get(), (w, a) -> w * a);
            }
            return weight.map(w -> w + NOTHING);
        }

        private Plane contrast(Plane luma, float noise, float floor) {
            Plane mean = Smoothing.gaussian(luma, CONTRAST_WINDOW);
            Plane square = Smoothing.gaussian(luma.map(y -> y * y), CONTRAST_WINDOW);
            return square.with(mean, (s, y) -> (float) Math.sqrt(Math.max(0, s - y * y - noise)) + floor);
        }
    }
}
