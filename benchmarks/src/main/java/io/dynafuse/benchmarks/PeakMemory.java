package io.dynafuse.benchmarks;

import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the memory of this process: its peak over fusions, and what remains after each. */
@Command(
        name = "memory",
        description =
                "Fuses noise again and again, by weights on features and on images taking turns, and prints the resident memory of"
                        + " the process, at its peak and on the way.",
        mixinStandardHelpOptions = true)
final class PeakMemory implements Callable<Integer> {
    /** How often the memory on the way is printed. */
    private static final int POINTS = 20;

    @Option(names = "--fusions", defaultValue = "8", description = "${DEFAULT-VALUE} if not given")
    private int fusions;

    @Option(
            names = "--variant",
            description = "one variant on features, STATIC, FUSED, MAXIMUM or COMPONENT; all of them and the default of"
                    + " every task on images, taking turns, if not given")
    private Optional<Variant> variant = Optional.empty();

    @Option(names = "--width", defaultValue = "640", description = "${DEFAULT-VALUE} if not given")
    private int width;

    @Option(names = "--height", defaultValue = "480", description = "${DEFAULT-VALUE} if not given")
    private int height;

    @Option(names = "--megabytes", description = "limit for the whole process; the fuser's own if not given")
    private Optional<Long> megabytes = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Engine.useThreads(2);
        List<Image> sources = Scene.sources(2, width, height);
        List<Fuser> fusers = new ArrayList<>();
        try {
            for (Fuser.Builder builder : builders()) {
                megabytes.ifPresent(limit -> builder.memory(limit << 20));
                fusers.add(builder.open());
            }
            // After whole turns, as the kinds of fusion leave different amounts for the next.
            int interval = Math.max(1, fusions / POINTS / fusers.size()) * fusers.size();
            for (int i = 1; i <= fusions; i++) {
                FusedImage fused = fusers.get((i - 1) % fusers.size()).fuse(sources);
                if (i == 1 || i % interval == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "fusion %d: %d tiles, %.0f MB resident%n",
                            i,
                            fused.tiles(),
                            Engine.residentBytes() / 1048576.0);
                }
            }
        } finally {
            fusers.forEach(Fuser::close);
        }
        Engine.peakResidentBytes()
                .ifPresentOrElse(
                        peak -> System.out.println("peak: " + (peak >> 20) + " MB resident"),
                        () -> System.out.println("peak: not known on this system"));
        return 0;
    }

    private List<Fuser.Builder> builders() {
        List<Fuser.Builder> builders = new ArrayList<>();
        for (Variant each : variant.map(List::of).orElseGet(() -> List.of(Variant.values()))) {
            builders.add(each.apply(Fuser.with(Scene.network(Precision.FP32))));
        }
        if (variant.isEmpty()) {
            for (Task task : Task.values()) {
                builders.add(
                        Fuser.with(Scene.network(Precision.FP32)).task(task).space(Space.IMAGE));
            }
        }
        return builders;
    }
}
