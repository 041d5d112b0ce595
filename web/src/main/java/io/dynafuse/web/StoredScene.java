package io.dynafuse.web;

import io.dynafuse.files.AtOnce;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.Resampling;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.report.ConstantName;
import io.dynafuse.report.SourceFacts;
import io.dynafuse.task.Role;
import io.dynafuse.task.RoleGuess;
import io.dynafuse.task.TaskGuess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images of one scene that a client sent.
 *
 * @param folder of its files alone
 * @param uploads in their order
 * @param pages the sources: one a file, or the pages of the only file
 * @param names of the sources, for people
 */
record StoredScene(
        String id, Path folder, List<Upload> uploads, List<SourcePage> pages, List<String> names, Instant expires) {
    /** Sources of one fusion, more than people have use for by hand. */
    static final int MOST_SOURCES = 16;

    /** As much as so many of the largest images, together. */
    private static final int LARGEST_TOGETHER = 4;

    /** The longest side of a small copy. */
    private static final int SMALL = 320;

    /**
     * What is known of a source.
     *
     * @param depth {@code 8}, {@code 16} or {@code float}
     */
    record SourceView(String name, int width, int height, boolean gray, String depth, Optional<String> role) {}

    /** The guess of a task. */
    record GuessView(String task, String certainty, String reason) {}

    /** What a client is told. */
    record View(String id, String expires, List<SourceView> sources, Optional<GuessView> guess, List<String> notes) {}

    /**
     * Looks at the headers of what was sent.
     *
     * @param megapixels the most of one image
     * @throws ProblemException if there are too few or too many, or one is too large or broken
     */
    static StoredScene of(String id, Path folder, List<Upload> uploads, int megapixels, Instant expires) {
        StoredScene scene = pages(id, folder, uploads, expires);
        scene.requireNumber();
        requireSizes(scene.pages(), uploads, megapixels);
        return scene;
    }

    private static StoredScene pages(String id, Path folder, List<Upload> uploads, Instant expires) {
        if (uploads.size() == 1) {
            Upload only = uploads.get(0);
            try {
                List<SourcePage> all = SourcePage.all(only.file());
                return new StoredScene(
                        id,
                        folder,
                        uploads,
                        all,
                        IntStream.rangeClosed(1, all.size())
                                .mapToObj(page -> "page " + page + " of " + only.name())
                                .toList(),
                        expires);
            } catch (IOException e) {
                throw ProblemException.of(422, named(uploads, OneLine.of(e)));
            }
        }
        return new StoredScene(
                id,
                folder,
                uploads,
                SourcePage.of(uploads.stream().map(Upload::file).toList(), ReadOptions.DEFAULT),
                uploads.stream().map(Upload::name).toList(),
                expires);
    }

    private void requireNumber() {
        if (pages.size() < 2 || pages.size() > MOST_SOURCES) {
            throw ProblemException.of(422, "expected 2 to " + MOST_SOURCES + " images, found " + pages.size());
        }
    }

    /**
     * Looks at the headers of images.
     *
     * @throws ProblemException if one is broken, or has more pixels than allowed, or all together have
     */
    static void requireSizes(List<SourcePage> pages, List<Upload> uploads, int megapixels) {
        long most = megapixels * 1_000_000L;
        long together = 0;
        for (SourcePage page : pages) {
            ImageHeader header = header(page, uploads);
            long pixels = (long) header.width() * header.height();
            if (pixels > most) {
                throw ProblemException.of(
                        413,
                        named(uploads, page.toString()) + ": is " + header.width() + " x " + header.height()
                                + " pixels; expected at most " + megapixels + " megapixels");
            }
            together += pixels;
        }
        if (together > LARGEST_TOGETHER * most) {
            throw ProblemException.of(
                    413,
                    "the images have " + together / 1_000_000 + " megapixels together; expected at most "
                            + LARGEST_TOGETHER * megapixels);
        }
    }

    /** Larger ones are refused with the limit of the service rather than of reading. */
    private static ImageHeader header(SourcePage page, List<Upload> uploads) {
        try {
            return page.header(ReadOptions.within(new ReadLimits(Long.MAX_VALUE, Integer.MAX_VALUE)));
        } catch (IOException e) {
            throw ProblemException.of(422, named(uploads, OneLine.of(e)));
        }
    }

    /** How its images are read, whose sizes were looked at. */
    static ReadOptions reading() {
        return ReadOptions.within(new ReadLimits(ReadLimits.DEFAULT.maximumPixels(), Integer.MAX_VALUE));
    }

    /** A text with the names of the client in place of files. */
    String named(String text) {
        return named(uploads, text);
    }

    /** What is said of the sources, with the names of the client in place of files. */
    SourceFacts named(SourceFacts facts) {
        return new SourceFacts(
                facts.files(),
                facts.roles(),
                facts.reports().stream()
                        .map(report -> report.called(named(report.file())))
                        .toList(),
                facts.changes(),
                facts.notes().stream().map(this::named).toList(),
                facts.deepest(),
                facts.readTime());
    }

    /** A text with the names of the clients in place of files. */
    static String named(List<Upload> uploads, String text) {
        String renamed = text;
        // From the last, as the file of the first may begin the name of the tenth.
        for (int m = uploads.size() - 1; m >= 0; m--) {
            renamed = renamed.replace(
                    uploads.get(m).file().toString(), uploads.get(m).name());
        }
        return renamed;
    }

    /**
     * Decodes the images, looks at them, and keeps small copies.
     *
     * @throws ProblemException if one cannot be decoded
     */
    View look() throws IOException {
        List<Image> images = AtOnce.of(pages, this::read);
        for (int m = 0; m < images.size(); m++) {
            Storage.write(within(images.get(m), SMALL), small(m));
        }
        Optional<TaskGuess> guess = areOfOneSize(images) ? Optional.of(TaskGuess.of(images)) : Optional.empty();
        List<Optional<Role>> roles = guess.map(found -> RoleGuess.of(found.task(), images))
                .orElseGet(() -> Collections.nCopies(images.size(), Optional.empty()));
        List<SourceView> sources = new ArrayList<>();
        for (int m = 0; m < images.size(); m++) {
            Image image = images.get(m);
            sources.add(new SourceView(
                    names.get(m),
                    image.width(),
                    image.height(),
                    image.isGray(),
                    image.depth().word(),
                    roles.get(m).map(Role::word)));
        }
        return new View(
                id,
                expires.toString(),
                sources,
                guess.map(found ->
                        new GuessView(found.task().word(), ConstantName.of(found.certainty()), found.reason())),
                IntStream.range(0, images.size())
                        .boxed()
                        .flatMap(m -> images.get(m).notes().stream().map(note -> names.get(m) + ": " + note))
                        .toList());
    }

    private Image read(SourcePage page) throws IOException {
        try {
            return page.read(reading());
        } catch (IOException e) {
            throw ProblemException.of(422, named(OneLine.of(e)));
        }
    }

    private static boolean areOfOneSize(List<Image> images) {
        Image first = images.get(0);
        return images.stream().allMatch(one -> one.width() == first.width() && one.height() == first.height());
    }

    /**
     * A source as PNG of 8 bits.
     *
     * @param m from 0
     * @param side the longest side at most, if that is asked for
     */
    byte[] view(int m, Optional<Integer> side) throws IOException {
        // There are small copies of what was looked at.
        boolean isSmall = side.isPresent() && side.get() <= SMALL && Files.exists(small(m));
        Image image = isSmall ? ImageFiles.read(small(m)) : read(pages.get(m));
        return png(within(image, side.orElse(Integer.MAX_VALUE)));
    }

    private Path small(int m) {
        return folder.resolve("small-" + (m + 1) + ".png");
    }

    /** An image as PNG of 8 bits. */
    static byte[] png(Image image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageFiles.write(
                within(image, Integer.MAX_VALUE), out, ImageFormat.PNG, WriteOptions.DEFAULT.withPngCompression(1));
        return out.toByteArray();
    }

    /** A copy of 8 bits whose longest side is no longer than this. */
    static Image within(Image image, int side) {
        return Resampling.within(image, side, SampleDepth.BITS_8);
    }
}
