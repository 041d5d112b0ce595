package io.dynafuse.align;

import io.dynafuse.align.Search.Turn;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds how the sources of a scene have moved against one of them. Immutable; several threads may use one.
 *
 * <pre>{@code
 * Alignment alignment = Aligner.DEFAULT.align(sources);
 * List<Image> aligned = alignment.apply(sources, Crop.COMMON);
 * ImageFiles.write(fuser.fuse(aligned).image(), output);
 * }</pre>
 *
 * @param model of all motions; empty for the simplest that does as well as richer ones
 * @param reference the source that stays where it is, from 0; empty for the first of two and the middle one of more
 * @param inSequence whether sources are compared with their neighbours, too, as those of a focus stack are that differ more and more
 * @param around where the motions are looked for
 */
public record Aligner(
        Optional<MotionModel> model, Optional<Integer> reference, boolean inSequence, Optional<Around> around) {
    /** Any motion of sources that show the same all over. */
    public static final Aligner DEFAULT = new Aligner(Optional.empty(), Optional.empty(), false, Optional.empty());

    /**
     * A turn and scale that somebody knows, to about 10 degrees and 10 %.
     *
     * @param degrees by which the source shows things turned clockwise, against the reference
     * @param scale by which it shows them larger, if both frames are brought to one longer side
     */
    public record Around(double degrees, double scale) {
        /** @throws IllegalArgumentException if a number is not finite, or the scale not between 1/16 and 16 */
        public Around {
            if (!Double.isFinite(degrees) || !(scale >= 1 / 16.0 && scale <= 16)) {
                throw new IllegalArgumentException("expected an angle in degrees and a scale from 0.0625 to 16, found "
                        + degrees + " and " + scale);
            }
        }
    }

    /** Images that are read when they are needed. */
    @FunctionalInterface
    public interface Sources {
        /**
         * A source, the same each time.
         *
         * @param index from 0
         * @throws IOException if it cannot be read
         */
        Image read(int index) throws IOException;
    }

    /** The same with a model. */
    public Aligner model(MotionModel chosen) {
        return new Aligner(Optional.of(chosen), reference, inSequence, around);
    }

    /** The same with another reference, from 0. */
    public Aligner reference(int index) {
        return new Aligner(model, Optional.of(index), inSequence, around);
    }

    /** The same for sources that differ more and more. */
    public Aligner inSequence(boolean chosen) {
        return new Aligner(model, reference, chosen, around);
    }

    /** The same near a turn and scale that are known. */
    public Aligner around(Around known) {
        return new Aligner(model, reference, inSequence, Optional.of(known));
    }

    /**
     * Finds the motions of images.
     *
     * @param sources 2 or more
     * @throws IllegalArgumentException if there are fewer, or there is no such reference
     */
    public Alignment align(List<Image> sources) {
        try {
            return align(sources.size(), sources::get);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Finds the motions of images that need not be in memory together.
     *
     * @param count 2 or more
     * @throws IllegalArgumentException if there are fewer, or there is no such reference
     * @throws IOException if a source cannot be read
     */
    public Alignment align(int count, Sources sources) throws IOException {
        if (count < 2) {
            throw new IllegalArgumentException("expected 2 or more sources, found " + count);
        }
        int fixed = reference.orElse(count == 2 ? 0 : count / 2);
        if (fixed < 0 || fixed >= count) {
            throw new IllegalArgumentException("expected a reference from 1 to " + count + ", found " + (fixed + 1));
        }
        return inSequence && count > 2
                ? new SequenceAligner(this, count, sources, fixed).alignment()
                : toOne(count, sources, fixed);
    }

    private Alignment toOne(int count, Sources sources, int fixed) throws IOException {
        List<Gray> reference = Estimator.pyramid(Gray.of(sources.read(fixed)));
        List<Size> sizes = new ArrayList<>();
        List<Motion> motions = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            Gray gray = m == fixed ? reference.get(0) : Gray.of(sources.read(m));
            sizes.add(new Size(gray.width(), gray.height()));
            motions.add(m == fixed ? Motion.NONE : motion(reference, Estimator.pyramid(gray)));
        }
        return new Alignment(fixed, sizes, motions);
    }

    /** The motion between two pyramids. */
    Motion motion(List<Gray> one, List<Gray> other) {
        PairAligner pair = new PairAligner(one, other, model);
        return around.map(known -> pair.motion(Turn.around(known.degrees(), known.scale())))
                .orElseGet(pair::motion);
    }
}
