package io.dynafuse.web;

import io.dynafuse.align.OffsetCheck;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.dominability.Space;
import io.dynafuse.files.OneLine;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.FusionProgress;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.Resampling;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.FusionReport;
import io.dynafuse.report.FusionSetup;
import io.dynafuse.report.SourceFacts;
import io.dynafuse.report.WrittenFiles;
import io.dynafuse.task.Role;
import io.dynafuse.task.RoleGuess;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskChoice;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does what a client asked for, as the command {@code dynafuse fuse} does it. */
final class FusionWork {
    /** The longest side of a preview. */
    private static final int PREVIEW_SIDE = 480;

    /** Images of fewer pixels are fused at once, as a preview would not be there much sooner. */
    private static final long LARGE = 600_000;

    private final Fusion fusion;
    private final Settings settings;
    private final StoredScene scene;
    private final CheckpointSource checkpoint;
    private final TaskChoice choice;
    private final SourceImages sources;

    private FusionWork(Fusion fusion, SourceImages sources, TaskChoice choice, CheckpointSource checkpoint) {
        this.fusion = fusion;
        this.settings = fusion.settings();
        this.scene = fusion.scene();
        this.sources = sources;
        this.choice = choice;
        this.checkpoint = checkpoint;
    }

    /**
     * Fuses, and says on the way how far it is.
     *
     * @throws java.util.concurrent.CancellationException if it was ended meanwhile
     */
    static Fusion.Made run(Fusion fusion, Checkpoints checkpoints) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Settings settings = fusion.settings();
        StoredScene scene = fusion.scene();
        fusion.advance("reading", 0, 1);
        List<Role> given = settings.givenRoles();
        SourceImages read = SourceReading.of(StoredScene.reading(), settings.preparation())
                .read(
                        scene.pages(),
                        given.isEmpty()
                                ? Collections.nCopies(scene.pages().size(), Optional.empty())
                                : given.stream().map(Optional::of).toList());
        TaskChoice choice = choice(settings, checkpoints, read);
        Task task = choice.task().orElseThrow();
        SourceImages ready = (given.isEmpty() ? read.inRoles(RoleGuess.of(task, read.images())) : read)
                .stretched(settings.preparation().task(choice.task()));
        FusionWork work = new FusionWork(
                fusion,
                ready,
                choice,
                checkpoints.choose(
                        settings.checkpoint(), choice.task(), ready.images().size()));
        return work.fuse(start);
    }

    private static TaskChoice choice(Settings settings, Checkpoints checkpoints, SourceImages read) throws IOException {
        Optional<Task> given = settings.givenTask();
        if (given.isEmpty() && settings.checkpoint().isPresent()) {
            Optional<Task> said = Checkpoints.task(checkpoints.choose(settings.checkpoint(), given, 0));
            if (said.isPresent()) {
                return TaskChoice.ofCheckpoint(said.get(), read.images().size());
            }
        }
        return TaskChoice.of(given, read.images());
    }

    private Fusion.Made fuse(long start) throws IOException, InterruptedException {
        // Only this one: that of the scene may have been deleted.
        Files.createDirectory(fusion.folder());
        List<Image> images = sources.images();
        if (settings.preview().orElse(false)
                && (long) images.get(0).width() * images.get(0).height() > LARGE) {
            preview(images);
        }
        fusion.advance("fusing", 0, 1);
        OffsetCheck offset = OffsetCheck.of(choice, scene.names(), images, 1);
        SampleDepth depth = depth();
        try (Fuser fuser = fuser(
                depth, settings.weights().orElse(false), (done, total) -> fusion.advance("fusing", done, total))) {
            FusedImage fused = fuser.fuse(images, sources.allRoles());
            fusion.advance("writing", 0, 1);
            return write(fused, fuser, offset, start);
        }
    }

    private void preview(List<Image> images) throws IOException, InterruptedException {
        fusion.advance("preview", 0, 1);
        List<Image> small = images.parallelStream()
                .map(image -> Resampling.within(image, PREVIEW_SIDE))
                .toList();
        try (Fuser fuser = fuser(SampleDepth.BITS_8, false, (done, total) -> fusion.advance("preview", done, total))) {
            Path file = fusion.folder().resolve("preview.png");
            Storage.write(fuser.fuse(small, sources.allRoles()).image(), file);
            fusion.preview(file);
        }
    }

    private Fuser fuser(SampleDepth depth, boolean weights, FusionProgress progress) throws IOException {
        Fuser.Builder builder =
                Fuser.with(checkpoint).space(space()).depth(depth).progress(progress);
        choice.task().ifPresent(builder::task);
        settings.outputRange().ifPresent(builder::range);
        if (settings.keepChroma().orElse(false)) {
            builder.keepChroma();
        }
        String words = settings.dominabilityWords();
        if (!words.isEmpty()) {
            builder.dominability(usual -> usual.with(words));
        }
        if (settings.isStatic()) {
            builder.withoutWeights();
        } else if (weights) {
            builder.keepWeightMaps();
        }
        return builder.open();
    }

    private Space space() {
        return settings.spaceOr(settings.checkpoint().isPresent() ? Space.FEATURES : Space.IMAGE);
    }

    private SampleDepth depth() {
        return settings.writtenFormat().depthFor(settings.givenDepth().orElse(sources.deepest()));
    }

    private Fusion.Made write(FusedImage fused, Fuser fuser, OffsetCheck offset, long start) throws IOException {
        long written = System.nanoTime();
        ImageFormat format = settings.writtenFormat();
        Path folder = fusion.folder();
        String name = "fused." + format.extensions().get(0);
        Path file = folder.resolve(name);
        Storage.write(fused.image(), file, format, settings.writeOptions());
        Path view = file;
        if (format != ImageFormat.JPEG
                && !(format == ImageFormat.PNG && fused.image().depth() == SampleDepth.BITS_8)) {
            view = folder.resolve("view.png");
            Files.write(view, StoredScene.png(fused.image()));
        }
        List<Path> weights = new ArrayList<>();
        for (int m = 0; m < fused.weightMaps().size(); m++) {
            Path map = folder.resolve((m + 1) + "-weight.png");
            Storage.write(fused.weightMaps().get(m), map);
            weights.add(map);
        }
        WrittenFiles files = new WrittenFiles(
                name,
                fused.image().depth(),
                weights.stream().map(map -> map.getFileName().toString()).toList(),
                List.of(),
                List.of(),
                ImageFiles.notCarried(fused.image(), format),
                Duration.ofNanos(System.nanoTime() - written));
        FusionReport report = FusionReport.of(scene.named(SourceFacts.of(sources)), fused, files);
        FusionSetup setup = FusionSetup.of(fuser, checkpoint, choice, Precision.FP32, Device.CPU);
        Image image = fused.image();
        return new Fusion.Made(
                new Fusion.ImageView(
                        image.width(),
                        image.height(),
                        image.channels(),
                        image.depth().word(),
                        type(format),
                        name,
                        Files.size(file)),
                file,
                view,
                List.copyOf(weights),
                report.json(setup).getBytes(StandardCharsets.UTF_8),
                choice.task().orElseThrow().word(),
                FusionReport.method(
                        fuser, settings.checkpoint().isPresent() ? "" : " " + checkpoint.shortName(), fused),
                command(name),
                (System.nanoTime() - start) / 1e9,
                Stream.of(choice.note().stream(), offset.note().stream(), depthNote(name), report.notes().stream())
                        .flatMap(notes -> notes)
                        .map(scene::named)
                        .toList());
    }

    /** What the format loses of the depth that the sources have, or that was asked for. */
    private Stream<String> depthNote(String name) {
        SampleDepth wanted = settings.givenDepth().orElse(sources.deepest());
        SampleDepth carried = settings.writtenFormat().depthFor(wanted);
        return carried.compareTo(wanted) < 0
                ? Stream.of(name + " carries " + carried.description() + ", less than the " + wanted.description()
                        + " of the sources; tif carries any")
                : Stream.empty();
    }

    /** The command line that makes the same image. */
    private String command(String output) {
        List<String> words = new ArrayList<>(List.of("dynafuse", "fuse"));
        scene.uploads()
                .forEach(upload -> words.add(upload.name().startsWith("-") ? "./" + upload.name() : upload.name()));
        words.addAll(List.of("-o", output));
        choice.task().ifPresent(task -> words.addAll(List.of("--task", task.word())));
        words.addAll(settings.arguments());
        return words.stream().map(FusionWork::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._,/:=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The media type of a format. */
    static String type(ImageFormat format) {
        return switch (format) {
            case JPEG -> "image/jpeg";
            case TIFF -> "image/tiff";
            case PFM -> "image/x-portable-floatmap";
            default -> "image/png";
        };
    }

    /** What a failure means to a client. */
    static Problem problem(Throwable failure, StoredScene scene) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (Storage.isFull(failure)) {
            return Storage.full().problem();
        }
        if (failure instanceof OutOfMemoryError) {
            return Problem.of(503, "the memory of the service does not suffice; expected smaller images");
        }
        return failure instanceof IOException
                        || failure instanceof IllegalArgumentException
                        || failure instanceof IllegalStateException
                ? Problem.of(422, scene.named(OneLine.of(failure)))
                : Problem.of(500, "the service failed, which is a fault in it");
    }
}
