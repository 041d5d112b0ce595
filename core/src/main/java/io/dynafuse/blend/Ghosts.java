package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where something moved between exposures. Two exposures of a thing that rests differ by a tone curve alone, which follows from their histograms;
 * what differs by more has moved, and is taken from one exposure, the reference, through the tone curve that gives it the brightness of the
 * other. It is found on small copies.
 */
final class Ghosts {
    // A difference of this size is certainly no noise and no error of the curve; twice as much is replaced wholly.
    private static final float MOVED = 0.1f;
    private static final double SMOOTHING = 0.008;
    private static final double MARGIN = 0.01;
    private static final double LEAST = 2;

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
     * @param reference the source that shows most
     */
    static Ghosts of(List<Image> small, int reference) {
        Plane of = Luma.of(small.get(reference));
        List<Optional<Plane>> moved = new ArrayList<>();
        List<List<ToneCurve>> curves = new ArrayList<>();
        for (int m = 0; m < small.size(); m++) {
            Optional<Plane> mask = m == reference ? Optional.empty() : moved(of, Luma.of(small.get(m)));
            moved.add(mask);
            List<ToneCurve> ofChannels = new ArrayList<>();
            for (int channel = 0; mask.isPresent() && channel < small.get(m).channels(); channel++) {
                ofChannels.add(ToneCurve.between(
                        Luma.channel(small.get(reference), channel), Luma.channel(small.get(m), channel)));
            }
            curves.add(ofChannels);
        }
        return new Ghosts(reference, moved, curves);
    }

    /** Of a scene in which nobody looks for them. */
    static Ghosts none(int sources) {
        return new Ghosts(0, Collections.nCopies(sources, Optional.empty()), List.of());
    }

    private static Optional<Plane> moved(Plane reference, Plane other) {
        ToneCurve there = ToneCurve.between(reference, other);
        ToneCurve back = ToneCurve.between(other, reference);
        int side = Math.min(other.width(), other.height());
        Plane difference =
                other.with(reference, (o, r) -> Math.min(Math.abs(there.of(r) - o), Math.abs(back.of(o) - r)));
        Plane certain = Smoothing.gaussian(difference, Math.max(LEAST, SMOOTHING * side))
                .map(d -> Math.min(Math.max(d / MOVED - 1, 0), 1));
        for (float value : certain.values()) {
            if (value > 0) {
                return Optional.of(Smoothing.wideGaussian(certain, Math.max(LEAST, MARGIN * side))
                        .map(share -> Math.min(1, 3 * share)));
            }
        }
        return Optional.empty();
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
     * A channel of a source, with what has moved replaced.
     *
     * @param values of the channel; overwritten
     * @param ofReference the same channel of the reference
     */
    void replace(int source, int channel, Plane values, Plane ofReference) {
        Plane share = Scaling.enlarged(moved.get(source).orElseThrow(), values.width(), values.height());
        List<ToneCurve> ofSource = curves.get(source);
        ToneCurve curve = ofSource.get(Math.min(channel, ofSource.size() - 1));
        Plane.forRows(values.width(), values.height(), (from, to) -> {
            for (int i = from * values.width(); i < to * values.width(); i++) {
                float s = share.values()[i];
                if (s > 0) {
                    values.values()[i] = values.values()[i] * (1 - s)
                            + s * curve.of(ofReference.values()[i]);
                }
            }
        });
    }
}
