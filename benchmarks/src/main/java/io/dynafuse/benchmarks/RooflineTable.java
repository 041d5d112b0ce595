package io.dynafuse.benchmarks;

import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.network.Network;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what fusions take beside what the processor could do: by their operations at its peak, and by their convolutions alone. */
@Command(
        name = "roofline",
        description = "Prints the roofline table of docs/speed.md: what fusions take beside the least they could.",
        mixinStandardHelpOptions = true)
final class RooflineTable implements Callable<Integer> {
    private static final int WARM_UP = 2;
    private static final List<Workload> NETWORKS = List.of(Workload.RE_FUSION, Workload.CDD_FUSE, Workload.PIA_FUSION);
    private static final String IFCNN = "ifcnn";

    @Option(names = "--width", defaultValue = "640", description = "${DEFAULT-VALUE} if not given")
    private int width;

    @Option(names = "--height", defaultValue = "480", description = "${DEFAULT-VALUE} if not given")
    private int height;

    @Option(names = "--rounds", defaultValue = "11", description = "measured rounds; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "threads of the engine; ${DEFAULT-VALUE} if not given")
    private int threads;

    @Parameters(paramLabel = "ID", description = "ifcnn, refusion, cddfuse, piafusion; all if none is given")
    private List<String> ids = List.of();

    /** A fusion, with a time of it and one of its bare convolutions from each round, in milliseconds. */
    private record Row(String name, Workload work, Fuser fuser, List<Double> whole, List<Double> bare) {
        static Row of(String name, Workload work, Fuser fuser) {
            return new Row(name, work, fuser, new ArrayList<>(), new ArrayList<>());
        }

        void measure(List<Image> sources, EngineThread thread) throws Exception {
            int width = sources.get(0).width();
            int height = sources.get(0).height();
            long start = System.nanoTime();
            fuser.fuse(sources);
            whole.add((System.nanoTime() - start) / 1e6);
            bare.add(thread.call(() -> work.convolutions().stream()
                    .mapToDouble(each -> each.milliseconds(width, height))
                    .sum()));
        }

        void forget() {
            whole.clear();
            bare.clear();
        }
    }

    @Override
    public Integer call() throws Exception {
        Engine.useThreads(threads);
        List<Workload> networks =
                NETWORKS.stream().filter(work -> isAsked(work.network().id())).toList();
        if (networks.isEmpty() && !isAsked(IFCNN)) {
            throw new IllegalArgumentException("no network of these is measured: " + ids);
        }
        try (EngineThread thread = EngineThread.shared()) {
            Peaks peaks = thread.call(Peaks::measure);
            printHeading(peaks);
            if (isAsked(IFCNN)) {
                List<Row> rows = new ArrayList<>();
                for (Variant variant : Variant.values()) {
                    rows.add(Row.of(
                            "ifcnn, " + variant.name().toLowerCase(Locale.ROOT),
                            Workload.ifcnn(variant),
                            variant.apply(Fuser.with(Scene.network(Precision.FP32)))
                                    .open()));
                }
                compare(rows, thread, peaks);
            }
            for (Workload work : networks) {
                Network network = work.network();
                Fuser fuser = Fuser.with(Scene.model(network)).withoutWeights().open();
                compare(List.of(Row.of(network.id() + ", static", work, fuser)), thread, peaks);
            }
        }
        return 0;
    }

    private boolean isAsked(String id) {
        return ids.isEmpty() || ids.contains(id);
    }

    private void printHeading(Peaks peaks) {
        System.out.printf(
                "2 RGB sources of %dx%d, images in and image out, fp32, %d threads, medians of %d rounds in ms%n%s%n%n",
                width, height, threads, rounds, peaks);
        System.out.println(
                "| fusion | GFLOP | at the peak | moved at least, MB | by copying | convolutions alone | measured"
                        + " | × peak | × convolutions | × static |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    /** The fusions and their bare convolutions take turns. */
    private void compare(List<Row> rows, EngineThread thread, Peaks peaks) throws Exception {
        List<Image> sources = Scene.sources(2, width, height);
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Row row : rows) {
                row.measure(sources, thread);
                if (round < 0) {
                    row.forget();
                }
            }
        }
        rows.forEach(row -> print(row, rows.get(0), peaks));
        rows.forEach(row -> row.fuser.close());
    }

    private void print(Row row, Row base, Peaks peaks) {
        double pixels = (double) width * height;
        double operations = row.work.operations() * pixels;
        double bytes = (double) Float.BYTES * row.work.floatsMoved() * pixels;
        double measured = Medians.of(row.whole);
        double bare = Medians.of(row.bare);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.0f | %.0f | %.1f | %s | %.0f | %.2f | %s | %.2f |%n",
                row.name,
                operations / 1e9,
                peaks.computing(operations),
                bytes / 1e6,
                peaks.moving(bytes),
                bare == 0 ? "-" : String.format(Locale.ROOT, "%.0f", bare),
                measured,
                measured / peaks.computing(operations),
                bare == 0 ? "-" : String.format(Locale.ROOT, "%.2f", measured / bare),
                measured / Medians.of(base.whole));
    }
}
