package io.dynafuse.cli;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.files.WholeFile;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.InsufficientMemoryException;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.model.Network;
import io.dynafuse.model.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Processor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fuses image files. */
@Command(
        name = "fuse",
        description = "Fuses two or more registered images of one scene into one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class FuseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description = "two or more: PNG, JPEG, TIFF, BMP, PGM, PPM or PFM")
    private List<Path> sources = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The fused image: .png, .jpg, .tif or .pfm.")
    private Path output;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "visible-infrared, medical, multi-exposure or multi-focus: chooses the default dominability.")
    private Optional<Task> task = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "The network (see `dynafuse models`); recognised from the weights and their file name if not given.")
    private Optional<Network> network = Optional.empty();

    @Option(names = "--weights", paramLabel = "FILE", description = "The network's checkpoint: safetensors or PyTorch.")
    private Optional<Path> weights = Optional.empty();

    @Option(names = "--static", description = "Fuse as the network was trained, without dynamic weights.")
    private boolean fuseStatically;

    @Mixin
    private DominabilityOptions dominability;

    @Option(
            names = "--depth",
            paramLabel = "8|16|float",
            description = "Bits per sample of the result; the deepest source's if not given.")
    private Optional<OutputDepth> depth = Optional.empty();

    @Option(
            names = "--save-weights",
            paramLabel = "DIR",
            description = "Write each source's weights as images into this folder.")
    private Optional<Path> weightMaps = Optional.empty();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write what was done, with what, and how long it took.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "The memory to stay within as far as can be foreseen, such as 800MB or 4GB; tiles are made"
                    + " as small as that takes. "
                    + "Half of the machine's, at most 4GB, if not given.")
    private Optional<MemorySize> memory = Optional.empty();

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16",
            description = "What the network computes in; fp32 if not given.")
    private Precision precision = Precision.FP32;

    @Option(names = "--device", paramLabel = "cpu|cuda", description = "Where the network runs; cpu if not given.")
    private Device device = Device.CPU;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the network; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private ReadLimitOptions limits;

    @Option(names = "--verbose", description = "Say what runs, and print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        requireWritable();
        SourceImages images = SourceImages.read(sources, limits.toLimits());
        prepareEngine();
        try (TerminalProgress progress = new TerminalProgress(error(), "fusing", "tiles");
                Fuser fuser = fuser(progress, images)) {
            FusedImage fused = fuse(fuser, images);
            progress.close();
            fused.notes().forEach(note -> error().println("note: " + note));
            finish(images, fused, fuser.network());
        }
        return 0;
    }

    private static FusedImage fuse(Fuser fuser, SourceImages images) throws InterruptedException {
        try {
            return fuser.fuse(images.images());
        } catch (InsufficientMemoryException e) {
            throw new IllegalStateException("--memory: " + e.getMessage(), e);
        }
    }

    private FusionFiles files() {
        return FusionFiles.of(output, weightMaps, sources);
    }

    private void finish(SourceImages images, FusedImage fused, Network chosen) throws IOException {
        FusionFiles files = files();
        FusionSummary summary;
        try (PreparedFiles prepared = new PreparedFiles()) {
            Duration writeTime = files.prepare(fused, prepared);
            summary = new FusionSummary(images, fused, files, writeTime, chosen);
            if (json.isPresent()) {
                prepared.add(summary.report(weights.orElseThrow(), task, precision, device)
                        .prepare(json.get()));
            }
            prepared.commit();
        }
        if (verbose) {
            summary.times().forEach(error()::println);
        }
        command.commandLine().getOut().println(summary.line());
    }

    private Fuser fuser(TerminalProgress progress, SourceImages images) throws IOException {
        Fuser.Builder builder = Fuser.with(weights.orElseThrow())
                .dominability(this::changed)
                .precision(precision)
                .device(device)
                .progress(progress);
        task.ifPresent(builder::task);
        network.ifPresent(builder::network);
        builder.depth(resultDepth(images));
        memory.ifPresent(size -> builder.memory(size.bytes()));
        weightMaps.ifPresent(folder -> builder.keepWeightMaps());
        return (fuseStatically ? builder.withoutWeights() : builder).open();
    }

    /** The depth asked for or that of the deepest source, as far as the output's format can carry it. */
    private SampleDepth resultDepth(SourceImages images) throws IOException {
        SampleDepth wanted = depth.map(OutputDepth::toSampleDepth).orElseGet(images::deepest);
        SampleDepth carried = ImageFormat.forWriting(output).depthFor(wanted);
        if (carried.compareTo(wanted) < 0) {
            error().println("note: " + output + " carries "
                    + OutputDepth.of(carried).description() + ", less than the "
                    + OutputDepth.of(wanted).description() + " of the sources; .tif carries any");
        }
        return carried;
    }

    private void prepareEngine() {
        Engine.useThreads(threads.orElseGet(() -> Runtime.getRuntime().availableProcessors()));
        if (device == Device.CUDA && !Engine.hasCuda()) {
            throw new IllegalStateException("--device cuda: the engine finds no NVIDIA GPU; expected one and a build"
                    + " with DYNAFUSE_BUILD=-Pcuda (see README.md), or --device cpu");
        }
        if (device == Device.CPU && precision == Precision.BF16 && !Processor.hasBfloat16()) {
            throw new IllegalStateException(
                    "--precision bf16: this processor is not known to have AVX512_BF16, without which it is slower;"
                            + " expected --precision fp32");
        }
    }

    private void requireSense() {
        require(sources.size() >= 2, "expected 2 or more source images, found " + sources.size());
        require(
                weights.isPresent(),
                "no weights come with dynafuse yet: expected --weights FILE, a checkpoint of a network that"
                        + " `dynafuse models` lists");
        require(
                !fuseStatically || !dominability.isGiven() && weightMaps.isEmpty(),
                "--static fuses without weights: expected neither --save-weights nor an option of the weights with it");
        requireNamed(sources.stream());
        requireNamed(Stream.of(weights, weightMaps, json, Optional.of(output)).flatMap(Optional::stream));
        Usage.requireThreads(command, threads);
        limits.requireSense();
        requireSensibleDominability();
        requireOutputFormat();
        requireOutputsApart();
    }

    private void requireSensibleDominability() {
        try {
            dominability.requireRanges();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        // With the reference that goes with most; what goes with the network's own shows once it is known.
        changed(Dominability.of(Reference.FUSED));
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
        depth.map(OutputDepth::toSampleDepth)
                .ifPresent(chosen -> require(
                        format.writableDepths().contains(chosen),
                        "--depth " + depth.get() + ": " + format + " cannot carry it; expected .tif for any depth"));
    }

    /** No output may land on a file that this run reads, nor on another output. */
    private void requireOutputsApart() {
        List<Path> taken = new ArrayList<>(sources);
        weights.ifPresent(taken::add);
        weightMaps.ifPresent(taken::add);
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
            WholeFile.requireWritable(json.get());
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
