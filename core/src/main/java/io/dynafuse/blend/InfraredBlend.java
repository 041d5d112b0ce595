package io.dynafuse.blend;

import io.dynafuse.blend.Scaling.Enlarging;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Image;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts a visible image and infrared ones together. Brightness over large areas is that of the visible image, details at each scale are those of
 * the image that has more of them there, and warm things are as much brighter than their surroundings as they are in infrared, where they do
 * not cover texture of the visible image. Where there is no room for that above a bright scene, a tone curve over the whole image makes it.
 * Colours are those of the visible image. A judge that decides says how much of the warmth counts at each pixel.
 */
record InfraredBlend(Dominability dominability, boolean keepWeights, int bandPixels) {
    private static final int COARSEST = 8;
    private static final double ENERGY_WINDOW = 4;
    private static final float NOTHING = 1e-12f;
    private static final float FLATTENED = 0.5f;
    private static final float GAIN = 1.3f;
    private static final float BRIGHT = 0.4f;
    private static final double MOST_DARKENING = 0.3;
    private static final double DARKENING = 1.5;
    private static final double PUT_IN_WINDOW = 6;
    private static final double TEXTURE_WINDOW = 3;
    private static final double ACTIVITY_WINDOW = 2;
    private static final float TEXTURE = 1;
    private static final long JUDGED_PIXELS = 1L << 20;

    void onto(Canvas canvas, Scene scene, Judge judge, List<Role> roles) throws IOException {
        int visible = visible(scene, roles);
        Source source = scene.read(visible);
        LazyPlane luma = source.luma(bandPixels);
        Optional<LazyPlane> shown = source.alpha(bandPixels);
        List<LazyPlane> shares = new ArrayList<>();
        for (int m : IntStream.range(0, scene.count()).filter(m -> m != visible).toArray()) {
            Source other = scene.read(m);
            LazyPlane infrared = other.luma(bandPixels);
            Step step = fused(luma, infrared, say(scene, judge, visible, m));
            if (shown.isPresent()) {
                LazyPlane alpha = other.alpha(bandPixels).orElseThrow();
                step.show(luma, infrared, shown.get(), alpha);
                shown = Optional.of(shown.get().with(alpha, Math::max));
            }
            luma = luma.like(step.luma);
            step.share.map(infrared::like).ifPresent(shares::add);
        }
        put(canvas, source, scene.isColour(), luma);
        if (keepWeights) {
            shares.add(visible, ofVisible(shares));
            putWeights(canvas, shares);
        }
    }

    private static void put(Canvas canvas, Source visible, boolean colour, LazyPlane luma) {
        luma.bands().forEach((band, rows) -> {
            Band after = luma.band(rows);
            canvas.put(rows, colour ? inColour(visible, after) : List.of(after.plane()));
        });
    }

    private static void putWeights(Canvas canvas, List<LazyPlane> weights) {
        for (int m = 0; m < weights.size(); m++) {
            int source = m;
            LazyPlane weight = weights.get(m);
            weight.bands()
                    .forEach((band, rows) ->
                            canvas.putWeights(source, rows, weight.band(rows).plane()));
        }
    }

    /** What the shares of others leave to the visible image. */
    private static LazyPlane ofVisible(List<LazyPlane> shares) {
        LazyPlane left = shares.get(0).map(share -> 1 - share);
        for (LazyPlane share : shares.subList(1, shares.size())) {
            left = left.with(share, (v, s) -> v * (1 - s));
        }
        return left;
    }

    private boolean has(Part part) {
        return dominability.imageSpace().orElseThrow().has(part);
    }

    /** The first that is known to be visible, has colour, or is given. */
    private static int visible(Scene scene, List<Role> roles) throws IOException {
        for (int m = 0; m < roles.size(); m++) {
            if (roles.get(m) == Role.VISIBLE) {
                return m;
            }
        }
        for (int m = 0; m < scene.count(); m++) {
            if (!scene.source(m).isGray()) {
                return m;
            }
        }
        return 0;
    }

    /** How much of a say the network gives the infrared image, from 0 to 1; where it is asked. */
    private Optional<LazyPlane> say(Scene scene, Judge judge, int visible, int infrared) throws IOException {
        if (!has(Part.JUDGE) || !judge.decides()) {
            return Optional.empty();
        }
        // In the order of the scene, which is that of the roles.
        List<Image> small = List.of(
                Scaling.reduced(scene.source(Math.min(visible, infrared)), JUDGED_PIXELS),
                Scaling.reduced(scene.source(Math.max(visible, infrared)), JUDGED_PIXELS));
        Plane weight = judge.weights(judge.losses(small, Judge.Compared.WHOLE)).get(visible < infrared ? 1 : 0);
        Band say = Band.whole(weight.map(w -> Math.min(1, 2 * w)));
        return Optional.of(new Enlarging(say, scene.width(), scene.height()).lazily(bandPixels));
    }

    /** The luma of two images, and the share that the second has in it, where weights are wanted. */
    private record Step(Band luma, Optional<Band> share) {
        /** Keeps it where both have data, and takes the one that has where only one has. */
        void show(LazyPlane first, LazyPlane second, LazyPlane alphaOfFirst, LazyPlane alphaOfSecond) {
            LazyPlane both = alphaOfFirst.with(
                    alphaOfSecond, (a, b) -> Math.max(a, b) == 0 ? 0 : Math.min(a, b) / Math.max(a, b));
            LazyPlane ofSecond = alphaOfFirst.with(alphaOfSecond, (a, b) -> a + b == 0 ? 0.5f : b / (a + b));
            LazyPlane alone = second.with(first, (s, f) -> s - f)
                    .with(ofSecond, (d, w) -> d * w)
                    .with(first, Float::sum);
            between(alone, first.like(luma), both).over(luma);
            share.ifPresent(plane -> between(ofSecond, first.like(plane), both).over(plane));
        }

        private static LazyPlane between(LazyPlane from, LazyPlane to, LazyPlane share) {
            return to.with(from, (t, f) -> t - f).with(share, (d, s) -> d * s).with(from, Float::sum);
        }
    }

    private Step fused(LazyPlane visible, LazyPlane infrared, Optional<LazyPlane> say) {
        Optional<Band> share =
                keepWeights ? Optional.of(Band.blank(visible.width(), visible.height())) : Optional.empty();
        int levels = 1 + Math.max(1, floorOfLog2(Math.min(visible.width(), visible.height()) / COARSEST));
        if (!has(Part.WARMTH)) {
            return new Step(withDetails(visible, infrared, levels, share), share);
        }
        WarmThings all = WarmThings.of(infrared);
        WarmThings things = say.map(all::weighted).orElse(all);
        LazyPlane warm = infrared.like(things.share());
        LazyPlane excess = infrared.with(things.surroundings(), (i, around) -> Math.max(0, i - around));
        // Half as bright, lest the pyramid puts dark rims around them.
        LazyPlane flattened =
                LazyPlane.of(InfraredBlend::less, infrared, warm.where(excess, (w, e) -> FLATTENED * w * e));
        Band luma = withDetails(visible, flattened, levels, share);
        putWarmth(visible, things, excess, new Step(luma, share));
        return new Step(luma, share);
    }

    /**
     * Details of the image that has more of them, on the brightness of the visible image.
     *
     * @param shares takes the share that the infrared image has in the finest details
     */
    private static Band withDetails(LazyPlane visible, LazyPlane infrared, int levels, Optional<Band> shares) {
        if (levels == 1) {
            return visible.kept();
        }
        Band ofVisible = Pyramid.halved(visible);
        Band ofInfrared = Pyramid.halved(infrared);
        Band coarse = withDetails(visible.like(ofVisible), infrared.like(ofInfrared), levels - 1, Optional.empty());
        LazyPlane details = Pyramid.plusDoubled(visible, ofVisible, -1);
        LazyPlane others = Pyramid.plusDoubled(infrared, ofInfrared, -1);
        Band fused = Band.blank(visible.width(), visible.height());
        visible.bands().forEach((band, rows) -> {
            Rows wider = rows.wider(Smoothing.reach(ENERGY_WINDOW), visible.height());
            Band detail = details.band(wider);
            Band other = others.band(wider);
            LazyPlane share =
                    LazyPlane.of(InfraredBlend::share, visible.like(energy(other)), visible.like(energy(detail)));
            Band most = share.band(rows);
            LazyPlane mixed =
                    LazyPlane.of(InfraredBlend::mixed, visible.like(detail), visible.like(other), visible.like(most));
            Pyramid.plusDoubled(mixed, coarse, 1).band(rows).into(fused);
            shares.ifPresent(most::into);
        });
        return fused;
    }

    private static Band energy(Band detail) {
        return Smoothing.gaussian(detail.squared(), ENERGY_WINDOW);
    }

    /** The share of the first in details, by the energies of both. */
    private static void share(float[][] inputs, float[] row) {
        float[] first = inputs[0];
        float[] second = inputs[1];
        for (int x = 0; x < row.length; x++) {
            float fourth = first[x] * first[x] * first[x] * first[x];
            row[x] = fourth / (fourth + second[x] * second[x] * second[x] * second[x] + NOTHING);
        }
    }

    private static void less(float[][] inputs, float[] row) {
        float[] from = inputs[0];
        float[] less = inputs[1];
        for (int x = 0; x < row.length; x++) {
            row[x] = from[x] - less[x];
        }
    }

    private static void mixed(float[][] inputs, float[] row) {
        float[] detail = inputs[0];
        float[] other = inputs[1];
        float[] most = inputs[2];
        for (int x = 0; x < row.length; x++) {
            row[x] = detail[x] + (other[x] - detail[x]) * most[x];
        }
    }

    private static int floorOfLog2(int value) {
        return 31 - Integer.numberOfLeadingZeros(Math.max(value, 1));
    }

    /** Makes warm things as much brighter than their surroundings as they are in infrared. */
    private void putWarmth(LazyPlane visible, WarmThings things, LazyPlane excess, Step step) {
        double scale = WarmThings.scale(visible.width(), visible.height());
        LazyPlane warm = visible.like(things.share());
        LazyPlane fused = visible.like(step.luma);
        LazyPlane around = things.withoutThem(fused);
        float darkening = has(Part.TONE) ? darkening(warm, target(around, excess, 0)) : 0;
        LazyPlane base = LazyPlane.of((inputs, row) -> tone(inputs[0], darkening, row), fused);
        LazyPlane lacking = target(around, excess, darkening).with(base, (t, y) -> Math.max(0, t - y));
        LazyPlane put = Smoothing.wideGaussian(warm.where(lacking, (w, d) -> d * w), PUT_IN_WINDOW * scale)
                .with(Smoothing.wideGaussian(warm, PUT_IN_WINDOW * scale), (d, w) -> d / Math.max(w, 1e-3f));
        LazyPlane least = texture(visible, scale).with(excess, (v, e) -> e * e / (e * e + TEXTURE * v + 1e-6f));
        LazyPlane part = warm.where(least, (w, l) -> w * l);
        step.share.ifPresent(share -> visible.like(share).with(part, Math::max).over(share));
        LazyPlane.of(InfraredBlend::sum, base, part.where(put, (p, d) -> d * p)).over(step.luma);
    }

    private static LazyPlane target(LazyPlane around, LazyPlane excess, float darkening) {
        return around.with(excess, (a, e) -> toned(a, darkening) + GAIN * e);
    }

    /** What the visible image has of texture, which warmth is not to cover. */
    private static LazyPlane texture(LazyPlane visible, double scale) {
        LazyPlane mean = Smoothing.wideGaussian(visible, TEXTURE_WINDOW * scale);
        return Smoothing.wideGaussian(
                LazyPlane.of(InfraredBlend::squaredDifference, visible, mean), ACTIVITY_WINDOW * scale);
    }

    private static void squaredDifference(float[][] inputs, float[] row) {
        float[] first = inputs[0];
        float[] second = inputs[1];
        for (int x = 0; x < row.length; x++) {
            float difference = first[x] - second[x];
            row[x] = difference * difference;
        }
    }

    /** How far white is to sink so that warm things have room above it. */
    private static float darkening(LazyPlane warm, LazyPlane target) {
        LazyPlane goal = warm.where(target, (w, t) -> t);
        double[] excesses = new double[warm.height()];
        double[] sums = new double[warm.height()];
        warm.bands().forEach((band, rows) -> {
            Band shares = warm.band(rows);
            Band goals = goal.band(rows);
            for (int y = rows.from(); y < rows.to(); y++) {
                float[] share = shares.row(y);
                float[] at = goals.row(y);
                for (int x = 0; x < share.length; x++) {
                    double square = share[x] * share[x];
                    excesses[y] += square * Math.max(0, at[x] - 1);
                    sums[y] += square;
                }
            }
        });
        double excess = Arrays.stream(excesses).sum();
        double sum = Arrays.stream(sums).sum();
        return (float) Math.min(MOST_DARKENING, DARKENING * excess / Math.max(sum, 1));
    }

    private static void tone(float[] luma, float darkening, float[] row) {
        for (int x = 0; x < row.length; x++) {
            row[x] = toned(luma[x], darkening);
        }
    }

    /** A sum, clipped to what is an image. */
    private static void sum(float[][] inputs, float[] row) {
        float[] first = inputs[0];
        float[] second = inputs[1];
        for (int x = 0; x < row.length; x++) {
            row[x] = Math.min(Math.max(first[x] + second[x], 0), 1);
        }
    }

    private static float toned(float luma, float darkening) {
        return luma - darkening * WarmThings.step((luma - BRIGHT) / (1 - BRIGHT));
    }

    /** The same change in all channels keeps the chroma of ITU-R BT.601; where the visible image has no data there is none. */
    private static List<Plane> inColour(Source visible, Band luma) {
        Band before = visible.luma(luma.rows());
        Optional<Band> alpha = visible.alpha(luma.rows());
        List<Plane> channels = new ArrayList<>();
        for (int channel = 0; channel < 3; channel++) {
            Band values = visible.channel(channel, luma.rows());
            channels.add(Band.of(
                            luma.width(),
                            luma.height(),
                            luma.rows(),
                            y -> inColour(values.row(y), before.row(y), alpha.map(band -> band.row(y)), luma.row(y)))
                    .plane());
        }
        return channels;
    }

    private static float[] inColour(float[] channel, float[] before, Optional<float[]> alpha, float[] after) {
        float[] row = new float[after.length];
        for (int x = 0; x < row.length; x++) {
            row[x] = channel[x] - before[x];
        }
        for (int x = 0; alpha.isPresent() && x < row.length; x++) {
            row[x] *= alpha.get()[x];
        }
        for (int x = 0; x < row.length; x++) {
            row[x] += after[x];
        }
        return row;
    }
}
