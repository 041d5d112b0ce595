package io.dynafuse.cli;

import io.dynafuse.fusion.SourceSequence;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.Resampling;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.preparation.SourceReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Many sources, which are read anew whenever they are needed, so that no more than one is in memory.
 *
 * @param facts what is said of them
 * @param thumbnails small copies, which show what the sources are
 */
record SourceStack(SourceReading reading, List<SourcePage> pages, SourceFacts facts, List<Image> thumbnails)
        implements SourceSequence {
    private static final int THUMBNAIL = 256;

    /**
     * Reads every source once.
     *
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if they are not of one size
     */
    static SourceStack of(SourceReading reading, List<SourcePage> pages) throws IOException {
        List<Image> thumbnails = new ArrayList<>();
        Optional<SourceFacts> facts = Optional.empty();
        for (SourcePage page : pages) {
            SourceImages one = reading.read(List.of(page));
            Image image = one.images().get(0);
            SourceFacts more = SourceFacts.of(one);
            if (facts.isPresent()) {
                requireSize(
                        pages.get(0),
                        facts.get().reports().get(0),
                        page,
                        more.reports().get(0));
            }
            facts = Optional.of(facts.map(before -> before.and(more)).orElse(more));
            thumbnails.add(thumbnail(image));
        }
        return new SourceStack(reading, List.copyOf(pages), facts.orElseThrow(), List.copyOf(thumbnails));
    }

    private static void requireSize(
            SourcePage first, FusionReport.Source expected, SourcePage page, FusionReport.Source found) {
        if (found.width() != expected.width() || found.height() != expected.height()) {
            throw new IllegalArgumentException(page + ": is " + found.width() + "x" + found.height() + ", but " + first
                    + " is " + expected.width() + "x" + expected.height()
                    + "; expected images of one size, or --resize");
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
        double factor = Math.min(1, THUMBNAIL / (double) Math.max(image.width(), image.height()));
        return Resampling.to(image, Math.max(1, (int) Math.round(factor * image.width())), Math.max(1, (int)
                Math.round(factor * image.height())));
    }

    @Override
    public int count() {
        return pages.size();
    }

    @Override
    public Image read(int index) throws IOException {
        return reading.read(List.of(pages.get(index))).images().get(0);
    }
}
