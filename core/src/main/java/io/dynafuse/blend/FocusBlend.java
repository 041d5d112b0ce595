package io.dynafuse.blend;

import io.dynafuse.blend.Scaling.Enlarging;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Puts focus planes of one scene together: at each pixel the sharpest source wins, and its samples are taken as they are. A source is the
 * sharper, the less its details differ from those of the network's fusion, and the more local contrast it has; both are gathered over windows
 * of several sizes.
 * Borders between winners are softened over a few pixels; where all sources show the same, the softening is wide, so that no border of
 * brightness is seen. What moved between the sources is taken from one of them.
 *
 * @param bandPixels the pixels that are computed at once, about
 */
record FocusBlend(Dominability dominability, boolean keepWeights, boolean keepDepth, int bandPixels) {
    private static final double DETAIL_WINDOW = 2;
    private static final double CONTRAST_WINDOW = 1;
    private static final double[] WINDOWS = {1, 2, 8, 24};
    private static final float[] SHARES = {1, 1, 0.3f, 0.1f};
    /** The widest window that is gathered band by band. */
    private static final double WIDEST_DIRECT = 2;
    /** What planes are made smaller by for the widest window. */
    private static final int MULTIPLE = 8;

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

    void onto(Canvas canvas, Scene scene, Judge judge) throws IOException {
        boolean judged = has(Part.JUDGE) && judge.decides();
        List<Image> small = judged || has(Part.GHOSTS) ? scene.reduced(judgedPixels(scene)) : List.of();
        List<Plane> losses = judged ? losses(scene, small, judge) : List.of();
        Motion motion = has(Part.GHOSTS) ? Motion.of(small, Scaling.alphas(scene, small)) : Motion.none();
        new Run(scene, losses, motion).onto(canvas);
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

    /** One fusion, for which sources that are not put together at once are read twice: for who wins, and for their samples. */
    private final class Run {
        private final Scene scene;
        private final List<Enlarging> losses;
        private final Motion motion;
        private final Bands bands;
        /** Of each band, where not all sources are looked at at once. */
        private final List<Optional<Contest>> contests;

        private final List<List<Band>> sums;
        private final Runs winners;
        private final Band same;
        private final Band certainty;

        Run(Scene scene, List<Plane> losses, Motion motion) {
            int width = scene.width();
            int height = scene.height();
            this.scene = scene;
            this.losses = losses.stream()
                    .map(loss -> new Enlarging(Band.whole(loss), width, height))
                    .toList();
            this.motion = motion;
            this.bands = Bands.of(width, height, MULTIPLE, bandPixels);
            this.contests = new ArrayList<>(Collections.nCopies(bands.count(), Optional.empty()));
            this.sums = new ArrayList<>(Collections.nCopies(bands.count(), List.of()));
            this.winners = new Runs(width, height);
            this.same = Band.blank(width, height);
            this.certainty = Band.blank(width, height);
        }

        void onto(Canvas canvas) throws IOException {
            List<List<Integer>> groups = scene.groups();
            for (List<Integer> group : groups) {
                decide(group, read(group), isLast(group));
            }
            if (has(Part.CLEANING) && scene.count() == 2) {
                // Regions of little certainty in all go to the other source.
                double least = LEAST_AREA * scene.width() * scene.height();
                winners.flip(1, least);
                winners.flip(0, least);
            }
            for (List<Integer> group : groups) {
                put(group, read(group), isLast(group), canvas);
            }
            if (keepDepth) {
                putDepth(canvas);
            }
        }

        private List<Source> read(List<Integer> group) throws IOException {
            List<Source> sources = new ArrayList<>();
            for (int m : group) {
                sources.add(scene.read(m));
            }
            return sources;
        }

        private boolean isLast(List<Integer> group) {
            return group.get(group.size() - 1) == scene.count() - 1;
        }

        private void decide(List<Integer> group, List<Source> sources, boolean last) {
            List<List<Enlarging>> around = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                around.add(around(group.get(i), sources.get(i)));
            }
            bands.forEach((band, rows) -> {
                Rows wider = rows.wider(Smoothing.reach(WIDEST_DIRECT), scene.height());
                Contest contest = contests.set(band, Optional.empty())
                        .orElseGet(() -> Contest.of(scene.width(), scene.height(), rows, wider));
                for (int i = 0; i < group.size(); i++) {
                    Band score = score(group.get(i), sources.get(i), wider);
                    Band gathered = gathered(score, around.get(i), rows);
                    motion.exclude(group.get(i), gathered);
                    sources.get(i).alpha(rows).ifPresent(alpha -> withdraw(gathered, alpha));
                    contest.enter(group.get(i), gathered, score);
                }
                if (last) {
                    finish(contest, rows);
                } else {
                    contests.set(band, Optional.of(contest));
                }
            });
        }

        /** The evidence over the windows that are too wide to be gathered band by band. */
        private List<Enlarging> around(int m, Source source) {
            List<WideMean> means = new ArrayList<>();
            for (int i = 0; i < windows(); i++) {
                if (Smoothing.factor(WINDOWS[i]) > 1) {
                    means.add(new WideMean(scene.width(), scene.height(), WINDOWS[i]));
                }
            }
            if (!means.isEmpty()) {
                bands.forEach((band, rows) -> {
                    Band score = score(m, source, rows);
                    means.forEach(mean -> mean.add(score));
                });
            }
            return means.stream().map(WideMean::mean).toList();
        }

        /** The evidence that a source is sharp at a pixel. */
        private Band score(int m, Source source, Rows rows) {
            int channels = scene.isColour() ? source.image().channels() : 1;
            List<Band> values = new ArrayList<>();
            List<Band> means = new ArrayList<>();
            for (int channel = 0; has(Part.CONTRAST) && channel < channels; channel++) {
                Rows wider = rows.wider(Smoothing.reach(CONTRAST_WINDOW), scene.height());
                values.add(source.channel(channel, wider));
                means.add(Smoothing.gaussian(values.get(channel), CONTRAST_WINDOW));
            }
            Optional<Band> loss = losses.isEmpty()
                    ? Optional.empty()
                    : Optional.of(losses.get(m).rows(rows));
            float sign = (float) (dominability.contrast() ? -dominability.scale() : dominability.scale());
            return Band.of(scene.width(), scene.height(), rows, y -> {
                float[] score = new float[scene.width()];
                for (int channel = 0; channel < values.size(); channel++) {
                    addContrast(
                            score,
                            values.get(channel).row(y),
                            means.get(channel).row(y),
                            channels);
                }
                loss.ifPresent(band -> subtract(score, band.row(y), sign));
                return score;
            });
        }

        /** The sum over windows of several sizes. */
        private Band gathered(Band score, List<Enlarging> around, Rows rows) {
            List<Band> means = new ArrayList<>();
            for (int i = 0; i < windows(); i++) {
                if (Smoothing.factor(WINDOWS[i]) == 1) {
                    Rows wider = rows.wider(Smoothing.reach(WINDOWS[i]), scene.height());
                    means.add(Smoothing.gaussian(score.cut(wider), WINDOWS[i]));
                }
            }
            around.forEach(mean -> means.add(mean.rows(rows)));
            return Band.of(scene.width(), scene.height(), rows, y -> {
                float[] sum = new float[scene.width()];
                for (int i = 0; i < means.size(); i++) {
                    subtract(sum, means.get(i).row(y), -SHARES[i]);
                }
                return sum;
            });
        }

        private void finish(Contest contest, Rows rows) {
            Band certain = contest.certainty();
            for (int y = rows.from(); y < rows.to(); y++) {
                winners.add(contest.winners(y), certain.row(y));
            }
            if (has(Part.SOFTNESS)) {
                Band alike = contest.same();
                motion.clear(alike);
                alike.into(same);
            }
            if (keepDepth) {
                certain.into(certainty);
            }
        }

        private void put(List<Integer> group, List<Source> sources, boolean last, Canvas canvas) {
            List<Optional<Enlarging>> wide = group.stream().map(this::wide).toList();
            bands.forEach((band, rows) -> {
                List<Band> sum = sums.set(band, List.of());
                for (int i = 0; i < group.size(); i++) {
                    Band weights = weights(group.get(i), wide.get(i), rows);
                    sum = sum(sum, sources.get(i), weights);
                    if (keepWeights) {
                        canvas.putWeights(group.get(i), rows, weights.plane());
                    }
                }
                if (last) {
                    canvas.put(rows, sum.stream().map(Band::plane).toList());
                } else {
                    sums.set(band, sum);
                }
            });
        }

        /** Of what a source won, a wide mean. */
        private Optional<Enlarging> wide(int source) {
            if (!has(Part.SOFTNESS)) {
                return Optional.empty();
            }
            WideMean mean = new WideMean(scene.width(), scene.height(), WIDE_SOFTENING);
            bands.forEach((band, rows) -> mean.add(won(source, rows)));
            return Optional.of(mean.mean());
        }

        private Band won(int source, Rows rows) {
            return Band.of(scene.width(), scene.height(), rows, y -> winners.row(y, source));
        }

        /** 1 where a source won and its neighbours too; the weights of all sources sum to 1. */
        private Band weights(int source, Optional<Enlarging> wide, Rows rows) {
            Band narrow = has(Part.EDGES)
                    ? Smoothing.binomial(won(source, rows.wider(BINOMIAL.length / 2, scene.height())), BINOMIAL)
                    : won(source, rows);
            if (wide.isEmpty()) {
                return narrow.cut(rows);
            }
            Band wider = wide.get().rows(rows);
            return Band.of(scene.width(), scene.height(), rows, y -> mixed(narrow.row(y), wider.row(y), same.row(y)));
        }

        /** Adds a source to the sums of each channel, if there are any yet. */
        private List<Band> sum(List<Band> sums, Source source, Band weights) {
            int channels = scene.isColour() ? 3 : 1;
            List<Band> more = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                Band values = source.channel(channel, weights.rows());
                Optional<Band> before = sums.isEmpty() ? Optional.empty() : Optional.of(sums.get(channel));
                more.add(Band.of(scene.width(), scene.height(), weights.rows(), y -> {
                    float[] sum = before.map(band -> band.row(y)).orElseGet(() -> new float[scene.width()]);
                    addProduct(sum, values.row(y), weights.row(y));
                    return sum;
                }));
            }
            return more;
        }

        /** The index of the winner, interpolated: what is uncertain is filled from what is certain around it. */
        private void putDepth(Canvas canvas) {
            Plane certain = certainty.plane().map(c -> Math.min(1, c * c / (NOTABLE * NOTABLE)) + UNCERTAIN);
            Plane index = Plane.zeros(certain.width(), certain.height());
            for (int y = 0; y < certain.height(); y++) {
                int[] row = winners.row(y);
                for (int x = 0; x < row.length; x++) {
                    index.values()[y * row.length + x] = row[x] / (scene.count() - 1f);
                }
            }
            Plane known = Smoothing.gaussian(certain, DEPTH_WINDOW);
            Plane depth = Smoothing.gaussian(index.with(certain, (v, c) -> v * c), DEPTH_WINDOW)
                    .with(known, (v, c) -> v / c);
            canvas.putDepth(new Rows(0, certain.height()), Filling.filled(depth, known.map(c -> Math.min(1, c))));
        }
    }

    private int windows() {
        return has(Part.SURROUNDINGS) ? WINDOWS.length : FINE_WINDOWS;
    }

    private static void addContrast(float[] score, float[] values, float[] means, float channels) {
        for (int x = 0; x < score.length; x++) {
            score[x] += Math.abs(values[x] - means[x]) / channels;
        }
    }

    private static void subtract(float[] values, float[] others, float factor) {
        for (int x = 0; x < values.length; x++) {
            values[x] -= factor * others[x];
        }
    }

    private static void addProduct(float[] sums, float[] values, float[] weights) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += values[x] * weights[x];
        }
    }

    /** A source without data wins only where none has any. */
    private static void withdraw(Band evidence, Band alpha) {
        evidence.update(alpha, (value, a) -> a > 0 ? value : -Float.MAX_VALUE);
    }

    /** Of all that is not the same, exactly the narrow weight. */
    private static float[] mixed(float[] narrow, float[] wide, float[] same) {
        float[] mixed = new float[narrow.length];
        for (int x = 0; x < mixed.length; x++) {
            mixed[x] = narrow[x] + same[x] * (wide[x] - narrow[x]);
        }
        return mixed;
    }

    /**
     * Who wins in a band, as far as sources have entered.
     *
     * @param winners the index of a source for each pixel, row by row
     * @param best the most evidence for a source
     * @param second the most evidence for another
     * @param most of the scores, in more rows
     * @param least of the scores, in more rows
     */
    private record Contest(int[][] winners, Band best, Band second, Band most, Band least) {
        static Contest of(int width, int height, Rows rows, Rows wider) {
            return new Contest(
                    new int[rows.count()][width],
                    Band.filled(width, height, rows, Float.NEGATIVE_INFINITY),
                    Band.filled(width, height, rows, Float.NEGATIVE_INFINITY),
                    Band.filled(width, height, wider, Float.NEGATIVE_INFINITY),
                    Band.filled(width, height, wider, Float.POSITIVE_INFINITY));
        }

        void enter(int source, Band gathered, Band score) {
            most.update(score, Math::max);
            least.update(score, Math::min);
            Plane.forRows(best.width(), winners.length, (from, to) -> {
                for (int i = from; i < to; i++) {
                    int y = best.rows().from() + i;
                    enter(source, gathered.row(y), winners[i], best.row(y), second.row(y));
                }
            });
        }

        private static void enter(int source, float[] values, int[] winners, float[] best, float[] second) {
            for (int x = 0; x < values.length; x++) {
                float value = values[x];
                if (value > best[x]) {
                    second[x] = best[x];
                    best[x] = value;
                    winners[x] = source;
                } else if (value > second[x]) {
                    second[x] = value;
                }
            }
        }

        int[] winners(int y) {
            return winners[y - best.rows().from()];
        }

        /** By how much they win. */
        Band certainty() {
            return best.with(second, (b, s) -> Math.min((b - s) / CERTAIN, MOST_CERTAIN));
        }

        /** 1 where all sources show the same, 0 where they differ. */
        Band same() {
            Band range = most.with(least, (a, b) -> a - b);
            return Smoothing.gaussian(range, SAME_WINDOW)
                    .cut(best.rows())
                    .map(value -> Math.min(Math.max(1 - value / SAME, 0), 1));
        }
    }
}
