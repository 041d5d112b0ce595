package io.dynafuse.blend;

import io.dynafuse.blend.Scaling.Enlarging;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where something moved between exposures. Two exposures of a thing that rests differ by a tone curve alone, which follows from their histograms;
 * what differs by more, also from all that is next to it, has moved, and is taken from one exposure, the reference, through the tone curve
 * that gives it the brightness of the other. It is found on small copies. Where a source has no data, nothing has moved.
 */
final class Ghosts {
    // A difference of this size is certainly no noise and no error of the curve; twice as much is replaced wholly.
    private static final float MOVED = 0.06f;
    private static final double SMOOTHING = 0.008;
    private static final double MARGIN = 0.01;
    private static final double LEAST = 2;
    private static final double COMPARED_PIXELS = 1 << 18;

    private final int reference;
    private final List<Optional<Plane>> moved;
    private final List<List<ToneCurve>> curves;

    private Ghosts(int reference, List<Optional<Plane>> moved, List<List<ToneCurve>> curves) {
        this.reference = reference;
        this.moved = moved;
        this.curves = curves;
    }

    /**
     * Looks for them.
     *
     * @param small copies of all sources
     * @param alphas of the sources, at any size; empty if they are opaque
     * @param reference the source that shows most
     */
    static Ghosts of(List<Image> small, List<Optional<Plane>> alphas, int reference) {
        Image first = small.get(reference);
        int factor =
                (int) Math.max(1, Math.round(Math.sqrt((double) first.width() * first.height() / COMPARED_PIXELS)));
        List<Optional<Plane>> moved = new ArrayList<>();
        List<List<ToneCurve>> curves = new ArrayList<>();
        for (int m = 0; m < small.size(); m++) {
            Image other = small.get(m);
            if (m == reference) {
                moved.add(Optional.empty());
                curves.add(List.of());
                continue;
            }
            Plane difference = Scaling.reduced(Plane.zeros(first.width(), first.height()), factor);
            Plane shown = shown(difference, alphas.get(reference), alphas.get(m));
            List<ToneCurve> ofChannels = new ArrayList<>();
            for (int channel = 0; channel < other.channels(); channel++) {
                Plane from = Scaling.reduced(likeIn(other, first, channel), factor);
                Plane to = Scaling.reduced(Luma.channel(other, channel), factor);
                ToneCurve there = ToneCurve.between(from, to, shown);
                ToneCurve back = ToneCurve.between(to, from, shown);
                difference.update(outside(from, to, there).with(outside(to, from, back), Math::min), Math::max);
                ofChannels.add(there);
            }
            moved.add(moved(difference, shown));
            curves.add(ofChannels);
        }
        return new Ghosts(reference, moved, curves);
    }

    /** Of a scene in which nobody looks for them. */
    static Ghosts none(int sources) {
        return new Ghosts(0, Collections.nCopies(sources, Optional.empty()), List.of());
    }

    /** 1 where both have data, otherwise 0. */
    private static Plane shown(Plane size, Optional<Plane> alpha, Optional<Plane> other) {
        Plane shown = Plane.filled(size.width(), size.height(), 1);
        for (Optional<Plane> each : List.of(alpha, other)) {
            each.map(plane -> Scaling.enlarged(plane, size.width(), size.height()))
                    .ifPresent(plane -> shown.update(plane, (s, a) -> a < 1 ? 0 : s));
        }
        return shown;
    }

    private static Optional<Plane> moved(Plane difference, Plane shown) {
        int side = Math.min(difference.width(), difference.height());
        Plane certain = Smoothing.gaussian(difference.with(shown, (d, s) -> d * s), Math.max(LEAST, SMOOTHING * side))
                .map(d -> Math.min(Math.max(d / MOVED - 1, 0), 1));
        for (float value : certain.values()) {
            if (value > 0) {
                return Optional.of(Smoothing.wideGaussian(certain, Math.max(LEAST, MARGIN * side))
                        .with(shown, (share, s) -> Math.min(1, 3 * share) * s));
            }
        }
        return Optional.empty();
    }

    /**
     * How far each value is from those that a curve makes of the pixel and its neighbours: an alignment may be off by as much, and an edge is no
     * motion.
     */
    private static Plane outside(Plane from, Plane to, ToneCurve curve) {
        Plane as = from.map(curve::of);
        Plane most = Smoothing.largestOfNeighbours(as);
        Plane least = Smoothing.largestOfNeighbours(as.map(v -> -v)).map(v -> -v);
        return most.with(to, (m, v) -> Math.max(0, v - m))
                .with(least.with(to, (l, v) -> Math.max(0, l - v)), Float::sum);
    }

    /** The source whose things count. */
    int reference() {
        return reference;
    }

    /** Whether something in a source has moved. */
    boolean isMoved(int source) {
        return moved.get(source).isPresent();
    }

    /**
     * A source in which what has moved is replaced.
     *
     * @param image the source, of any size
     * @param ofReference the reference at that size
     */
    Image replaced(int source, Image image, Image ofReference) {
        if (!isMoved(source)) {
            return image;
        }
        Enlarging shares = new Enlarging(Band.whole(moved.get(source).orElseThrow()), image.width(), image.height());
        Source own = new Source(image, Optional.empty());
        Source other = new Source(ofReference, Optional.empty());
        ImageBuilder builder = new ImageBuilder(image.width(), image.height(), image.channels(), image.depth());
        Bands.of(image.width(), image.height(), 1, Bands.PIXELS).forEach((band, rows) -> {
            Band share = shares.rows(rows);
            for (int channel = 0; channel < image.channels(); channel++) {
                Band values = own.channel(channel, rows);
                Band like = image.isGray() ? other.luma(rows) : other.channel(channel, rows);
                replace(values, like, share, curves.get(source).get(channel));
                builder.putChannel(
                        channel,
                        new Region(0, rows.from(), image.width(), rows.count()),
                        values.plane().values());
            }
        });
        return builder.build(image.metadata());
    }

    /** Of the reference, what a channel of a source corresponds with. */
    private static Plane likeIn(Image source, Image reference, int channel) {
        return source.isGray() ? Luma.of(reference) : Luma.channel(reference, channel);
    }

    private static void replace(Band values, Band ofReference, Band share, ToneCurve curve) {
        Plane.forRows(values.width(), values.rows().count(), (from, to) -> {
            for (int i = from; i < to; i++) {
                int y = values.rows().from() + i;
                replace(values.row(y), ofReference.row(y), share.row(y), curve);
            }
        });
    }

    private static void replace(float[] values, float[] ofReference, float[] share, ToneCurve curve) {
        for (int x = 0; x < values.length; x++) {
            float s = share[x];
            if (s > 0) {
                values[x] = values[x] * (1 - s) + s * curve.of(ofReference[x]);
            }
        }
    }
}
