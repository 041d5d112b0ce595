package io.dynafuse.cli;

import io.dynafuse.align.OffsetCheck;
import io.dynafuse.data.Dataset;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Space;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.FusionProgress;
import io.dynafuse.fusion.InsufficientMemoryException;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.preparation.Registration;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.ConstantName;
import io.dynafuse.report.FusionReport;
import io.dynafuse.report.FusionSetup;
import io.dynafuse.report.SourceFacts;
import io.dynafuse.task.Role;
import io.dynafuse.task.RoleGuess;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fuses image files. */
@Command(
        name = "fuse",
        description = {
            "Fuses two or more images of one scene into one, or every scene of a dataset: registered ones, or those that"
                    + " --align moves onto each other.",
            "",
            "A dataset is two folders or more, one a source, or a folder of scenes, whose layout is recognised by names, or"
                    + " described by a dataset.yaml.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class FuseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description =
                    "two or more: PNG, JPEG, TIFF, BMP, PGM, PPM or PFM; or one file of several pages; or a folder"
                            + " for each source; or one dataset: a folder or YAML file")
    private List<Path> sources = List.of();

    @Mixin
    private SourcesOption folders;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description =
                    "The fused image: .png, .jpg, .tif or .pfm, in .png and .tif transparent where no source has data; of a"
                            + " dataset, the folder of the fused images.")
    private Path output;

    @Option(
            names = "--format",
            paramLabel = "png|jpg|tif|pfm",
            description = "What the fused images of a dataset are written as; png if not given.")
    private Optional<ImageFormat> format = Optional.empty();

    @Option(
            names = "--quality",
            paramLabel = "1..100",
            description =
                    "Of JPEG output: 1 is the smallest file, 100 the closest to the fused image; 95 if not given.")
    private Optional<Integer> quality = Optional.empty();

    @Mixin
    private PngCompression pngCompression;

    @Mixin
    private RolesOption roles;

    @Mixin
    private NetworkOptions network;

    @Option(names = "--static", description = "Fuse as the network was trained, without dynamic fusion weights.")
    private boolean fuseStatically;

    @Mixin
    private PromptOptions prompts;

    @Mixin
    private DominabilityOptions dominability;

    @Option(
            names = "--depth",
            paramLabel = "8|16|float",
            description = "Bits per sample of the result; the deepest source's if not given.")
    private Optional<SampleDepth> depth = Optional.empty();

    @Option(
            names = "--align",
            arity = "0..1",
            fallbackValue = "require",
            preprocessor = TryOnly.class,
            paramLabel = "try",
            description =
                    "Move the sources onto each other before they are fused; see dynafuse align --help. Where that"
                            + " cannot be trusted, nothing is fused, or the sources as they are with --align=try.")
    private AlignMode align = AlignMode.NONE;

    @Mixin
    private AlignOptions aligning;

    @Option(
            names = "--save-fusion-weights",
            paramLabel = "DIR",
            description =
                    "Write each source's fusion weights as images into this folder; of a dataset, into a folder in it"
                            + " for each scene.")
    private Optional<Path> weightMaps = Optional.empty();

    @Option(
            names = "--save-loss-maps",
            paramLabel = "DIR",
            description =
                    "Write what the loss that a refusion learned asks of the fused image into this folder, as images of w (values) and"
                            + " v (edges) of each source; of a dataset, into a folder in it for each scene. With a checkpoint of"
                            + " `dynafuse train refusion`.")
    private Optional<Path> lossMaps = Optional.empty();

    @Option(
            names = "--save-prompts",
            paramLabel = "DIR",
            description =
                    "TC-MoA: write how much each of its layers takes of each source into this folder, as images; of a dataset, into a"
                            + " folder in it for each scene.")
    private Optional<Path> promptMaps = Optional.empty();

    @Option(
            names = "--depth-map",
            paramLabel = "FILE",
            description =
                    "Of a focus stack: write where in the stack each pixel is sharp, as 16 bits, 0 for the first image and"
                            + " 65535 for the last: .png or .tif.")
    private Optional<Path> depthMap = Optional.empty();

    @Option(names = "--skip-bad", description = "Name images that cannot be read, and fuse the others, two or more.")
    private boolean skipBad;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write what was done, with what, and how long it took.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--replace",
            description = "Let a dataset's fused images and maps replace those that are there already.")
    private boolean replace;

    @Mixin
    private PreparationOptions preparation;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Say what runs, and print a stack trace if something goes wrong.")
    private boolean verbose;

    /** Leaves the word behind {@code --align} alone, which is an image, unless it is {@code try}. */
    private static final class TryOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> attached) {
            boolean hasValue = "=".equals(attached.get("separator"))
                    || !words.isEmpty() && words.peek().equals(ConstantName.of(AlignMode.TRY));
            if (!hasValue) {
                option.setValue(AlignMode.REQUIRE);
            }
            return !hasValue;
        }
    }

    /** So many are decoded at once, as reading each anew would take longer. */
    private static final int MOST_IN_MEMORY = 4;

    // So many bytes of images that a collection of garbage takes a small part of the time of their fusion.
    private static final long LARGE = 64L << 20;

    // The images to fuse if no dataset is given.
    private List<SourcePage> pages = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        if (ofDataset()) {
            return fuseDataset();
        }
        pages = GivenPages.of(command, sources, reading.toOptions());
        if (skipBad) {
            pages = SourceStack.readable(unalignedReading(), pages, note -> error().println("note: " + note));
            require(pages.size() >= 2, "--skip-bad: expected 2 or more images that can be read, found " + pages.size());
        }
        preparation.requireSense(pages.size());
        roles.requireSense(pages.size(), network.task());
        return fuseImages();
    }

    private int fuseImages() throws IOException, InterruptedException {
        requireOutputFormat();
        requireOutputsApart();
        requireWritable();
        try {
            return isStack() ? fuseStack() : fuseAtOnce();
        } catch (UntrustedAlignmentException e) {
            e.lines().forEach(error()::println);
            return 1;
        }
    }

    private int fuseAtOnce() throws IOException, InterruptedException {
        SourceImages images = read(pages);
        if (reading.toOptions().page().isPresent()
                && pages.stream().allMatch(one -> one.page().isEmpty())) {
            error().println("note: --page: every source holds one image, which is fused");
        }
        TaskChoice choice = choice(images);
        // The images as they were read are not kept beside those that are fused.
        images = roles.completed(images, choice.task())
                .stretched(preparation.preparation().task(choice.task()));
        SourceImages ready = images;
        OffsetCheck offset =
                align == AlignMode.NONE ? OffsetCheck.of(choice, ready.files(), ready.images(), 1) : OffsetCheck.none();
        return fuse(SourceFacts.of(ready), choice, offset, fuser -> fuser.fuse(ready.images(), ready.allRoles()));
    }

    /** Whether there are so many images that they are read one after the other. */
    private boolean isStack() {
        return pages.size() > MOST_IN_MEMORY && inImages() && !preparation.isGiven();
    }

    private int fuseStack() throws IOException, InterruptedException {
        Optional<AlignedSources> how = alignment();
        Optional<StackAlignment> found = how.isPresent()
                ? Optional.of(StackAlignment.of(how.get(), new PageSources(unalignedReading(), pages)))
                : Optional.empty();
        SourceStack stack = SourceStack.of(unalignedReading(), pages, found);
        Optional<Task> given = network.task().or(() -> roles.task());
        TaskChoice choice = network.said(TaskChoice.known(given, pages.size()))
                .orElseGet(() -> TaskChoice.of(given, stack.thumbnails()));
        List<Optional<Role>> known = roles.isGiven()
                ? roles.of(pages.size())
                : RoleGuess.of(choice.task().orElseThrow(), stack.thumbnails());
        OffsetCheck offset = align == AlignMode.NONE
                ? OffsetCheck.of(choice, pages, stack.thumbnails(), stack.shrunk())
                : OffsetCheck.none();
        return fuse(
                stack.facts().inRoles(known), choice, offset, fuser -> fuser.fuse(stack, PreparedSource.known(known)));
    }

    /** A fusion that is ready to run. */
    @FunctionalInterface
    private interface Run {
        FusedImage by(Fuser fuser) throws IOException, InterruptedException;
    }

    private int fuse(SourceFacts facts, TaskChoice choice, OffsetCheck offset, Run run)
            throws IOException, InterruptedException {
        requireStack(choice);
        facts.notes().forEach(note -> error().println("note: " + note));
        network.prepareEngine(error());
        try (TerminalProgress progress = new TerminalProgress(error(), "fusing", inImages() ? "rows" : "tiles");
                Fuser fuser = fuser(progress, choice, Optional.of(resultDepth(facts.deepest())))) {
            FusedImage fused = run.by(fuser);
            progress.close();
            Stream<String> ofOutput = files().notCarried(fused).stream().map(what -> output + ": " + what);
            Stream.of(choice.note().stream(), offset.note().stream(), fused.notes().stream(), ofOutput)
                    .flatMap(notes -> notes)
                    .forEach(note -> error().println("note: " + note));
            finish(facts, fused, fuser, choice);
        } catch (InsufficientMemoryException e) {
            throw new IllegalStateException("--memory: " + e.getMessage(), e);
        }
        return 0;
    }

    /** A depth map is of a focus stack only. */
    private void requireStack(TaskChoice choice) {
        require(
                depthMap.isEmpty() || choice.task().equals(Optional.of(Task.MULTI_FOCUS)),
                "--depth-map: is of a focus stack, but the task is "
                        + choice.task().map(Task::word).orElse("unknown") + "; expected --task multi-focus");
    }

    private int fuseDataset() throws IOException, InterruptedException {
        List<Path> places = places();
        DatasetFiles.requireFolders(command, places, output);
        requireDepth(datasetFormat());
        requireFormatOf(datasetFormat(), "--format");
        Dataset dataset = GivenDataset.read(places).scenes();
        preparation.requireSense(dataset);
        DatasetFiles files = new DatasetFiles(output, datasetFormat(), writeOptions(), mapFolders());
        files.requireApart(command, dataset, places, network.checkpointFile(), json);
        files.requireWritable();
        if (!replace) {
            files.requireNew(dataset);
        }
        if (json.isPresent()) {
            AtomicFile.requireWritable(json.get());
            JsonFile.requireReplaceable(json.get());
        }
        DatasetNotes.print(dataset, verbose, error());
        TaskChoice choice = choice(dataset);
        choice.note().ifPresent(note -> error().println("note: " + note));
        network.prepareEngine(error());
        DatasetReport report = new DatasetReport(dataset);
        try (TerminalProgress progress = new TerminalProgress(error(), "fusing", "scenes");
                Fuser fuser = fuser((done, total) -> {}, choice, datasetDepth())) {
            files.make();
            DatasetFusion fusion = new DatasetFusion(
                    fuser,
                    files,
                    unalignedReading()
                            .with(preparation.preparation().task(choice.task()).registration(ofScenes(choice.task()))),
                    progress,
                    verbose,
                    report);
            Optional<FusionSetup> setup =
                    json.isPresent() ? Optional.of(network.setup(fuser, choice)) : Optional.empty();
            boolean complete = fusion.run(dataset);
            progress.close();
            if (setup.isPresent()) {
                report.write(json.get(), setup.get());
            }
            command.commandLine().getOut().println(fusion.line(dataset));
            return complete ? 0 : 1;
        }
    }

    /** The places of a dataset: one, or one for each source. */
    private List<Path> places() {
        return folders.isGiven() ? folders.places(sources.stream().findFirst(), "DATASET") : sources;
    }

    private TaskChoice choice(SourceImages images) throws IOException {
        Optional<Task> given = network.task().or(() -> roles.task());
        TaskChoice known = TaskChoice.known(given, images.images().size());
        Optional<TaskChoice> said = network.said(known);
        return said.isPresent() || !needsTask() ? said.orElse(known) : TaskChoice.of(given, images.images());
    }

    private TaskChoice choice(Dataset dataset) throws IOException {
        TaskChoice known = dataset.knownTask(network.task());
        Optional<TaskChoice> said = network.said(known);
        return said.isPresent() || !needsTask()
                ? said.orElse(known)
                : dataset.chooseTask(network.task(), reading(ofScenes(Optional.empty())));
    }

    /** Whether the result depends on the task: by the dominability, the checkpoint, or the roles of the sources. */
    private boolean needsTask() throws IOException {
        return !fuseStatically
                || network.known()
                        .map(known -> known.network().facts().inputs().orderMatters())
                        .orElse(true);
    }

    /** Of images as they are in their files. */
    private SourceReading unalignedReading() {
        return network.reading(reading.toOptions(), preparation.preparation());
    }

    private SourceReading reading(Registration registration) {
        return network.reading(reading.toOptions(), preparation.preparation().registration(registration));
    }

    /** How the images are aligned; empty if they are not to be. */
    private Optional<AlignedSources> alignment() throws IOException {
        Optional<Task> known = network.task().or(() -> roles.task());
        return align == AlignMode.NONE
                ? Optional.empty()
                : Optional.of(new AlignedSources(aligning.aligner(pages, known), align == AlignMode.REQUIRE));
    }

    /** How the sources of scenes are aligned. */
    private Registration ofScenes(Optional<Task> task) throws IOException {
        return align == AlignMode.NONE
                ? Registration.NONE
                : new AlignedSources(aligning.aligner(network.task().or(() -> task)), align == AlignMode.REQUIRE);
    }

    private SourceImages read(List<SourcePage> chosen) throws IOException {
        try {
            Registration registration =
                    alignment().map(Registration.class::cast).orElse(Registration.NONE);
            SourceImages images = reading(registration).read(chosen, roles.of(chosen.size()));
            leaveNoGarbage(images);
            return images;
        } catch (InsufficientMemoryException e) {
            throw new IllegalStateException("--memory: " + e.getMessage(), e);
        }
    }

    /** Decoding leaves as much as the images take, which Java would keep beside them until its heap is full. */
    private static void leaveNoGarbage(SourceImages read) {
        if (read.images().stream().mapToLong(Image::byteSize).sum() > LARGE) {
            System.gc();
        }
    }

    private FusionFiles files() {
        return FusionFiles.of(
                output,
                writeOptions(),
                mapFolders(),
                depthMap,
                pages.stream().map(SourcePage::file).toList());
    }

    private FusionFiles.Folders mapFolders() {
        return new FusionFiles.Folders(weightMaps, lossMaps, promptMaps);
    }

    private void finish(SourceFacts facts, FusedImage fused, Fuser fuser, TaskChoice choice) throws IOException {
        FusionFiles files = files();
        FusionReport report;
        try (PreparedFiles prepared = new PreparedFiles()) {
            Duration writeTime = files.prepare(fused, prepared);
            report = FusionReport.of(
                    facts, fused, files.written(fused, fused.image().depth(), writeTime));
            if (json.isPresent()) {
                String text = report.json(network.setup(fuser, choice));
                prepared.add(AtomicFile.prepare(json.get(), AtomicFile.Content.of(text)));
            }
            prepared.commit();
        }
        if (verbose) {
            error().println("checkpoint " + network.checkpoint(choice).name());
            FusionSummary.times(report).forEach(error()::println);
        }
        FusionSummary summary = new FusionSummary(facts, fused, report, method(fuser, choice, fused));
        command.commandLine().getOut().println(summary.line());
    }

    private String method(Fuser fuser, TaskChoice choice, FusedImage fused) throws IOException {
        return FusionReport.method(
                fuser,
                network.isCheckpointGiven()
                        ? ""
                        : " " + network.checkpoint(choice).shortName(),
                fused);
    }

    private Fuser fuser(FusionProgress progress, TaskChoice choice, Optional<SampleDepth> fixedDepth)
            throws IOException {
        Fuser.Builder builder =
                prompts.configure(network.fuser(choice)).space(space()).progress(progress);
        if (dominability.isGiven() || weightMaps.isPresent()) {
            builder.dominability(this::changed);
        }
        fixedDepth.ifPresent(builder::depth);
        weightMaps.ifPresent(folder -> builder.keepWeightMaps());
        lossMaps.ifPresent(folder -> builder.keepLossMaps());
        promptMaps.ifPresent(folder -> builder.keepPromptMaps());
        depthMap.ifPresent(file -> builder.depthMap());
        return (fuseStatically ? builder.withoutWeights() : builder).open();
    }

    /** Whether weights act on the images themselves. */
    private boolean inImages() {
        return !fuseStatically && space() == Space.IMAGE;
    }

    private Space space() {
        return dominability.space(network.usualSpace());
    }

    /** The depth asked for, or that of the deepest source, as far as the output's format can hold it. */
    private SampleDepth resultDepth(SampleDepth deepest) throws IOException {
        SampleDepth wanted = depth.orElse(deepest);
        SampleDepth carried = ImageFormat.forWriting(output).depthFor(wanted);
        if (carried.compareTo(wanted) < 0) {
            error().println("note: " + output + " carries "
                    + carried.description() + ", less than the "
                    + wanted.description() + " of the sources; .tif carries any");
        }
        return carried;
    }

    private ImageFormat datasetFormat() {
        return format.orElse(ImageFormat.PNG);
    }

    /** The depth of all images of a dataset, if it does not depend on their sources. */
    private Optional<SampleDepth> datasetDepth() {
        Set<SampleDepth> writable = datasetFormat().writableDepths();
        return depth.or(() -> writable.stream().findFirst().filter(only -> writable.size() == 1));
    }

    private void requireSense() {
        require(
                !folders.isGiven() || sources.size() <= 1,
                "--sources: expected one DATASET or none beside it, found " + sources.size() + " images or folders");
        require(
                ofDataset() || !sources.isEmpty(),
                "expected 2 or more source images, found 0; a folder or a YAML file would stand for many scenes");
        network.requireSense();
        prompts.requireSense();
        require(
                !fuseStatically || !dominability.isGiven() && weightMaps.isEmpty(),
                "--static fuses without fusion weights: expected neither --save-fusion-weights nor an option that shapes them with it");
        requireNamed(sources.stream());
        requireNamed(Stream.of(weightMaps, lossMaps, promptMaps, depthMap, json, Optional.of(output))
                .flatMap(Optional::stream));
        reading.requireSense();
        requireSensibleAlignment();
        requireSensibleDominability();
        require(
                !roles.isGiven() || !ofDataset(),
                "--roles: is for images; the names in a dataset, or its dataset.yaml, say the roles");
        require(
                depthMap.isEmpty() || !ofDataset(),
                "--depth-map: is for the images of one stack; a dataset would give many depth maps");
        require(
                depthMap.isEmpty() || inImages(),
                "--depth-map: is made by weights on images; expected neither --static nor --space features with it");
        require(!skipBad || !ofDataset(), "--skip-bad: is for images; a bad scene of a dataset never stops the others");
        require(!replace || ofDataset(), "--replace: is for datasets; one image replaces that of OUT in any case");
        require(format.isEmpty() || ofDataset(), "--format: is for datasets; expected the extension of -o to say it");
    }

    private void requireSensibleAlignment() {
        aligning.given()
                .ifPresent(option -> require(
                        align != AlignMode.NONE, option + ": says how sources are aligned; expected --align with it"));
        aligning.requireSense();
    }

    /** Whether many scenes are fused. */
    private boolean ofDataset() {
        return GivenDataset.isNamedBy(sources, folders);
    }

    private void requireSensibleDominability() {
        try {
            dominability.requireRanges();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        // Checked with a reference that allows most options; the rest is checked once the network is known.
        Dominability any = Dominability.of(Reference.FUSED);
        changed(space() == Space.IMAGE ? any.with("image") : any);
    }

    private Dominability changed(Dominability ofNetwork) {
        try {
            return dominability.change(ofNetwork);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private void requireOutputFormat() {
        ImageFormat format;
        try {
            format = ImageFormat.forWriting(output);
        } catch (IOException e) {
            throw usage(e.getMessage());
        }
        requireDepth(format);
        requireFormatOf(format, "-o");
    }

    private WriteOptions writeOptions() {
        return pngCompression.in(
                quality.map(WriteOptions.DEFAULT::withJpegQuality).orElse(WriteOptions.DEFAULT));
    }

    /** Checks that options on how a format is written are given with that format only. */
    private void requireFormatOf(ImageFormat written, String option) {
        quality.ifPresent(chosen -> {
            require(chosen >= 1 && chosen <= 100, "--quality " + chosen + ": expected 1 to 100");
            require(
                    written == ImageFormat.JPEG,
                    "--quality: is for JPEG, but " + option + " says " + written + "; expected jpg there");
        });
        pngCompression.requireFor(command, written, option);
    }

    private void requireDepth(ImageFormat format) {
        depth.ifPresent(chosen -> require(
                format.writableDepths().contains(chosen),
                "--depth " + chosen.word() + ": " + format + " cannot carry it; expected .tif for any depth"));
    }

    /** Checks that no output replaces a file that this run reads, or another output. */
    private void requireOutputsApart() throws IOException {
        List<Path> taken = new ArrayList<>(sources);
        network.checkpointFile().ifPresent(taken::add);
        aligning.files().forEach(taken::add);
        mapFolders().all().forEach(taken::add);
        promptMaps.ifPresent(folder -> require(
                sources.stream()
                        .noneMatch(source ->
                                Usage.isSameFile(folder, source.toAbsolutePath().getParent())),
                folder + ": holds sources; expected another folder for --save-prompts"));
        Stream.concat(files().all(), json.stream()).forEach(file -> {
            taken.forEach(other -> require(
                    !Usage.isSameFile(file, other),
                    file + ": is read or written by this command already; expected another file"));
            taken.add(file);
        });
    }

    private void requireWritable() throws IOException {
        files().requireWritable();
        if (json.isPresent()) {
            AtomicFile.requireWritable(json.get());
        }
    }

    private void requireNamed(Stream<Path> files) {
        require(files.noneMatch(file -> file.toString().isEmpty()), "expected the name of a file, found an empty one");
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }

    private ParameterException usage(String message) {
        return Usage.wrong(command, message);
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
