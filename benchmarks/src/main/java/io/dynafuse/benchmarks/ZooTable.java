package io.dynafuse.benchmarks;

import io.dynafuse.evaluation.Statistics;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.network.zoo.DenseFuse;
import io.dynafuse.network.zoo.DidFuse;
import io.dynafuse.network.zoo.SeaFusion;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Parameters;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what a fusion takes by every network, static and with its default weights on features, and how much faster that is than as written. */
@Command(
        name = "zoo",
        description = "Times every network with random parameters, and measures its memory; TC-MoA is left out.",
        mixinStandardHelpOptions = true)
final class ZooTable implements Callable<Integer> {
    private static final int SOURCES = 2;

    /** The networks that are written layer by layer too, by their ids. */
    private static final Map<String, Function<Parameters, AsWritten>> WRITTEN = Map.of(
            DidFuse.NETWORK.id(), DidFuseAsWritten::new,
            SeaFusion.NETWORK.id(), SeaFusionAsWritten::new,
            DenseFuse.GRAY.id(), DenseFuseAsWritten::new);

    @Option(names = "--width", defaultValue = "640", description = "${DEFAULT-VALUE} if not given")
    private int width;

    @Option(names = "--height", defaultValue = "480", description = "${DEFAULT-VALUE} if not given")
    private int height;

    @Option(names = "--rounds", defaultValue = "5", description = "measured rounds; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "threads of the engine; ${DEFAULT-VALUE} if not given")
    private int threads;

    @CommandLine.Parameters(paramLabel = "ID", description = "networks; all if none is given")
    private List<String> ids = List.of();

    /** The median time in milliseconds, and the most memory of a fusion in megabytes. */
    private record Cost(double milliseconds, double megabytes) {
        String cells() {
            return String.format(Locale.ROOT, "%.0f | %.0f", milliseconds, megabytes);
        }
    }

    @Override
    public Integer call() throws Exception {
        Engine.useThreads(threads);
        List<Network> networks = Networks.all().stream()
                .filter(network -> !(network instanceof TcMoa))
                .filter(network -> ids.isEmpty() || ids.contains(network.id()))
                .toList();
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("no network of these is measured: " + ids);
        }
        System.out.printf(
                Locale.ROOT,
                "%d images of %dx%d, fp32, %d threads, medians of %d rounds; MB above what the process held before%n%n",
                SOURCES,
                width,
                height,
                threads,
                rounds);
        System.out.println("| network | static, ms | MB | default weights, ms | MB | times as fast as written |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        for (Network network : networks) {
            // Row by row, as a table of all networks takes a while.
            System.out.println(row(network));
        }
        return 0;
    }

    private String row(Network network) throws Exception {
        try (Fuser fuser = fuser(network)) {
            String fixed = cost(fuser, Variant.STATIC).cells();
            String weighted = network.facts().weighting().isPresent()
                    ? cost(fuser, Variant.parse("default", fuser.defaults())).cells()
                    : "- | -";
            return "| " + network.id() + " | " + fixed + " | " + weighted + " | " + ratio(network) + " |";
        }
    }

    private static Fuser fuser(Network network) throws IOException {
        Fuser.Builder builder = Fuser.with(Scene.model(network));
        network.publication().stream()
                .flatMap(publication -> publication.tasks().stream())
                .findFirst()
                .ifPresent(builder::task);
        return builder.open();
    }

    private Cost cost(Fuser fuser, Variant variant) throws InterruptedException {
        List<Image> sources = Scene.sources(SOURCES, width, height);
        // This fusion warms up as well.
        double megabytes = io.dynafuse.fusion.PeakMemory.megabytes(() -> fuser.fuse(sources, variant));
        double[] milliseconds = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            fuser.fuse(sources, variant);
            milliseconds[round] = (System.nanoTime() - start) / 1e6;
        }
        return new Cost(Statistics.median(milliseconds), megabytes);
    }

    /** Of the static fusion alone, without what is done with images before and after it. */
    private String ratio(Network network) throws Exception {
        Function<Parameters, AsWritten> written = WRITTEN.get(network.id());
        if (written == null) {
            return "-";
        }
        try (EngineThread thread = new EngineThread()) {
            TakingTurns turns = thread.call(() -> TakingTurns.of(network, written, width, height, rounds));
            return String.format(Locale.ROOT, "%.2f", turns.theirs() / turns.ours());
        }
    }
}
