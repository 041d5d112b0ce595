package io.dynafuse.preparation;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.image.ReadOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One image to fuse: a file, or one page of it.
 *
 * @param page from 1; empty if the file holds one image
 */
public record SourcePage(Path file, OptionalInt page) {
    /** The images of files: for each file the page that was chosen. */
    public static List<SourcePage> of(List<Path> files, ReadOptions reading) {
        // No file is opened if no page was chosen.
        boolean chosen = reading.page().isPresent();
        return files.stream()
                .map(file -> new SourcePage(file, chosen && isOfPages(file) ? reading.page() : OptionalInt.empty()))
                .toList();
    }

    /**
     * All pages of a file, in their order.
     *
     * @throws ImageException if the file cannot be read
     */
    public static List<SourcePage> all(Path file) throws ImageException {
        return IntStream.rangeClosed(1, ImageFiles.pageCount(file))
                .mapToObj(page -> new SourcePage(file, OptionalInt.of(page)))
                .toList();
    }

    /** An unreadable file is reported when it is read. */
    private static boolean isOfPages(Path file) {
        try {
            return ImageFiles.pageCount(file) > 1;
        } catch (ImageException e) {
            return false;
        }
    }

    /**
     * What its header says.
     *
     * @throws ImageException as {@link ImageFiles#header} throws it
     */
    public ImageHeader header(ReadOptions reading) throws ImageException {
        return ImageFiles.header(file, options(reading));
    }

    /**
     * The image.
     *
     * @throws ImageException as {@link ImageFiles#read} throws it
     */
    public Image read(ReadOptions reading) throws ImageException {
        return ImageFiles.read(file, options(reading));
    }

    private ReadOptions options(ReadOptions reading) {
        return page.isPresent() ? reading.withPage(page.getAsInt()) : reading;
    }

    /** Its name in messages. */
    @Override
    public String toString() {
        return page.isPresent() ? "page " + page.getAsInt() + " of " + file : file.toString();
    }
}
