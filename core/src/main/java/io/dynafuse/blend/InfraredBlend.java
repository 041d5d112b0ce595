package io.dynafuse.blend;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Image;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts a visible image and infrared ones together. Brightness over large areas is that of the visible image, details at each scale are those of
 * the image that has more of them there, and warm things are as much brighter than their surroundings as they are in infrared, where they do
 * not cover texture of the visible image. Where there is no room for that above a bright scene, a tone curve over the whole image makes it.
 * Colours are those of the visible image. A judge that decides says how much of the warmth counts at each pixel.
 */
record InfraredBlend(Dominability dominability, boolean keepWeights) {
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

    Blended of(Scene scene, Judge judge, List<Role> roles) throws IOException {
        int visible = visible(scene, roles);
        Image image = scene.source(visible);
        Plane before = Luma.of(image);
        Plane luma = before;
        List<Plane> weights = new ArrayList<>(Collections.nCopies(scene.count(), before));
        Plane ofVisible = Plane.filled(scene.width(), scene.height(), 1);
        Optional<Plane> shown = scene.alpha(visible);
        for (int m : IntStream.range(0, scene.count()).filter(m -> m != visible).toArray()) {
            Plane infrared = Luma.of(scene.source(m));
            Optional<Plane> say = say(scene, judge, visible, m);
            Step step = fused(luma, infrared, say);
            if (shown.isPresent()) {
                step = step.shown(luma, infrared, shown.get(), scene.alpha(m).orElseThrow());
                shown.get().update(scene.alpha(m).orElseThrow(), Math::max);
            }
            luma = step.luma;
            weights.set(m, step.share);
            ofVisible.update(step.share, (v, share) -> v * (1 - share));
        }
        weights.set(visible, ofVisible);
        return new Blended(
                scene.isColour() ? inColour(image, scene.alpha(visible), before, luma) : List.of(luma),
                keepWeights ? weights : List.of(),
                Optional.empty());
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
    private Optional<Plane> say(Scene scene, Judge judge, int visible, int infrared) throws IOException {
        if (!has(Part.JUDGE) || !judge.decides()) {
            return Optional.empty();
        }
        // In the order of the scene, which is that of the roles.
        List<Image> small = List.of(
                Scaling.reduced(scene.source(Math.min(visible, infrared)), JUDGED_PIXELS),
                Scaling.reduced(scene.source(Math.max(visible, infrared)), JUDGED_PIXELS));
        Plane weight = judge.weights(judge.losses(small, Judge.Compared.WHOLE)).get(visible < infrared ? 1 : 0);
        return Optional.of(Scaling.enlarged(weight.map(w -> Math.min(1, 2 * w)), scene.width(), scene.height()));
    }

    /** The luma of two images, and the share that the second has in it. */
    private record Step(Plane luma, Plane share) {
        /** The same where both have data, and the one that has where only one has. */
        Step shown(Plane first, Plane second, Plane alphaOfFirst, Plane alphaOfSecond) {
            Plane both = alphaOfFirst.with(
                    alphaOfSecond, (a, b) -> Math.max(a, b) == 0 ? 0 : Math.min(a, b) / Math.max(a, b));
            Plane ofSecond = alphaOfFirst.with(alphaOfSecond, (a, b) -> a + b == 0 ? 0.5f : b / (a + b));
            Plane alone = second.with(first, (s, f) -> s - f).with(ofSecond, (d, w) -> d * w);
            alone.update(first, Float::sum);
            return new Step(between(alone, luma, both), between(ofSecond, share, both));
        }

        private static Plane between(Plane from, Plane to, Plane share) {
            Plane change = to.with(from, (t, f) -> t - f).with(share, (d, s) -> d * s);
            change.update(from, Float::sum);
            return change;
        }
    }

    private Step fused(Plane visible, Plane infrared, Optional<Plane> say) {
        WarmThings things = WarmThings.of(infrared);
        Plane warm = things.share();
        say.ifPresent(factor -> warm.update(factor, (w, s) -> w * s));
        Plane excess = infrared.with(things.surroundings(), (i, around) -> Math.max(0, i - around));
        boolean shown = has(Part.WARMTH);
        // Half as bright, lest the pyramid puts dark rims around them.
        Plane flattened =
                shown ? infrared.with(warm.with(excess, (w, e) -> FLATTENED * w * e), (i, much) -> i - much) : infrared;
        Plane share = Plane.zeros(visible.width(), visible.height());
        Plane base = details(visible, flattened, share);
        return shown ? withWarmth(visible, things, excess, base, share) : new Step(base, share);
    }

    /** Details of the image that has more of them, on the brightness of the visible image. */
    private Plane details(Plane visible, Plane infrared, Plane share) {
        int levels = 1 + Math.max(1, floorOfLog2(Math.min(visible.width(), visible.height()) / COARSEST));
        List<Plane> ofVisible = Pyramid.laplacian(visible, levels);
        List<Plane> ofInfrared = Pyramid.laplacian(infrared, levels);
        for (int level = 0; level + 1 < levels; level++) {
            Plane detail = ofVisible.get(level);
            Plane other = ofInfrared.get(level);
            Plane most = energy(other).with(energy(detail), (i, v) -> {
                float fourth = i * i * i * i;
                return fourth / (fourth + v * v * v * v + NOTHING);
            });
            other.update(detail, (i, v) -> i - v);
            other.update(most, (difference, m) -> difference * m);
            detail.update(other, Float::sum);
            if (level == 0) {
                share.update(most, (zero, m) -> m);
            }
        }
        return Pyramid.collapse(ofVisible);
    }

    private static Plane energy(Plane detail) {
        return Smoothing.gaussian(detail.map(d -> d * d), ENERGY_WINDOW);
    }

    private static int floorOfLog2(int value) {
        return 31 - Integer.numberOfLeadingZeros(Math.max(value, 1));
    }

    private Step withWarmth(Plane visible, WarmThings things, Plane excess, Plane fused, Plane share) {
        Plane warm = things.share();
        double scale = WarmThings.scale(visible);
        Plane around = things.withoutThem(fused);
        Plane base = fused;
        Plane target = around.with(excess, (a, e) -> a + GAIN * e);
        if (has(Part.TONE)) {
            float darkening = darkening(warm, target);
            target = around.with(excess, (a, e) -> toned(a, darkening) + GAIN * e);
            base = fused.map(y -> toned(y, darkening));
        }
        Plane missing = target.with(base, (t, y) -> Math.max(0, t - y));
        missing.update(warm, (d, w) -> d * w);
        Plane put = Smoothing.wideGaussian(missing, PUT_IN_WINDOW * scale)
                .with(Smoothing.wideGaussian(warm, PUT_IN_WINDOW * scale), (d, w) -> d / Math.max(w, 1e-3f));
        Plane least = texture(visible, scale).with(excess, (v, e) -> e * e / (e * e + TEXTURE * v + 1e-6f));
        Plane part = warm.with(least, (w, l) -> w * l);
        base = base.with(put.with(part, (d, p) -> d * p), Float::sum);
        return new Step(base.map(y -> Math.min(Math.max(y, 0), 1)), share.with(part, Math::max));
    }

    /** What the visible image has of texture, which warmth is not to cover. */
    private static Plane texture(Plane visible, double scale) {
        Plane detail = visible.with(
                Smoothing.wideGaussian(visible, TEXTURE_WINDOW * scale), (v, mean) -> (v - mean) * (v - mean));
        return Smoothing.wideGaussian(detail, ACTIVITY_WINDOW * scale);
    }

    /** How far white is to sink so that warm things have room above it. */
    private static float darkening(Plane warm, Plane target) {
        double excess = 0;
        double sum = 0;
        for (int i = 0; i < warm.values().length; i++) {
            double square = warm.values()[i] * warm.values()[i];
            excess += square * Math.max(0, target.values()[i] - 1);
            sum += square;
        }
        return (float) Math.min(MOST_DARKENING, DARKENING * excess / Math.max(sum, 1));
    }

    private static float toned(float luma, float darkening) {
        return luma - darkening * WarmThings.step((luma - BRIGHT) / (1 - BRIGHT));
    }

    /** The same change in all channels keeps the chroma of ITU-R BT.601; where the visible image has no data there is none. */
    private static List<Plane> inColour(Image visible, Optional<Plane> alpha, Plane before, Plane after) {
        List<Plane> channels = new ArrayList<>();
        for (int channel = 0; channel < 3; channel++) {
            Plane chroma = Luma.channel(visible, channel).with(before, (v, y) -> v - y);
            alpha.ifPresent(plane -> chroma.update(plane, (c, a) -> c * a));
            chroma.update(after, Float::sum);
            channels.add(chroma);
        }
        return channels;
    }
}
