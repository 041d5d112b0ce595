package io.dynafuse.benchmarks;

import io.dynafuse.dominability.Space;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Stage;
import io.dynafuse.image.Image;
import io.dynafuse.network.FusionModel;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Processor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints all variants side by side from one run: medians by stage, as in the table of docs/speed.md. */
@Command(
        name = "speed",
        description = "Prints the speed table of docs/speed.md: medians in milliseconds, the variants taking turns.",
        mixinStandardHelpOptions = true)
final class SpeedTable implements Callable<Integer> {
    private static final int WARM_UP = 3;
    private static final List<Stage> STAGES =
            List.of(Stage.CONVERT, Stage.ENCODE, Stage.REFERENCE, Stage.DOMINABILITY, Stage.FUSE, Stage.DECODE);

    @Option(names = "--rounds", defaultValue = "25", description = "measured rounds; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "threads of the engine; ${DEFAULT-VALUE} if not given")
    private int threads;

    @Option(names = "--width", defaultValue = "640", description = "${DEFAULT-VALUE} if not given")
    private int width;

    @Option(names = "--height", defaultValue = "480", description = "${DEFAULT-VALUE} if not given")
    private int height;

    @Option(names = "--tile", defaultValue = "2147483647", description = "largest tile; the whole image if not given")
    private int tile;

    private record Row(String name, Fuser fuser, Map<Stage, List<Double>> times, List<Double> totals) {
        static Row of(String name, Fuser fuser) {
            return new Row(name, fuser, new LinkedHashMap<>(), new ArrayList<>());
        }

        void measure(List<Image> sources) throws InterruptedException {
            FusedImage fused = fuser.fuse(sources);
            STAGES.forEach(stage -> times.computeIfAbsent(stage, s -> new ArrayList<>())
                    .add(milliseconds(fused.times().getOrDefault(stage, Duration.ZERO))));
            totals.add(STAGES.stream()
                    .mapToDouble(stage -> milliseconds(fused.times().getOrDefault(stage, Duration.ZERO)))
                    .sum());
        }

        void forget() {
            times.clear();
            totals.clear();
        }

        double total() {
            return Medians.of(totals);
        }

        double outsideNetwork() {
            double outside = STAGES.stream()
                    .filter(stage -> !stage.isNetworkPass())
                    .mapToDouble(stage -> Medians.of(times.get(stage)))
                    .sum();
            return outside / total();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Engine.useThreads(threads);
        System.out.printf(
                "IFCNN, 2 RGB sources of %dx%d, %d threads, medians of %d rounds in ms%n%n",
                width, height, threads, rounds);
        System.out.println("| fusion | convert | encode | reference | dominability | fuse | decode | all | × static"
                + " | outside the network |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        compare("", () -> Scene.network(Precision.FP32));
        compareSpaces();
        compare(", layer by layer", Scene::networkLayerByLayer);
        if (Processor.noteOnBfloat16().isEmpty()) {
            compare(", bf16", () -> Scene.network(Precision.BF16));
        }
        return 0;
    }

    /** The default of each task, which fuses the images themselves, beside static fusion. */
    private void compareSpaces() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(
                "static",
                Variant.STATIC.apply(Fuser.with(Scene.network(Precision.FP32))).open()));
        for (Task task : Task.values()) {
            Fuser.Builder builder = Fuser.with(Scene.network(Precision.FP32)).task(task);
            rows.add(Row.of(
                    "images, " + task.word(),
                    builder.space(Space.IMAGE).largestTile(tile).open()));
        }
        measure(rows);
    }

    private void compare(String suffix, Supplier<FusionModel> network) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            Fuser.Builder builder = variant.apply(Fuser.with(network.get())).largestTile(tile);
            rows.add(Row.of(variant.name().toLowerCase(Locale.ROOT) + suffix, builder.open()));
        }
        measure(rows);
    }

    private void measure(List<Row> rows) throws InterruptedException {
        List<Image> sources = Scene.sources(2, width, height);
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Row row : rows) {
                row.measure(sources);
                if (round < 0) {
                    row.forget();
                }
            }
        }
        rows.forEach(row -> print(row, rows.get(0)));
        rows.forEach(row -> row.fuser.close());
    }

    private static void print(Row row, Row base) {
        StringBuilder line = new StringBuilder("| " + row.name + " |");
        STAGES.forEach(stage -> line.append(cell("%.1f", Medians.of(row.times.get(stage)))));
        line.append(cell("%.0f", row.total()));
        line.append(cell("%.2f", row.total() / base.total()));
        line.append(cell("%.1f %%", 100 * row.outsideNetwork()));
        System.out.println(line);
    }

    private static String cell(String format, double value) {
        return " " + String.format(Locale.ROOT, format, value) + " |";
    }

    private static double milliseconds(Duration time) {
        return time.toNanos() / 1e6;
    }
}
