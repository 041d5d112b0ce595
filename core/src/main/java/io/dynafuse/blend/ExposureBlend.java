package io.dynafuse.blend;

import io.dynafuse.blend.Scaling.Enlarging;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts exposures of one scene together. Details come most from the exposure that is close to what the network makes of all, has contrast
 * beyond its noise and has colours; brightness most from the one that is close to it and well exposed. The exposures are summed scale by scale,
 * with weights that change from those of details at the finest scale to those of brightness at the coarsest. Measures of contrast, colour and exposedness after Mertens, Kautz and Van Reeth,
 * "Exposure Fusion", 2007.
 *
 * @param bandPixels the pixels that are computed at once, about
 */
record ExposureBlend(Dominability dominability, boolean keepWeights, int bandPixels) {
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

    private static final double JUDGED_SHARE = 0.25;

    void onto(Canvas canvas, Scene scene, Judge judge) throws IOException {
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
        new Run(scene, ofJudge, brightness(ofJudge, exposedness(small), scene), ghosts).onto(canvas);
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

    /**
     * One fusion. Where not all sources are put together at once, they are read twice: for the sum of the weights, and for the sum of the
     * images.
     */
    private final class Run {
        private final Scene scene;
        private final List<Enlarging> ofJudge;
        private final List<Enlarging> brightness;
        private final Ghosts ghosts;
        private final List<List<Integer>> groups;
        private final int channels;
        private final int levels;
        private final PyramidBands pyramids;
        private final Bands bands;
        private final double[] noises;
        private final List<PyramidSum> sums = new ArrayList<>();
        /** The sum of the weights of all sources, where they are not put together at once. */
        private final Band totals;

        private List<Source> held = List.of();

        Run(Scene scene, List<Plane> ofJudge, List<Plane> brightness, Ghosts ghosts) {
            this.scene = scene;
            this.ofJudge = ofJudge.stream().map(this::enlarging).toList();
            this.brightness = brightness.stream().map(this::enlarging).toList();
            this.ghosts = ghosts;
            this.groups = scene.groups();
            this.channels = scene.isColour() ? 3 : 1;
            this.levels = Pyramid.levels(scene.width(), scene.height(), COARSEST);
            this.pyramids = PyramidBands.of(scene.width(), scene.height(), levels);
            this.bands = pyramids.bands(bandPixels);
            this.noises = new double[scene.count()];
            this.totals = Band.blank(scene.width(), scene.height());
            for (int channel = 0; channel < channels; channel++) {
                sums.add(new PyramidSum(pyramids, bands));
            }
        }

        private Enlarging enlarging(Plane plane) {
            return new Enlarging(Band.whole(plane), scene.width(), scene.height());
        }

        void onto(Canvas canvas) throws IOException {
            Optional<Image> reference = reference();
            for (List<Integer> group : groups) {
                List<Source> sources = sources(group, reference);
                for (int i = 0; i < group.size(); i++) {
                    measure(group.get(i), sources.get(i));
                }
            }
            for (List<Integer> group : groups) {
                add(group, sources(group, reference), canvas);
            }
            bands.forEach((band, rows) -> {
                if (areAtOnce()) {
                    forGaussians(groups.get(0), held, fineRows(rows), (i, gaussians) -> addFine(band, gaussians));
                }
                canvas.put(
                        rows, sums.stream().map(sum -> sum.image(band).plane()).toList());
            });
        }

        private boolean areAtOnce() {
            return groups.size() == 1;
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

        private List<Source> sources(List<Integer> group, Optional<Image> reference) throws IOException {
            if (!held.isEmpty()) {
                return held;
            }
            List<Source> sources = new ArrayList<>();
            for (int m : group) {
                sources.add(source(m, reference));
            }
            held = areAtOnce() ? sources : List.of();
            return sources;
        }

        /** A source, with what moved taken from the reference. */
        private Source source(int m, Optional<Image> reference) throws IOException {
            Source source = scene.read(m);
            return ghosts.isMoved(m)
                    ? new Source(ghosts.replaced(m, source.image(), reference.orElseThrow()), source.alpha())
                    : source;
        }

        /** Finds what weights depend on. */
        private void measure(int m, Source source) {
            noises[m] = has(Part.NOISE) ? Noise.of(bands, source::luma) : 0;
            if (areAtOnce()) {
                return;
            }
            bands.forEach((band, rows) -> {
                Band detail = detail(m, source, rows);
                if (m == 0) {
                    detail.into(totals);
                } else {
                    totals.cut(rows).update(detail, Float::sum);
                }
            });
        }

        /** Adds the coarse levels of sources; the fine ones too, if the sources will not be there later. */
        private void add(List<Integer> group, List<Source> sources, Canvas canvas) {
            List<CoarseSource> coarse = sources.stream()
                    .map(source -> new CoarseSource(
                            pyramids.coarse(),
                            pyramids.coarse(),
                            sums.stream().map(sum -> pyramids.coarse()).toList()))
                    .toList();
            bands.forEach((band, rows) -> {
                Rows needed = areAtOnce() ? pyramids.reduced(rows) : fineRows(rows);
                forGaussians(group, sources, needed, (i, gaussians) -> {
                    coarse.get(i).put(gaussians, pyramids.reduced(rows), pyramids.fine());
                    if (!areAtOnce()) {
                        addFine(band, gaussians);
                    }
                    if (keepWeights) {
                        canvas.putWeights(
                                group.get(i),
                                rows,
                                gaussians.details.get(0).cut(rows).plane());
                    }
                });
            });
            coarse.forEach(this::addCoarse);
        }

        /** The rows of the first coarse level from which a band is put together. */
        private Rows fineRows(Rows band) {
            return pyramids.together(band).get(pyramids.fine());
        }

        /** Does something with the gaussians of each source. */
        private interface GaussiansWork {
            /** @param i the position of the source in its group */
            void run(int i, Gaussians gaussians);
        }

        /**
         * Computes rows of some sources.
         *
         * @param rows of the first coarse level that are needed
         */
        private void forGaussians(List<Integer> group, List<Source> sources, Rows rows, GaussiansWork work) {
            Rows finest = pyramids.needed(rows);
            List<Band> details = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                details.add(detail(group.get(i), sources.get(i), finest));
            }
            Band total = areAtOnce() ? sum(details) : totals;
            for (int i = 0; i < group.size(); i++) {
                Band weights = details.get(i);
                weights.update(total, (weight, all) -> weight / all);
                Source source = sources.get(i);
                Enlarging bright = brightness.get(group.get(i));
                work.run(
                        i,
                        new Gaussians(
                                pyramids.gaussian(weights),
                                has(Part.SCALES) ? pyramids.gaussian(bright.rows(finest)) : List.of(),
                                IntStream.range(0, channels)
                                        .mapToObj(c -> pyramids.gaussian(source.channel(c, finest)))
                                        .toList()));
            }
        }

        private static Band sum(List<Band> bands) {
            Band sum = bands.get(0).with(bands.get(1), Float::sum);
            bands.subList(2, bands.size()).forEach(more -> sum.update(more, Float::sum));
            return sum;
        }

        private void addFine(int band, Gaussians source) {
            List<Band> weights = new ArrayList<>();
            for (int level = 0; level < pyramids.fine(); level++) {
                Band detail = source.details.get(level);
                float share = share(level);
                weights.add(
                        share == 0
                                ? detail
                                : detail.with(source.brights.get(level), (d, b) -> d * (1 - share) + b * share));
            }
            for (int channel = 0; channel < channels; channel++) {
                sums.get(channel).addFine(band, source.channels.get(channel), weights);
            }
        }

        private void addCoarse(CoarseSource source) {
            List<Plane> weights = Pyramid.gaussian(source.detail, levels - pyramids.fine());
            List<Plane> brights = Pyramid.gaussian(source.bright, levels - pyramids.fine());
            for (int level = 0; level < weights.size(); level++) {
                float share = share(pyramids.fine() + level);
                weights.set(level, weights.get(level).with(brights.get(level), (d, b) -> d * (1 - share) + b * share));
            }
            for (int channel = 0; channel < channels; channel++) {
                sums.get(channel).addCoarse(source.channels.get(channel), weights);
            }
        }

        /** The share of the weights of brightness: from none at the finest level to all at the coarsest. */
        private float share(int level) {
            if (!has(Part.SCALES)) {
                return 0;
            }
            return levels == 1 ? 1 : level / (levels - 1f);
        }

        /** The weights of details before they are divided by their sum. */
        private Band detail(int m, Source source, Rows rows) {
            float variance = (float) (2 * noises[m] * noises[m]);
            float floor = (float) (CONTRAST_FLOOR / (1 + Math.pow(noises[m] / NOTABLE_NOISE, 2)));
            List<Band> factors = new ArrayList<>();
            if (!ofJudge.isEmpty()) {
                factors.add(ofJudge.get(m).rows(rows));
            }
            source.alpha(rows).ifPresent(factors::add);
            Band.RowMaker contrasts = has(Part.CONTRAST)
                    ? contrasts(
                            source.luma(rows.wider(Smoothing.reach(CONTRAST_WINDOW), scene.height())), variance, floor)
                    : y -> ones(scene.width());
            return Band.of(scene.width(), scene.height(), rows, y -> {
                float[] weights = contrasts.row(y);
                if (has(Part.SATURATION) && scene.isColour()) {
                    multiplyBySaturation(weights, source.rgb(y), variance);
                }
                factors.forEach(factor -> multiply(weights, factor.row(y)));
                for (int x = 0; x < weights.length; x++) {
                    weights[x] += NOTHING;
                }
                return weights;
            });
        }
    }

    /**
     * Rows of a source at each fine level and the next.
     *
     * @param details the weights of details
     * @param brights the weights of brightness, if they are used
     */
    private record Gaussians(List<Band> details, List<Band> brights, List<List<Band>> channels) {}

    /**
     * A source at the first coarse level.
     *
     * @param detail the weights of details
     * @param bright the weights of brightness
     */
    private record CoarseSource(Plane detail, Plane bright, List<Plane> channels) {
        void put(Gaussians gaussians, Rows rows, int level) {
            gaussians.details.get(level).cut(rows).into(detail);
            if (!gaussians.brights.isEmpty()) {
                gaussians.brights.get(level).cut(rows).into(bright);
            }
            for (int channel = 0; channel < channels.size(); channel++) {
                gaussians.channels.get(channel).get(level).cut(rows).into(channels.get(channel));
            }
        }
    }

    private static Band.RowMaker contrasts(Band luma, float noise, float floor) {
        Band mean = Smoothing.gaussian(luma, CONTRAST_WINDOW);
        Band square = Smoothing.gaussian(luma.squared(), CONTRAST_WINDOW);
        return y -> contrast(mean.row(y), square.row(y), noise, floor);
    }

    private static float[] contrast(float[] mean, float[] square, float noise, float floor) {
        float[] contrast = new float[mean.length];
        for (int x = 0; x < contrast.length; x++) {
            contrast[x] = (float) Math.sqrt(Math.max(0, square[x] - mean[x] * mean[x] - noise)) + floor;
        }
        return contrast;
    }

    private static float[] ones(int width) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void multiplyBySaturation(float[] weights, float[] rgb, float noise) {
        int width = weights.length;
        for (int x = 0; x < width; x++) {
            float r = rgb[x];
            float g = rgb[width + x];
            float b = rgb[2 * width + x];
            float mean = (r + g + b) / 3;
            float variance = ((r - mean) * (r - mean) + (g - mean) * (g - mean) + (b - mean) * (b - mean)) / 3;
            weights[x] *= (float) Math.sqrt(Math.sqrt(Math.max(0, variance - noise)) + COLOUR_FLOOR);
        }
    }

    private static void multiply(float[] values, float[] factors) {
        for (int x = 0; x < values.length; x++) {
            values[x] *= factors[x];
        }
    }
}
