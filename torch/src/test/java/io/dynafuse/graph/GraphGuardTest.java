package io.dynafuse.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.testing.Scripts;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GraphGuardTest {
    private static final GraphLimits GENEROUS = new GraphLimits(Duration.ofHours(1), 3L << 30);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private final AtomicLong memory = new AtomicLong(5L << 30);

    /** Runs until the guard has spoken, or is asked to stop. */
    private static final class Fake implements Graph {
        private final Runnable work;
        private boolean stopped;
        private boolean closed;

        Fake(Runnable work) {
            this.work = work;
        }

        @Override
        public List<GraphFunction> functions() {
            return List.of(new GraphFunction(GraphFunction.FORWARD, List.of(), List.of()));
        }

        @Override
        public List<Tensor> run(String function, List<Tensor> inputs) {
            work.run();
            return inputs;
        }

        @Override
        public boolean isDifferentiable() {
            return true;
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private GraphGuard guard(GraphLimits limits) {
        return new GraphGuard(
                limits,
                line -> {
                    lines.add(line);
                    told.countDown();
                },
                memory::get);
    }

    private void untilTold() {
        try {
            told.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aGraphThatNeverEndsIsStopped() {
        Fake fake = new Fake(this::untilTold);
        GraphGuard guard = guard(GENEROUS.withLongestCall(Duration.ofNanos(1)));
        guard.guarded("a/net.pt", fake).run("forward", List.of());
        assertThat(lines).containsExactly("a/net.pt: ran for more than 0 s without an end; stopped");
        assertThat(fake.stopped).isTrue();
    }

    @Test
    void aGraphThatTakesAllMemoryIsStopped() {
        Fake fake = new Fake(() -> {
            memory.set(9L << 30);
            untilTold();
        });
        guard(GENEROUS).guarded("net.pt", fake).run("forward", List.of());
        assertThat(lines).containsExactly("net.pt: takes more than 3.0 GB of memory; stopped");
    }

    /** What the process held before does not count. */
    @Test
    void aModestGraphIsLeftAlone() throws Exception {
        Fake fake = new Fake(() -> memory.addAndGet(1L << 30));
        try (Graph graph = guard(GENEROUS).guarded("net.pt", fake)) {
            for (int i = 0; i < 10; i++) {
                assertThat(graph.run("forward", List.of())).isEmpty();
            }
            assertThat(graph.functions()).isEqualTo(fake.functions());
            assertThat(graph.isDifferentiable()).isTrue();
        }
        assertThat(lines).isEmpty();
        assertThat(fake.closed).isTrue();
        assertThat(fake.stopped).isFalse();
    }

    @Test
    void realScriptsRunUnderIt(@TempDir Path folder) throws Exception {
        GraphGuard guard = new GraphGuard(GraphLimits.ofThisMachine(), lines::add);
        GraphFile file = GraphFile.read(Scripts.copy("average", folder));
        try (Scope scope = Scope.open();
                Graph graph = guard.open(file, Device.CPU)) {
            List<Tensor> found =
                    graph.run("forward", List.of(Tensor.of(new float[] {1}, 1), Tensor.of(new float[] {4}, 1)));
            assertThat(found.get(0).toFloats()).containsExactly(2.5f);
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void limitsAreAboveZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> GENEROUS.withMostBytes(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GENEROUS.withLongestCall(Duration.ZERO))
                .withMessageContaining("expected limits above 0");
    }
}
