package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.Words;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.files.Json;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.Versions;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Aligns image files. */
@Command(
        name = "align",
        description = {
            "Finds how two or more images of one scene have moved against each other, and moves them onto each other.",
            "",
            "For each source, a line says how far it was moved, how well edges agree before and after (1: all over, 0: not"
                    + " at all), and to how many pixels the motion is known. Where that cannot be trusted, nothing is written.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class AlignCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description =
                    "two or more, of any sizes: PNG, JPEG, TIFF, BMP, PGM, PPM or PFM; or one file of several pages; or a"
                            + " folder for each source; or one dataset: a folder or YAML file")
    private List<Path> sources = List.of();

    @Mixin
    private SourcesOption folders;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description =
                    "A folder for the aligned images and alignment.json; of a dataset, for the aligned dataset. Only"
                            + " lines are printed if not given.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "png|tif",
            description = "What the aligned images are written as; if not given, tif for floats and png for others.")
    private Optional<ImageFormat> format = Optional.empty();

    @Mixin
    private PngCompression pngCompression;

    @Mixin
    private AlignOptions options;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description =
                    "What the images are: visible-infrared, medical, multi-exposure or multi-focus; of a focus stack,"
                            + " each is compared with its neighbours, too. Guessed if not given.")
    private Optional<Task> task = Optional.empty();

    @Option(
            names = "--overlay",
            paramLabel = "FILE",
            description =
                    "A picture for the eye of what was done: before at the left, after at the right; in red and cyan"
                            + " above, in the squares of a chessboard below. Of more than two sources, one each, numbered.")
    private Optional<Path> overlay = Optional.empty();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the transforms here, and not to alignment.json in DIR.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--report",
            description = "Of a dataset: list how far each source of each scene is off, trusted or not, and the mean.")
    private boolean report;

    @Option(
            names = "--rig",
            description =
                    "Of a dataset of cameras fixed to each other: take one motion for all scenes, the median of those"
                            + " that are trusted, and name the scenes that have another.")
    private boolean rig;

    @Option(names = "--replace", description = "Let output replace files that are there already; not for datasets.")
    private boolean replace;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        if (GivenDataset.isNamedBy(sources, folders)) {
            return alignDataset();
        }
        require(!report && !rig, "--report, --rig: are for datasets; expected a folder or a YAML file");
        return alignImages();
    }

    private int alignImages() throws IOException {
        List<SourcePage> pages = GivenPages.of(command, sources, reading.toOptions());
        SourceAligner aligner = options.aligner(pages, task);
        AlignedFiles files = files(pages);
        List<Path> read = Stream.concat(sources.stream(), options.files()).toList();
        files.require(command, read, replace);
        PageSources images = new PageSources(SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT), pages);
        try {
            write(files, images, aligner.align(images.names(), images));
            return 0;
        } catch (UntrustedAlignmentException e) {
            e.lines().forEach(error()::println);
            return 1;
        }
    }

    private int alignDataset() throws IOException, InterruptedException {
        require(
                format.isEmpty() && overlay.isEmpty() && !replace,
                "--format, --overlay, --replace: are for images; expected none of them with a dataset");
        require(output.isPresent() || report || rig, "expected -o DIR, --report or --rig with a dataset, found none");
        require(json.isEmpty() || rig, "--json: is for images, or for the one motion of --rig");
        GivenDataset given = GivenDataset.read(
                folders.isGiven() ? folders.places(sources.stream().findFirst(), "DATASET") : sources);
        Optional<Path> transforms =
                json.or(() -> output.filter(folder -> rig).map(folder -> folder.resolve(AlignedFiles.TRANSFORMS)));
        if (output.isPresent()) {
            given.requireOutside(command, "-o ", output.get());
            GuardedFolder.requireNew(output.get(), "");
        }
        if (json.isPresent()) {
            requireFree(json.get(), given.scenes());
        }
        DatasetNotes.print(given.scenes(), verbose, error());
        SourceAligner aligner = options.aligner(task.or(() -> given.scenes().task()));
        try (TerminalProgress progress = new TerminalProgress(error(), "aligning", "scenes")) {
            DatasetAlignment work = new DatasetAlignment(
                    given.scenes(),
                    aligner,
                    SourceReading.of(reading.toOptions(), SourcePreparation.DEFAULT),
                    pngCompression.in(WriteOptions.DEFAULT),
                    progress);
            return align(given.scenes(), work, transforms);
        }
    }

    private void requireFree(Path file, Dataset dataset) throws IOException {
        require(
                dataset.scenes().stream()
                        .flatMap(scene -> scene.allFiles().stream())
                        .noneMatch(source -> Usage.isSameFile(source, file)),
                file + ": is read by this command; expected another file for --json");
        if (Files.exists(file)) {
            throw new IOException(file + ": is there already; expected another place for --json");
        }
        AtomicFile.requireWritable(file);
    }

    private int align(Dataset dataset, DatasetAlignment work, Optional<Path> transforms)
            throws IOException, InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        if (report || rig) {
            work.estimate();
        }
        if (report) {
            work.report().forEach(out::println);
        }
        Optional<FoundAlignment> one = rig ? Optional.of(work.rig()) : Optional.empty();
        one.ifPresent(found -> found.lines().forEach(out::println));
        if (output.isPresent()) {
            AtomicFile.makeFolder(output.get());
            if (one.isPresent()) {
                work.write(output.get(), one.get());
            } else {
                work.write(output.get());
            }
            int scenes = dataset.scenes().size();
            List<String> failed = work.failed();
            out.println(
                    scenes - failed.size() + " of " + Words.counted(scenes, "scene") + " aligned into " + output.get()
                            + (failed.isEmpty() ? "" : "; not aligned: " + String.join(", ", Words.shortened(failed))));
        }
        if (one.isPresent() && transforms.isPresent()) {
            FoundAlignment found = one.get();
            AtomicFile.write(
                    transforms.get(),
                    Json.content(found.alignment().file(Versions.dynafuse(), found.names(), found.crop())));
        }
        return work.failed().isEmpty() ? 0 : 1;
    }

    private void requireSense() {
        require(
                !folders.isGiven() || sources.size() <= 1,
                "--sources: expected one DATASET or none beside it, found " + sources.size() + " images or folders");
        require(
                folders.isGiven() || !sources.isEmpty(),
                "expected 2 or more source images, found 0; a folder or a YAML file would stand for many scenes");
        reading.requireSense();
        options.requireSense();
        require(
                Stream.of(output, overlay, json)
                        .flatMap(Optional::stream)
                        .noneMatch(file -> file.toString().isEmpty()),
                "expected the name of a file, found an empty one");
        require(
                format.isEmpty() || format.get() == ImageFormat.PNG || format.get() == ImageFormat.TIFF,
                "--format: expected png or tif, which keep what images hold, found "
                        + format.map(found -> found.extensions().get(0)).orElse(""));
        require(format.isEmpty() || output.isPresent(), "--format: is for images; expected -o DIR to write them to");
        format.ifPresent(given -> pngCompression.requireFor(command, given, "--format"));
        overlay.ifPresent(file -> require(
                ImageFormat.ofName(file)
                        .filter(named -> named.writableDepths().contains(SampleDepth.BITS_8))
                        .isPresent(),
                "--overlay " + file + ": expected a name that ends in .png, .jpg or .tif"));
    }

    private AlignedFiles files(List<SourcePage> pages) throws IOException {
        List<SampleDepth> depths = new ArrayList<>();
        for (SourcePage page : pages) {
            ImageHeader header = page.header(reading.toOptions());
            require(
                    format.isEmpty() || format.get().writableDepths().contains(header.depth()),
                    "--format png: cannot carry the floats of " + page + "; expected tif");
            depths.add(header.depth());
        }
        return AlignedFiles.of(output, pages, depths, format, json, overlay);
    }

    private void write(AlignedFiles files, PageSources images, FoundAlignment found) throws IOException {
        try (PreparedFiles prepared = new PreparedFiles()) {
            files.prepare(found, images, pngCompression.in(WriteOptions.DEFAULT), prepared);
            prepared.commit();
        }
        Stream.concat(images.notes().stream(), found.notes().stream())
                .forEach(note -> error().println("note: " + note));
        PrintWriter out = command.commandLine().getOut();
        found.lines().forEach(out::println);
        output.ifPresent(folder -> out.println(folder + ": " + images.pages().size() + " images of "
                + found.canvas().width() + "x" + found.canvas().height()));
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
