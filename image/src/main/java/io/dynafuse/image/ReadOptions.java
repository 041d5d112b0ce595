package io.dynafuse.image;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How an image file is read, where there is a choice.
 *
 * @param limits how large the image may be
 * @param page which image of a file that holds several, from 1; it does not matter for files of one image. Without it, a file of several
 * pages is refused
 * @param bands one or three bands, counted from 1, of a file that does not say which of its bands are gray or red, green and blue; it does
 * not matter for other files. Empty if nothing was chosen: such a file is then refused
 */
public record ReadOptions(ReadLimits limits, OptionalInt page, List<Integer> bands) {
    /** Within {@link ReadLimits#DEFAULT}, and without a choice of page or bands. */
    public static final ReadOptions DEFAULT = within(ReadLimits.DEFAULT);

    /** @throws IllegalArgumentException if a number is below 1, or the number of bands is neither 0, 1 nor 3 */
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

    /** The choice, in words that follow a name, such as {@code , page 2, bands 3,2,1}; empty if nothing was chosen. */
    public String choice() {
        String bandList = bands.stream().map(String::valueOf).collect(Collectors.joining(","));
        return (page.isPresent() ? ", page " + page.getAsInt() : "") + (bands.isEmpty() ? "" : ", bands " + bandList);
    }

    /** The same for one page, from 1. */
    public ReadOptions withPage(int number) {
        return new ReadOptions(limits, OptionalInt.of(number), bands);
    }
}
