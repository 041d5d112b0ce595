package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
    @Test
    void allWhoShareWorkOnOneThread() throws Exception {
        try (EngineThread first = EngineThread.shared();
                EngineThread second = EngineThread.shared();
                EngineThread own = new EngineThread()) {
            Thread shared = first.call(Thread::currentThread);
            assertThat(second.call(Thread::currentThread)).isSameAs(shared);
            assertThat(own.call(Thread::currentThread)).isNotSameAs(shared);
        }
    }

    /** Another number of threads sums in another order, so that the results of one caller would depend on those before. */
    @Test
    void workHasAsManyThreadsAsItsCaller() throws Exception {
        int before = Engine.threads();
        try (EngineThread engine = EngineThread.shared()) {
            for (int threads : new int[] {1, 2, 1}) {
                Engine.useThreads(threads);
                assertThat(engine.<Integer>call(Engine::threads)).isEqualTo(threads);
            }
        } finally {
            Engine.useThreads(before);
        }
    }

    @Test
    void closingOneLeavesTheThreadToTheOthers() throws Exception {
        EngineThread first = EngineThread.shared();
        try (EngineThread second = EngineThread.shared()) {
            Thread thread = first.call(Thread::currentThread);
            first.close();
            first.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> first.call(() -> 1))
                    .withMessage("closed already");
            assertThat(second.call(Thread::currentThread)).isSameAs(thread);
        }
    }

    @Test
    void theThreadIsThereForWhoeverComesNext() throws Exception {
        Thread before;
        try (EngineThread engine = EngineThread.shared()) {
            before = engine.call(Thread::currentThread);
        }
        try (EngineThread engine = EngineThread.shared()) {
            assertThat(engine.call(Thread::currentThread)).isSameAs(before);
        }
    }

    @Test
    void closingRunsItsLastWorkAfterAllThatWasHandedIn() throws Exception {
        List<String> done = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (EngineThread other = EngineThread.shared()) {
            EngineThread engine = EngineThread.shared();
            Thread caller = new Thread(() -> {
                try {
                    engine.call(() -> {
                        begun.countDown();
                        closed.await();
                        return done.add("work");
                    });
                } catch (Exception e) {
                    done.add(e.toString());
                }
            });
            caller.start();
            begun.await();
            engine.closeAfter(() -> done.add("last"));
            closed.countDown();
            other.call(() -> done.add("other"));
            caller.join();
        }
        assertThat(done).containsExactly("work", "last", "other");
    }

    @Test
    void neverWaitsForItself() throws Exception {
        try (EngineThread first = EngineThread.shared();
                EngineThread second = EngineThread.shared()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> first.call(() -> second.call(() -> 1)))
                    .withMessageContaining("would wait for itself");
        }
    }

    @Test
    void aThreadThatIsUsedStaysWhileOneThatIsNotEnds() throws Exception {
        Thread unused;
        try (EngineThread own = new EngineThread()) {
            unused = own.call(Thread::currentThread);
            assertThat(unused.isDaemon()).isTrue();
        }
        unused.join(10_000);
        assertThat(unused.isAlive()).isFalse();
    }
}
