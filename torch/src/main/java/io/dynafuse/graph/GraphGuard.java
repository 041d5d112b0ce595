package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.files.OneLine;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches over graphs of others while they are loaded and run. A graph is native code, which nothing but the end of the process stops: when it takes more
 * than its limits, it is asked to {@linkplain Graph#stop stop}, which few can, and an action is called once, on a thread of its own, with one line that
 * names the file. The action should end the process:
 *
 * <pre>{@code
 * GraphGuard guard = new GraphGuard(GraphLimits.ofThisMachine(), line -> {
 *     System.err.println(line);
 *     Runtime.getRuntime().halt(1);
 * });
 * Graph graph = guard.open(GraphFile.read(path), Device.CPU);
 * }</pre>
 *
 * Several threads may use it.
 */
public final class GraphGuard {
    /** A graph that fills memory fills less than a tenth of a gigabyte in this time. */
    private static final long INTERVAL = 20;

    private static final double GIGABYTE = 1L << 30;

    private final GraphLimits limits;
    private final Consumer<String> action;
    private final LongSupplier memory;

    /**
     * @param action what to do when a graph takes more; if it returns, the graph runs on
     */
    public GraphGuard(GraphLimits limits, Consumer<String> action) {
        this(limits, action, Engine::residentBytes);
    }

    /** @param memory of the process, in bytes */
    GraphGuard(GraphLimits limits, Consumer<String> action, LongSupplier memory) {
        this.limits = limits;
        this.action = action;
        this.memory = memory;
    }

    /**
     * Loads a graph as {@link GraphFile#open} does, and watches over that and over its calls.
     *
     * @throws CheckpointException as that does
     */
    public Graph open(GraphFile file, Device device) throws CheckpointException {
        String name = OneLine.of(file.path().toString());
        try (Watch watch = new Watch(name, () -> {})) {
            return guarded(name, file.open(device));
        }
    }

    /**
     * The same graph, watched over.
     *
     * @param name of its file, for the line
     */
    public Graph guarded(String name, Graph graph) {
        return new Guarded(name, graph);
    }

    /** A thread that looks at time and memory until it is closed. */
    private final class Watch implements AutoCloseable {
        private final String name;
        private final Runnable stop;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final long start = System.nanoTime();
        private final long before = memory.getAsLong();

        Watch(String name, Runnable stop) {
            this.name = name;
            this.stop = stop;
            Thread thread = new Thread(this::look, "dynafuse-guard");
            thread.setDaemon(true);
            thread.start();
        }

        private void look() {
            try {
                Optional<String> excess = Optional.empty();
                while (excess.isEmpty() && !ended.await(INTERVAL, TimeUnit.MILLISECONDS)) {
                    excess = excess();
                }
                excess.ifPresent(what -> {
                    stop.run();
                    action.accept(name + ": " + what + "; stopped");
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Optional<String> excess() {
            if (memory.getAsLong() - before > limits.mostBytes()) {
                return Optional.of(
                        String.format(Locale.ROOT, "takes more than %.1f GB of memory", limits.mostBytes() / GIGABYTE));
            }
            return System.nanoTime() - start > limits.longestCall().toNanos()
                    ? Optional.of("ran for more than " + limits.longestCall().toSeconds() + " s without an end")
                    : Optional.empty();
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }

    private final class Guarded implements Graph {
        private final String name;
        private final Graph graph;

        Guarded(String name, Graph graph) {
            this.name = name;
            this.graph = graph;
        }

        @Override
        public List<GraphFunction> functions() {
            return graph.functions();
        }

        @Override
        public List<Tensor> run(String function, List<Tensor> inputs) {
            try (Watch watch = new Watch(name, graph::stop)) {
                return graph.run(function, inputs);
            }
        }

        @Override
        public void stop() {
            graph.stop();
        }

        @Override
        public boolean isDifferentiable() {
            return graph.isDifferentiable();
        }

        @Override
        public void close() {
            graph.close();
        }
    }
}
