package io.dynafuse.blend;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts focus planes of one scene together: at each pixel the sharpest source wins, and its samples are taken as they are. A source is the
 * sharper, the less its details differ from those of the network's fusion, and the more local contrast it has; both are gathered over windows
 * of several sizes.
 * Borders between winners are softened over a few pixels; where all sources show the same, the softening is wide, so that no border of
 * brightness is seen. What moved between the sources is taken from one of them.
 */
record FocusBlend(Dominability dominability, boolean keepWeights, boolean keepDepth) {
    private static final double DETAIL_WINDOW = 2;
    private static final double CONTRAST_WINDOW = 1;
    private static final double[] WINDOWS = {1, 2, 8, 24};
    private static final float[] SHARES = {1, 1, 0.3f, 0.1f};
    private static final int FINE_WINDOWS = 2;
    private static final float CERTAIN = 0.02f;
    private static final float MOST_CERTAIN = 4;
    private static final double LEAST_AREA = 0.001;
    private static final float SAME = 0.01f;
    private static final double SAME_WINDOW = 2;
    private static final double WIDE_SOFTENING = 8;
    private static final float UNCERTAIN = 1e-5f;
    private static final float NOTABLE = 0.15f;
    private static final double DEPTH_WINDOW = 2;
    private static final int[] BINOMIAL = {1, 6, 15, 20, 15, 6, 1};
    /** Of all small copies together. */
    private static final long JUDGED_PIXELS = 1L << 22;
    /** Of each small copy. */
    private static final long MOST_JUDGED_PIXELS = 1L << 20;
    /** Half the width and height, which takes a quarter of the time and changes next to nothing (docs/studies.md). */
    private static final double JUDGED_SHARE = 0.25;

    Blended of(Scene scene, Judge judge) throws IOException {
        boolean judged = has(Part.JUDGE) && judge.decides();
        List<Image> small = judged || has(Part.GHOSTS) ? scene.reduced(judgedPixels(scene)) : List.of();
        List<Plane> losses = judged ? losses(scene, small, judge) : List.of();
        Motion motion = has(Part.GHOSTS) ? Motion.of(small, Scaling.alphas(scene, small)) : Motion.none();
        Decision decision = decide(scene, losses, motion);
        if (has(Part.CLEANING) && scene.count() == 2) {
            decision = new Decision(cleaned(decision), decision.certainty, decision.same);
        }
        return blended(scene, decision);
    }

    private boolean has(Part part) {
        return space().has(part);
    }

    private ImageSpace space() {
        return dominability.imageSpace().orElseThrow();
    }

    private static long judgedPixels(Scene scene) {
        long pixels = (long) scene.width() * scene.height();
        return Math.min(Math.min((long) (JUDGED_SHARE * pixels), MOST_JUDGED_PIXELS), JUDGED_PIXELS / scene.count());
    }

    /** ℓ of each source, at the size that is judged. */
    private List<Plane> losses(Scene scene, List<Image> small, Judge judge) {
        double factor = small.get(0).width() / (double) scene.width();
        double window = has(Part.DETAIL) ? Math.max(CONTRAST_WINDOW, DETAIL_WINDOW * factor) : 0;
        return judge.losses(small, new Judge.Compared(window, scene.count() / 2.0));
    }

    /**
     * Who wins where.
     *
     * @param winners the index of a source for each pixel
     * @param certainty by how much it wins
     * @param same 1 where all sources show the same, 0 where they differ
     */
    private record Decision(int[] winners, Plane certainty, Plane same) {}

    private Decision decide(Scene scene, List<Plane> losses, Motion motion) throws IOException {
        int width = scene.width();
        int height = scene.height();
        int[] winners = new int[width * height];
        Plane best = Plane.filled(width, height, Float.NEGATIVE_INFINITY);
        Plane second = best.copy();
        Plane most = best.copy();
        Plane least = Plane.filled(width, height, Float.POSITIVE_INFINITY);
        for (int m = 0; m < scene.count(); m++) {
            Plane score = score(scene, m, losses);
            most.update(score, Math::max);
            least.update(score, Math::min);
            Plane gathered = gathered(score);
            motion.exclude(m, gathered);
            scene.alpha(m).ifPresent(alpha -> gathered.update(alpha, (s, a) -> a > 0 ? s : -Float.MAX_VALUE));
            int source = m;
            Plane.forRows(width, height, (from, to) -> {
                for (int i = from * width; i < to * width; i++) {
                    float value = gathered.values()[i];
                    if (value > best.values()[i]) {
                        second.values()[i] = best.values()[i];
                        best.values()[i] = value;
                        winners[i] = source;
                    } else if (value > second.values()[i]) {
                        second.values()[i] = value;
                    }
                }
            });
        }
        Plane certainty = best.with(second, (b, s) -> Math.min((b - s) / CERTAIN, MOST_CERTAIN));
        Plane same = Smoothing.gaussian(most.with(least, (a, b) -> a - b), SAME_WINDOW)
                .map(range -> Math.min(Math.max(1 - range / SAME, 0), 1));
        motion.clear(same);
        return new Decision(winners, certainty, same);
    }

    /** The index of the winner, interpolated: what is uncertain is filled from what is certain around it. */
    private static Plane depth(Decision decision, int sources) {
        Plane certain = decision.certainty.map(c -> Math.min(1, c * c / (NOTABLE * NOTABLE)) + UNCERTAIN);
        Plane index = Plane.zeros(certain.width(), certain.height());
        for (int i = 0; i < decision.winners.length; i++) {
            index.values()[i] = decision.winners[i] / (sources - 1f);
        }
        Plane known = Smoothing.gaussian(certain, DEPTH_WINDOW);
        Plane depth = Smoothing.gaussian(index.with(certain, (v, c) -> v * c), DEPTH_WINDOW)
                .with(known, (v, c) -> v / c);
        return Filling.filled(depth, known.map(c -> Math.min(1, c)));
    }

    /** The evidence that a source is sharp at a pixel. */
    private Plane score(Scene scene, int m, List<Plane> losses) throws IOException {
        Image source = scene.source(m);
        int channels = scene.isColour() ? source.channels() : 1;
        Plane score = Plane.zeros(scene.width(), scene.height());
        for (int channel = 0; has(Part.CONTRAST) && channel < channels; channel++) {
            Plane values = Luma.channel(source, channel);
            Plane mean = Smoothing.gaussian(values, CONTRAST_WINDOW);
            values.update(mean, (v, s) -> Math.abs(v - s));
            score.update(values, (sum, contrast) -> sum + contrast / channels);
        }
        if (!losses.isEmpty()) {
            float sign = (float) (dominability.contrast() ? -dominability.scale() : dominability.scale());
            score.update(Scaling.enlarged(losses.get(m), scene.width(), scene.height()), (s, loss) -> s - sign * loss);
        }
        return score;
    }

    private Plane gathered(Plane score) {
        Plane sum = Plane.zeros(score.width(), score.height());
        int windows = has(Part.SURROUNDINGS) ? WINDOWS.length : FINE_WINDOWS;
        for (int i = 0; i < windows; i++) {
            float share = SHARES[i];
            sum.update(Smoothing.wideGaussian(score, WINDOWS[i]), (s, window) -> s + share * window);
        }
        return sum;
    }

    /** Regions of little certainty in all go to the other source. */
    private int[] cleaned(Decision decision) {
        Plane certainty = decision.certainty;
        double least = LEAST_AREA * certainty.values().length;
        Regions regions = new Regions(certainty.width(), certainty.height());
        int[] once = regions.flipped(decision.winners, 1, certainty, least);
        return regions.flipped(once, 0, certainty, least);
    }

    private Blended blended(Scene scene, Decision decision) throws IOException {
        int channels = scene.isColour() ? 3 : 1;
        List<Plane> sums = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            sums.add(Plane.zeros(scene.width(), scene.height()));
        }
        List<Plane> kept = new ArrayList<>();
        for (int m = 0; m < scene.count(); m++) {
            Plane weights = weights(decision, m, scene);
            Image source = scene.source(m);
            for (int channel = 0; channel < channels; channel++) {
                Plane values = Luma.channel(source, channel);
                values.update(weights, (v, w) -> v * w);
                sums.get(channel).update(values, Float::sum);
            }
            if (keepWeights) {
                kept.add(weights);
            }
        }
        return new Blended(sums, kept, keepDepth ? Optional.of(depth(decision, scene.count())) : Optional.empty());
    }

    /** 1 where a source won and its neighbours too; the weights of all sources sum to 1. */
    private Plane weights(Decision decision, int source, Scene scene) {
        Plane won = Plane.zeros(scene.width(), scene.height());
        for (int i = 0; i < decision.winners.length; i++) {
            won.values()[i] = decision.winners[i] == source ? 1 : 0;
        }
        Plane narrow =
                has(Part.EDGES) ? Smoothing.binomial(Band.whole(won), BINOMIAL).plane() : won;
        if (!has(Part.SOFTNESS)) {
            return narrow;
        }
        Plane wide = Smoothing.wideGaussian(won, WIDE_SOFTENING);
        return mixed(narrow, wide, decision.same);
    }

    /** Of all that is not the same, exactly the narrow weight. */
    private static Plane mixed(Plane narrow, Plane wide, Plane same) {
        Plane result = Plane.zeros(narrow.width(), narrow.height());
        Plane.forRows(narrow.width(), narrow.height(), (from, to) -> {
            for (int i = from * narrow.width(); i < to * narrow.width(); i++) {
                float n = narrow.values()[i];
                result.values()[i] = n + same.values()[i] * (wide.values()[i] - n);
            }
        });
        return result;
    }
}
