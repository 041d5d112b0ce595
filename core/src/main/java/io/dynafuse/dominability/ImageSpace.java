package io.dynafuse.dominability;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How sources are put together in image space (TTD §3, early fusion: the encoders are constant maps): the network judges, and the images
 * themselves are added under weights. What that consists of depends on the task; each part can be turned off, to see what it is good for.
 *
 * @param off the parts that are turned off
 */
public record ImageSpace(Set<Part> off) {
    /** With all parts that a task knows. */
    public static final ImageSpace ALL = new ImageSpace(Set.of());

    /** A part of it. A task that does not know a part ignores it. */
    public enum Part {
        /** The network's judgement: how far each source is from the static fusion. */
        JUDGE,
        /** Focus: the judgement is of details only, not of brightness. */
        DETAIL,
        /** Focus and exposures: local contrast. */
        CONTRAST,
        /** Focus: evidence over wide windows decides where narrow ones do not. */
        SURROUNDINGS,
        /** Focus: small regions of little certainty are dropped. */
        CLEANING,
        /** Focus: borders are softened over a few pixels. */
        EDGES,
        /** Focus: borders are softened widely where all sources show the same. */
        SOFTNESS,
        /** Exposures: colours. */
        SATURATION,
        /** Exposures: brightness is that of well exposed sources. */
        EXPOSEDNESS,
        /** Exposures: brightness has weights of its own, which count more at coarser scales. */
        SCALES,
        /** Exposures: contrast counts only beyond the noise. */
        NOISE,
        /** Focus and exposures: what moved is taken from one source. */
        GHOSTS,
        /** Visible and infrared: warm things are as bright against their surroundings as in infrared. */
        WARMTH,
        /** Visible and infrared: a bright scene makes room for warm things. */
        TONE,
        /** Medical: losses are smoothed. */
        SMOOTHING,
        /** Medical: part of the darker source is added. */
        BOTH;

        /** The part that a word such as {@code no-judge} turns off. */
        static Optional<Part> turnedOffBy(String word) {
            return Arrays.stream(values())
                    .filter(part -> word.equals(part.offWord()))
                    .findFirst();
        }

        /** The word that turns it off. */
        public String offWord() {
            return "no-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public ImageSpace {
        off = Set.copyOf(off);
    }

    /** Whether a part is on. */
    public boolean has(Part part) {
        return !off.contains(part);
    }

    /** The same with more parts turned off. */
    public ImageSpace without(Set<Part> parts) {
        Set<Part> all = EnumSet.noneOf(Part.class);
        all.addAll(off);
        all.addAll(parts);
        return new ImageSpace(all);
    }

    /** The parts that are off, as {@link Dominability#with} reads them. */
    List<String> words() {
        return Arrays.stream(Part.values())
                .filter(off::contains)
                .map(Part::offWord)
                .toList();
    }
}
