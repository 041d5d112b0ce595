package io.dynafuse.cli;

import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.report.ConstantName;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.MedicalPair;
import io.dynafuse.scenes.Outdoors;
import io.dynafuse.scenes.Photographs;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticDataset;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes synthetic scenes. */
@Command(
        name = "synth",
        description = {
            "Makes scenes from a seed and writes them as a dataset that evaluate and fuse read.",
            "",
            "  multi-focus       near and far, or focus-1, focus-2, …; the truth is sharp all over",
            "  multi-exposure    under and over, or exposure-1, exposure-2, …; the truth shows dark and bright",
            "  visible-infrared  a colour camera and an infrared one; no truth, but where people and cars are: objects/*.xml",
            "  medical           slices of heads by MRI and CT, or MRI and PET; no truth",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class SynthCommand implements Callable<Integer> {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 16_384;
    private static final int MOST_SOURCES = 16;
    private static final long BYTES_PER_PIXEL = 600;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "visible-infrared, medical, multi-exposure or multi-focus; all of them, a folder each, if not"
                    + " given.")
    private Optional<Task> task = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description =
                    "A new or empty folder for the dataset; its dataset.yaml is written when all scenes are there.")
    private Path output;

    @Option(names = "--scenes", paramLabel = "N", description = "Number of scenes; 100 if not given.")
    private int scenes = 100;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "The size of each, 16 to 16384 pixels a side; 256x256 if not given.")
    private PictureSize size = new PictureSize(256, 256);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of all randomness; 1 if not given. The same seed gives the same files.")
    private long seed = 1;

    @Option(
            names = "--sources",
            paramLabel = "M",
            description = "multi-focus, multi-exposure: how many images each scene has, 2 to 16; 2 if not given.")
    private Optional<Integer> sources = Optional.empty();

    @Option(
            names = "--light",
            paramLabel = "LIGHT",
            description = "visible-infrared: day or night; one or the other by chance if not given.")
    private Optional<Illumination> light = Optional.empty();

    @Option(
            names = "--busy",
            description = "visible-infrared: 3 to 10 people, cars and hot spots in each scene, and not 0 to 5.")
    private boolean busy;

    @Option(names = "--pair", paramLabel = "PAIR", description = "medical: mri-ct or mri-pet; mri-ct if not given.")
    private Optional<MedicalPair> pair = Optional.empty();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "Make scenes of the photographs in this folder, which should be sharp and well exposed; those under 32"
                            + " pixels a side are skipped. Medical scenes are never made of photographs.")
    private Optional<Path> images = Optional.empty();

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        GuardedFolder.requireNew(
                output, ". A dataset that was not finished, which has no dataset.yaml, must be deleted first");
        Optional<Photographs> photographs = photographs();
        Map<Path, SceneMaker> makers = makers(photographs);
        AtomicFile.makeFolder(output);
        for (Map.Entry<Path, SceneMaker> each : makers.entrySet()) {
            write(each.getKey(), each.getValue(), threads(photographs));
        }
        return 0;
    }

    private void requireSense() throws IOException {
        reading.requireSense();
        Usage.require(command, !output.toString().isEmpty(), "-o: expected the name of a folder, found an empty one");
        PhotographReading.requireNamed(command, images);
        Usage.requirePositive(command, "--scenes", Optional.of(scenes));
        Usage.require(
                command,
                Math.min(size.width(), size.height()) >= SMALLEST && Math.max(size.width(), size.height()) <= LARGEST,
                "--size: expected " + SMALLEST + " to " + LARGEST + " pixels a side, found " + size);
        sources.ifPresent(count -> Usage.require(
                command,
                count >= 2 && count <= MOST_SOURCES,
                "--sources: expected 2 to " + MOST_SOURCES + ", found " + count));
        requireHeeded("--sources", sources.isPresent(), List.of(Task.MULTI_FOCUS, Task.MULTI_EXPOSURE));
        requireHeeded("--light", light.isPresent(), List.of(Task.VISIBLE_INFRARED));
        requireHeeded("--busy", busy, List.of(Task.VISIBLE_INFRARED));
        Usage.require(
                command,
                images.isEmpty() || light.isEmpty() && !busy,
                "--light, --busy: are for scenes that are made from a seed alone; expected none with --images");
        requireHeeded("--pair", pair.isPresent(), List.of(Task.MEDICAL));
        requireHeeded(
                "--images", images.isPresent(), List.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS));
        if (images.isPresent()) {
            Path from = Usage.real(images.get());
            Path to = Usage.real(output);
            Usage.require(
                    command,
                    !from.startsWith(to) && !to.startsWith(from),
                    "-o " + output
                            + ": is, holds or lies in the folder of the photographs; expected one apart from it");
        }
    }

    /** Refuses options of other tasks, which would be ignored silently. */
    private void requireHeeded(String option, boolean given, List<Task> tasks) {
        Usage.require(
                command,
                !given || task.isEmpty() || tasks.contains(task.get()),
                option + ": is for "
                        + String.join(", ", tasks.stream().map(ConstantName::of).toList()) + ", found --task "
                        + task.map(ConstantName::of).orElse(""));
    }

    private Optional<Photographs> photographs() throws IOException {
        if (images.isEmpty()) {
            return Optional.empty();
        }
        Photographs photographs = PhotographReading.open(images.get(), reading.toOptions(), error());
        if (task.isEmpty()) {
            error().println("note: medical scenes are made without photographs");
        }
        return Optional.of(photographs);
    }

    /** The folder of each dataset, and the maker of its scenes. */
    private Map<Path, SceneMaker> makers(Optional<Photographs> photographs) {
        Map<Path, SceneMaker> makers = new LinkedHashMap<>();
        if (task.isPresent()) {
            makers.put(output, maker(task.get(), photographs));
        } else {
            for (Task each : Task.values()) {
                makers.put(output.resolve(ConstantName.of(each)), maker(each, photographs));
            }
        }
        return makers;
    }

    private SceneMaker maker(Task task, Optional<Photographs> photographs) {
        boolean stack = task == Task.MULTI_FOCUS || task == Task.MULTI_EXPOSURE;
        int count = stack ? sources.orElse(2) : 2;
        if (task == Task.MEDICAL) {
            return SceneMakers.medical(pair.orElse(MedicalPair.MRI_CT));
        }
        if (task == Task.VISIBLE_INFRARED && photographs.isEmpty()) {
            return SceneMakers.outdoors(new Outdoors(busy, light, OptionalDouble.empty()));
        }
        return photographs
                .map(all -> SceneMakers.ofPhotographs(task, count, all))
                .orElseGet(() -> SceneMakers.of(task, count));
    }

    private void write(Path folder, SceneMaker maker, int threads) throws IOException, InterruptedException {
        SyntheticDataset dataset = new SyntheticDataset(maker, scenes, size.width(), size.height(), seed);
        try (TerminalProgress progress =
                new TerminalProgress(error(), "making " + ConstantName.of(maker.task()), "scenes")) {
            dataset.write(folder, origin(maker), threads, progress);
        }
        PrintWriter out = command.commandLine().getOut();
        out.println(folder + ": " + scenes + (scenes == 1 ? " scene" : " scenes") + " of " + size + " pixels: "
                + String.join(", ", maker.roles()));
        out.flush();
    }

    /** The number of threads, limited by cores and memory: every slab of depth is a picture, and photographs may be larger than scenes. */
    private int threads(Optional<Photographs> photographs) {
        long scene = BYTES_PER_PIXEL * size.width() * size.height();
        long photograph = photographs.map(Photographs::heapBytesOfLargest).orElse(0L);
        long room = Runtime.getRuntime().maxMemory() / (2 * (scene + photograph));
        return (int) Math.max(1, Math.min(room, Runtime.getRuntime().availableProcessors()));
    }

    private String origin(SceneMaker maker) {
        boolean medical = maker.task() == Task.MEDICAL;
        boolean pair = medical || maker.task() == Task.VISIBLE_INFRARED;
        return "made by dynafuse synth --task " + ConstantName.of(maker.task())
                + (medical ? " --pair " + String.join("-", maker.roles()) : "")
                + (pair ? "" : " --sources " + maker.roles().size())
                + (maker.task() == Task.VISIBLE_INFRARED ? outdoors() : "")
                + " --scenes " + scenes + " --size " + size + " --seed " + seed
                + (images.isPresent() && !medical ? ", of photographs" : "");
    }

    private String outdoors() {
        return light.map(given -> " --light " + ConstantName.of(given)).orElse("") + (busy ? " --busy" : "");
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
