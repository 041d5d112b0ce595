package io.dynafuse.image;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How an image file is read, where it leaves a choice.
 *
 * @param limits how large the image may be
 * @param page which image of a file that holds several, from 1; files of one image are read whatever it says. Without it, a file
 *     of several pages is refused
 * @param bands which bands of a file that does not say which of them are gray or red, green and blue, from 1: one, or three;
 *     other files are read whatever it says. Empty if nothing was chosen: such a file is refused then
 * @throws IllegalArgumentException if a number is below 1, or there are neither no, one nor three bands
 */
public record ReadOptions(ReadLimits limits, OptionalInt page, List<Integer> bands) {
    /** Within {@link ReadLimits#DEFAULT}, and without a choice of page or bands. */
    public static final ReadOptions DEFAULT = within(ReadLimits.DEFAULT);

    public ReadOptions {
        bands = List.copyOf(bands);
        if (page.isPresent() && page.getAsInt() < 1) {
            throw new IllegalArgumentException("expected a page from 1, found " + page.getAsInt());
        }
        if (bands.size() != 0 && bands.size() != 1 && bands.size() != 3) {
            throw new IllegalArgumentException("expected 1 or 3 bands, found " + bands.size());
        }
        if (bands.stream().anyMatch(band -> band < 1)) {
            throw new IllegalArgumentException("expected bands from 1, found " + bands);
        }
    }

    /** Without a choice of page or bands. */
    public static ReadOptions within(ReadLimits limits) {
        return new ReadOptions(limits, OptionalInt.empty(), List.of());
    }

    /** What is chosen, in words that follow a name, such as {@code , page 2, bands 3,2,1}; empty if nothing is. */
    public String choice() {
        String bandList = bands.stream().map(String::valueOf).collect(Collectors.joining(","));
        return (page.isPresent() ? ", page " + page.getAsInt() : "") + (bands.isEmpty() ? "" : ", bands " + bandList);
    }

    /** The same of one page, from 1. */
    public ReadOptions withPage(int number) {
        return new ReadOptions(limits, OptionalInt.of(number), bands);
    }
}
