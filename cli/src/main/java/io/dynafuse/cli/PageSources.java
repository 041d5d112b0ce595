package io.dynafuse.cli;

import io.dynafuse.align.Aligner;
import io.dynafuse.files.AtOnce;
import io.dynafuse.image.Image;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.preparation.SourceReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Images to align: a few are kept in memory, many are read whenever they are needed. */
final class PageSources implements Aligner.Sources {
    private static final int MOST_IN_MEMORY = 4;

    private final SourceReading reading;
    private final List<SourcePage> pages;
    private final List<Image> kept = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param reading of single images, as they are */
    PageSources(SourceReading reading, List<SourcePage> pages) throws IOException {
        this.reading = reading;
        this.pages = List.copyOf(pages);
        if (pages.size() <= MOST_IN_MEMORY) {
            List<SourceImages> read = AtOnce.of(this.pages, page -> reading.read(List.of(page)));
            read.forEach(one -> kept.add(noted(one)));
        }
    }

    private Image noted(SourceImages one) {
        notes.addAll(one.notes());
        return one.images().get(0);
    }

    List<SourcePage> pages() {
        return pages;
    }

    /** What messages call each. */
    List<String> names() {
        return pages.stream().map(SourcePage::toString).toList();
    }

    @Override
    public Image read(int index) throws IOException {
        return kept.isEmpty() ? noted(reading.read(List.of(pages.get(index)))) : kept.get(index);
    }

    /** Notes on unused content of the files read so far, each once. */
    List<String> notes() {
        return notes.stream().distinct().toList();
    }
}
