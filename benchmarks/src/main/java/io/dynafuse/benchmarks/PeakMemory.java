package io.dynafuse.benchmarks;

import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the memory of this process: its peak over fusions, and what remains after each. */
@Command(
        name = "memory",
        description =
                "Fuses noise again and again and prints the resident memory of the process, at its peak and on the way.",
        mixinStandardHelpOptions = true)
final class PeakMemory implements Callable<Integer> {
    @Option(names = "--fusions", defaultValue = "1", description = "${DEFAULT-VALUE} if not given")
    private int fusions;

    @Option(
            names = "--variant",
            defaultValue = "COMPONENT",
            description = "STATIC, FUSED, MAXIMUM or COMPONENT; ${DEFAULT-VALUE} if not given")
    private Variant variant;

    @Option(names = "--width", defaultValue = "640", description = "${DEFAULT-VALUE} if not given")
    private int width;

    @Option(names = "--height", defaultValue = "480", description = "${DEFAULT-VALUE} if not given")
    private int height;

    @Option(names = "--megabytes", description = "limit for the whole process; the fuser's own if not given")
    private java.util.Optional<Long> megabytes = java.util.Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Engine.useThreads(2);
        List<Image> sources = Scene.sources(2, width, height);
        Fuser.Builder builder = variant.apply(Fuser.with(Scene.network(Precision.FP32)));
        megabytes.ifPresent(limit -> builder.memory(limit << 20));
        try (Fuser fuser = builder.open()) {
            for (int i = 1; i <= fusions; i++) {
                FusedImage fused = fuser.fuse(sources);
                if (i == 1 || i % 100 == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "fusion %d: %d tiles, %.0f MB resident%n",
                            i,
                            fused.tiles(),
                            Engine.residentBytes() / 1048576.0);
                }
            }
        }
        Engine.peakResidentBytes()
                .ifPresentOrElse(
                        peak -> System.out.println("peak: " + (peak >> 20) + " MB resident"),
                        () -> System.out.println("peak: not known on this system"));
        return 0;
    }
}
