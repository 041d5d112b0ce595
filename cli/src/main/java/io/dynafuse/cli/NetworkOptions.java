package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.MemoryBudget;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.network.OutputRange;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.FusionSetup;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskChoice;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Processor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the network, and for where and how it runs. */
final class NetworkOptions extends CheckpointOptions {
    @Option(
            names = "--task",
            paramLabel = "TASK",
            description =
                    "visible-infrared, medical, multi-exposure or multi-focus: chooses the embedded checkpoint and the default"
                            + " dominability; guessed from the images if not given.")
    private Optional<Task> task = Optional.empty();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "The memory limit, as far as it can be predicted, such as 800MB or 4GB; tiles are made"
                    + " as small as that takes. "
                    + "Half of the machine's if not given, at most 4GB where tiles can be made.")
    private Optional<MemorySize> memory = Optional.empty();

    @Option(
            names = "--tiles",
            paramLabel = "exact|inexact",
            description =
                    "exact: images are fused in tiles if the network can do so exactly, else as a whole. inexact: any"
                            + " network may fuse in tiles that fit the memory. exact if not given.")
    private Tiles tiles = Tiles.EXACT;

    /** Whether a result may depend on the tiles it was fused in. */
    enum Tiles {
        EXACT,
        INEXACT
    }

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16",
            description =
                    "The precision of the network; fp32 if not given. A note says if bf16 is slower on this processor.")
    private Precision precision = Precision.FP32;

    @Option(
            names = "--range",
            paramLabel = "as-is|stretched|scaled",
            description =
                    "How the network's output becomes an image. as-is: values are samples. stretched: the least value of the"
                            + " image becomes black and the greatest white. scaled: the greatest value becomes white, and 0 stays"
                            + " black. What the checkpoint says, or its network's authors do, if not given.")
    private Optional<OutputRange> range = Optional.empty();

    @Option(
            names = "--keep-chroma",
            description =
                    "Let a network for RGB fuse luma only, and blend the sources' chroma around it, as with networks for luma.")
    private boolean keepChroma;

    @Option(names = "--device", paramLabel = "cpu|cuda", description = "Where the network runs; cpu if not given.")
    private Device device = Device.CPU;

    /** The task that was given. */
    Optional<Task> task() {
        return task;
    }

    Precision precision() {
        return precision;
    }

    Device device() {
        return device;
    }

    /** What all fusions by a fuser of these options have in common, for their report. */
    FusionSetup setup(Fuser fuser, TaskChoice choice) throws IOException {
        return FusionSetup.of(fuser, checkpoint(choice), choice, precision, device);
    }

    /** Sources are read if everything fits into the memory; while they are, the engine is loaded. */
    SourceReading reading(ReadOptions options, SourcePreparation preparation) {
        MemoryBudget budget = memory.map(size -> MemoryBudget.of(size.bytes())).orElseGet(MemoryBudget::ofThisMachine);
        return new SourceReading(options, preparation, headers -> {
            budget.requireImages(headers);
            // Not before, as a process that ends with a line about its files would have to wait for it.
            Engine.loadEarly();
        });
    }

    /**
     * The task that was given, that of the dataset or that of the checkpoint, otherwise a guess from its first scene.
     *
     * @throws IOException as {@link #said} does
     */
    TaskChoice choose(Dataset scenes, ReadOptions options, SourcePreparation preparation) throws IOException {
        return said(scenes.knownTask(task)).orElseGet(() -> scenes.chooseTask(task, reading(options, preparation)));
    }

    /** Prepares the engine before its first use, and prints notes about where it runs. */
    void prepareEngine(PrintWriter error) {
        Engine.useThreads(threads());
        requireDevice(device);
        if (device == Device.CPU && precision == Precision.BF16) {
            Processor.noteOnBfloat16().ifPresent(note -> error.println("note: " + note));
        }
    }

    /** Fails unless the engine can run on the device. */
    static void requireDevice(Device device) {
        if (device == Device.CUDA && !Engine.hasCuda()) {
            throw new IllegalStateException("--device cuda: the engine finds no NVIDIA GPU; expected one and a build"
                    + " with DYNAFUSE_BUILD=-Pcuda (see docs/setup.md), or --device cpu");
        }
    }

    @Override
    Fuser.Builder fuser(TaskChoice choice) throws IOException {
        Fuser.Builder builder = super.fuser(choice).precision(precision).device(device);
        range.ifPresent(builder::range);
        if (keepChroma) {
            builder.keepChroma();
        }
        memory.ifPresent(size -> builder.memory(size.bytes()));
        return tiles == Tiles.INEXACT ? builder.inexactTiles() : builder;
    }
}
