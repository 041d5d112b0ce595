package io.dynafuse.cli;

import io.dynafuse.align.Alignment;
import io.dynafuse.align.Canvas;
import io.dynafuse.align.Overlay;
import io.dynafuse.align.Size;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.Json;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.report.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The files that an alignment writes.
 *
 * @param folder of the aligned images, made if it is not there
 * @param images one for each source; none if there is no folder
 * @param transforms the file of the transforms
 * @param overlays one for each source, that of the reference included, which is not written; none if they are not asked for
 */
record AlignedFiles(Optional<Path> folder, List<Path> images, Optional<Path> transforms, List<Path> overlays) {
    /** What the file of the transforms is called beside the images. */
    static final String TRANSFORMS = "alignment.json";

    AlignedFiles {
        images = List.copyOf(images);
        overlays = List.copyOf(overlays);
    }

    /**
     * The files for images: named as theirs are, with the number in front if that is not enough to tell them apart.
     *
     * @param depths of the sources
     * @param format of all; empty for TIFF where samples are floats and PNG elsewhere
     * @param json the file of the transforms, if it is asked for
     * @param overlay asked for; of more than two sources, each gets its number behind the name
     */
    static AlignedFiles of(
            Optional<Path> folder,
            List<SourcePage> pages,
            List<SampleDepth> depths,
            Optional<ImageFormat> format,
            Optional<Path> json,
            Optional<Path> overlay) {
        List<String> names = names(pages);
        List<Path> images = folder.stream()
                .flatMap(place -> IntStream.range(0, pages.size())
                        .mapToObj(m -> place.resolve(names.get(m) + "."
                                + format.orElse(usual(depths.get(m)))
                                        .extensions()
                                        .get(0))))
                .toList();
        List<Path> overlays = overlay.stream()
                .flatMap(file -> IntStream.rangeClosed(1, pages.size())
                        .mapToObj(number -> pages.size() == 2 ? file : numbered(file, number)))
                .toList();
        return new AlignedFiles(
                folder, images, json.or(() -> folder.map(place -> place.resolve(TRANSFORMS))), overlays);
    }

    private static ImageFormat usual(SampleDepth depth) {
        return depth == SampleDepth.FLOAT_32 ? ImageFormat.TIFF : ImageFormat.PNG;
    }

    private static List<String> names(List<SourcePage> pages) {
        List<String> names = pages.stream().map(AlignedFiles::name).toList();
        boolean differ = names.stream().distinct().count() == names.size();
        return IntStream.range(0, names.size())
                .mapToObj(m -> differ ? names.get(m) : (m + 1) + "-" + names.get(m))
                .toList();
    }

    private static String name(SourcePage page) {
        return page.file().getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private static Path numbered(Path file, int number) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
    }

    /** All files that may be written. */
    Stream<Path> all() {
        return Stream.of(images.stream(), transforms.stream(), overlays.stream())
                .flatMap(files -> files)
                .distinct();
    }

    /**
     * Checks, before any work is done, that no file of this command is replaced and that all can be written.
     *
     * @param taken what the command reads
     * @param replace whether other files may be replaced
     * @throws IOException if one is there already, or cannot be written
     */
    void require(CommandSpec command, List<Path> taken, boolean replace) throws IOException {
        List<Path> others = new ArrayList<>(taken);
        for (Path file : all().toList()) {
            Usage.require(
                    command,
                    others.stream().noneMatch(other -> Usage.isSameFile(file, other)),
                    file + ": is read or written by this command already; expected another place");
            others.add(file);
            if (Files.exists(file) && !replace) {
                throw new IOException(file + ": is there already; expected another place, or --replace");
            }
        }
        // A missing folder is made when there is something to put into it.
        if (folder.isPresent() && Files.exists(folder.get())) {
            AtomicFile.makeFolder(folder.get());
        }
        for (Path file : all().toList()) {
            if (folder.isEmpty() || !file.startsWith(folder.get()) || Files.exists(folder.get())) {
                AtomicFile.requireWritable(file);
            }
        }
    }

    /** Prepares all files beside their places. */
    void prepare(FoundAlignment found, PageSources sources, WriteOptions options, PreparedFiles prepared)
            throws IOException {
        if (folder.isPresent()) {
            AtomicFile.makeFolder(folder.get());
        }
        Alignment alignment = found.alignment();
        for (int m = 0; m < images.size(); m++) {
            prepared.add(ImageFiles.prepare(found.apply(m, sources.read(m)), images.get(m), options));
        }
        if (!overlays.isEmpty()) {
            prepareOverlays(alignment, sources, options, prepared);
        }
        if (transforms.isPresent()) {
            List<String> names = sources.pages().stream()
                    .map(page -> page.file().getFileName().toString())
                    .toList();
            prepared.add(AtomicFile.prepare(
                    transforms.get(), Json.content(alignment.file(Versions.dynafuse(), names, found.crop()))));
        }
    }

    private void prepareOverlays(Alignment alignment, PageSources sources, WriteOptions options, PreparedFiles prepared)
            throws IOException {
        Image reference = sources.read(alignment.reference());
        Size frame = Size.of(reference);
        for (int m = 0; m < sources.pages().size(); m++) {
            if (m != alignment.reference()) {
                Image other = sources.read(m);
                Image after = alignment.apply(m, other, Canvas.of(frame.width(), frame.height()));
                prepared.add(ImageFiles.prepare(Overlay.of(reference, other, after), overlays.get(m), options));
            }
        }
    }
}
