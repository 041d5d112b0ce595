package io.dynafuse.task;

import io.dynafuse.image.ContrastStretch;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.SampleRange;
import java.util.List;
import java.util.stream.IntStream;

/** Sources that use a small part of the range of values, such as counts of 12 bits stored in 16, with that part stretched so that it can be examined. */
final class NarrowSources {
    private NarrowSources() {}

    /** The range that each source uses. */
    static List<SampleRange> ranges(List<Image> sources) {
        return sources.parallelStream().map(SampleRange::of).toList();
    }

    /**
     * All sources stretched by the same factor if all together use a small part of the range, which keeps what distinguishes exposures;
     * otherwise as they are.
     */
    static List<Image> spreadTogether(List<Image> sources, List<SampleRange> ranges) {
        if (ranges.stream().anyMatch(SampleRange::looksUnlit)) {
            return sources;
        }
        float low = (float) ranges.stream().mapToDouble(SampleRange::low).min().orElseThrow();
        float high =
                (float) ranges.stream().mapToDouble(SampleRange::high).max().orElseThrow();
        return low < high && SampleRange.isNarrow(low, high) ? spread(sources, low, high) : sources;
    }

    private static List<Image> spread(List<Image> sources, float low, float high) {
        ContrastStretch stretch =
                low < high / 2 ? new ContrastStretch(0, fewBits(high)) : new ContrastStretch(low, high);
        return sources.parallelStream().map(stretch::of).toList();
    }

    /** The greatest value of the fewest bits, of 16, that hold this one. */
    private static float fewBits(float value) {
        int level = Math.round(value * SampleDepth.BITS_16.maximum());
        return (2f * Integer.highestOneBit(Math.max(1, level)) - 1) / SampleDepth.BITS_16.maximum();
    }

    /** Each source stretched on its own if it uses a small part of the range. */
    static List<Image> spread(List<Image> sources, List<SampleRange> ranges) {
        return IntStream.range(0, sources.size())
                .parallel()
                .mapToObj(m -> spread(sources.get(m), ranges.get(m)))
                .toList();
    }

    private static Image spread(Image image, SampleRange range) {
        return range.isNarrow() && !range.looksUnlit() && range.low() < range.high()
                ? new ContrastStretch(range.low(), range.high()).of(image)
                : image;
    }
}
