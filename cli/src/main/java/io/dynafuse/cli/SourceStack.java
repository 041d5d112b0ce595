package io.dynafuse.cli;

import io.dynafuse.align.Size;
import io.dynafuse.fusion.SourceSequence;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.Resampling;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.SourceFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Many sources, which are read anew whenever they are needed, so that no more than one is in memory.
 *
 * @param alignment by which they are moved onto each other whenever they are read
 * @param facts what is said of them
 * @param thumbnails small copies, which show what the sources are
 */
record SourceStack(
        SourceReading reading,
        List<SourcePage> pages,
        Optional<StackAlignment> alignment,
        SourceFacts facts,
        List<Image> thumbnails)
        implements SourceSequence {
    private static final int THUMBNAIL = 256;

    /**
     * Reads every source once.
     *
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if they are not of one size
     */
    static SourceStack of(SourceReading reading, List<SourcePage> pages, Optional<StackAlignment> alignment)
            throws IOException {
        List<Image> thumbnails = new ArrayList<>();
        List<Size> sizes = new ArrayList<>();
        Optional<SourceFacts> facts = Optional.empty();
        for (int m = 0; m < pages.size(); m++) {
            SourcePage page = pages.get(m);
            SourceImages one = read(reading, page, alignment, m);
            Image image = one.images().get(0);
            SourceFacts more = SourceFacts.of(one);
            sizes.add(Size.of(image));
            requireSize(pages.get(0), sizes.get(0), page, sizes.get(m));
            facts = Optional.of(facts.map(before -> before.and(more)).orElse(more));
            thumbnails.add(thumbnail(image));
        }
        return new SourceStack(reading, List.copyOf(pages), alignment, facts.orElseThrow(), List.copyOf(thumbnails));
    }

    private static SourceImages read(
            SourceReading reading, SourcePage page, Optional<StackAlignment> alignment, int index) throws IOException {
        SourceImages one = reading.read(List.of(page));
        return alignment.isEmpty()
                ? one
                : new SourceImages(
                        one.files(),
                        List.of(alignment.get().apply(index, one.sources().get(0))),
                        one.readTime());
    }

    private static void requireSize(SourcePage first, Size expected, SourcePage page, Size found) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException(
                    page + ": is " + found.width() + "x" + found.height() + ", but " + first + " is " + expected.width()
                            + "x" + expected.height() + "; expected images of one size, --resize or --align");
        }
    }

    /** Leaves out the sources that cannot be read, naming each. */
    static List<SourcePage> readable(SourceReading reading, List<SourcePage> pages, Consumer<String> notes)
            throws IOException {
        List<SourcePage> readable = new ArrayList<>();
        for (SourcePage page : pages) {
            try {
                reading.read(List.of(page));
                readable.add(page);
            } catch (ImageException e) {
                notes.accept("left out: " + e.getMessage());
            }
        }
        return readable;
    }

    /** A small copy. */
    static Image thumbnail(Image image) {
        return Resampling.within(image, THUMBNAIL);
    }

    /** How many times smaller the small copies are. */
    double shrunk() {
        return facts.reports().get(0).width() / (double) thumbnails.get(0).width();
    }

    @Override
    public int count() {
        return pages.size();
    }

    @Override
    public Image read(int index) throws IOException {
        return read(reading, pages.get(index), alignment, index).images().get(0);
    }
}
