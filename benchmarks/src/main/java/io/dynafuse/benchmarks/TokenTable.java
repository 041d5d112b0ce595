package io.dynafuse.benchmarks;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.ParameterSpec;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how long fusion by a network of tokens takes, and how much memory. Parameters are random: neither depends on what they are. */
@Command(
        name = "tokens",
        description = "Times TC-MoA of one size and precision; one a run, as the peak of a process only grows.",
        mixinStandardHelpOptions = true)
final class TokenTable implements Callable<Integer> {
    // Of 448 pixels a side, at twice their size in patches of 16: as many pieces as the authors cut, which overlap
    // here.
    private static final int PIECE = 448;
    private static final int TOKENS_OF_PIECE = 56 * 56;
    private static final int SOURCES = 2;

    @Option(names = "--width", defaultValue = "640", description = "${DEFAULT-VALUE} if not given")
    private int width;

    @Option(names = "--height", defaultValue = "512", description = "${DEFAULT-VALUE} if not given")
    private int height;

    @Option(names = "--rounds", defaultValue = "3", description = "measured rounds; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "1", description = "rounds before; ${DEFAULT-VALUE} if not given")
    private int warmUp;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "threads of the engine; ${DEFAULT-VALUE} if not given")
    private int threads;

    @Option(names = "--precision", defaultValue = "fp32", description = "fp32 or bf16; ${DEFAULT-VALUE} if not given")
    private String precision;

    @Parameters(paramLabel = "ID", description = "tc-moa-base, tc-moa-large or tc-moa-small")
    private String id;

    @Override
    public Integer call() throws Exception {
        Engine.useThreads(threads);
        Network network =
                Networks.find(id).orElseThrow(() -> new IllegalArgumentException("there is no network " + id));
        try (EngineThread thread = new EngineThread()) {
            return thread.call(() -> measure(network));
        }
    }

    private int measure(Network network) {
        try (FusionModel model = model(network);
                Scope scope = Scope.open()) {
            SourceTensors sources = SourceTensors.of(List.of(noise(1), noise(2)));
            List<Double> seconds = new ArrayList<>();
            for (int round = -warmUp; round < rounds; round++) {
                long start = System.nanoTime();
                try (Scope work = Scope.open()) {
                    model.fuse(sources).toFloats();
                }
                if (round >= 0) {
                    seconds.add((System.nanoTime() - start) * 1e-9);
                }
            }
            double median =
                    seconds.stream().sorted().skip(rounds / 2).findFirst().orElseThrow();
            long tokens = (long) pieces(width) * pieces(height) * TOKENS_OF_PIECE * SOURCES;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.1f M | %.2f s | %.0f | %s |%n",
                    id,
                    precision,
                    network.parameters().elements() * 1e-6,
                    median,
                    tokens / median,
                    Engine.peakResidentBytes().stream()
                            .mapToObj(peak -> (peak >> 20) + " MB")
                            .findFirst()
                            .orElse("not known"));
            return 0;
        }
    }

    private static int pieces(int side) {
        return (side + PIECE - 1) / PIECE;
    }

    /** Parameter by parameter, so that no more than the network itself is in memory. */
    private FusionModel model(Network network) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            Random random = new Random(1);
            for (ParameterSpec spec : network.parameters().specs()) {
                float[] values = new float[Math.toIntExact(spec.elements())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (random.nextFloat() - 0.5f) / 16;
                }
                tensors.put(spec.name(), Tensor.of(values, spec.shape()));
            }
            try (io.dynafuse.torch.Parameters parameters = io.dynafuse.torch.Parameters.owning(tensors)) {
                return network.create(parameters, Device.CPU, Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
            }
        }
    }

    private Tensor noise(long seed) {
        Random random = new Random(seed);
        float[] values = new float[3 * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Tensor.of(values, 1, 3, height, width);
    }
}
