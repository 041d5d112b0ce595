package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SceneLoopTest {
    private static final List<Integer> FOUR = List.of(1, 2, 3, 4);

    private static SceneLoop<Integer> over(List<Integer> numbers) {
        return SceneLoop.over(numbers, number -> "item " + number);
    }

    /** Whatever fails is one line that says something, and what comes after it is done. */
    @Test
    void failuresAreLinesAndEndNothing() throws Exception {
        List<Integer> done = new ArrayList<>();
        List<FailedScene> failures = over(FOUR)
                .progress((finished, total) -> done.add(10 * finished + total))
                .run(item -> {
                    switch (item) {
                        case 1 -> throw new IOException("two\nlines");
                        case 2 -> throw new IllegalStateException();
                        case 3 -> throw new OutOfMemoryError("Java heap space");
                        default -> done.add(item);
                    }
                });
        assertThat(failures)
                .extracting(FailedScene::line)
                .containsExactly(
                        "item 1: two lines",
                        "item 2: java.lang.IllegalStateException",
                        "item 3: " + SceneLoop.OUT_OF_MEMORY);
        assertThat(failures.get(1).cause()).get().isInstanceOf(IllegalStateException.class);
        assertThat(done).containsExactly(14, 24, 34, 4, 44);
    }

    @Test
    void failuresOfSeveralThreadsComeInTheOrderOfTheScenes() throws Exception {
        List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        List<FailedScene> failures = over(hundred)
                .threads(4)
                .progress((done, total) -> heard.add(done))
                .run(item -> {
                    if (item % 2 == 1) {
                        throw new IOException("odd");
                    }
                });
        assertThat(failures)
                .extracting(FailedScene::scene)
                .isEqualTo(hundred.stream()
                        .filter(item -> item % 2 == 1)
                        .map(item -> "item " + item)
                        .toList());
        assertThat(heard).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    @Timeout(60)
    void soManyAreWorkedOnAtOnce() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        over(List.of(1, 2, 3)).threads(3).runAll(item -> {
            three.countDown();
            three.await();
        });
        assertThat(three.getCount()).isZero();
    }

    @Test
    void whatIsDoneIsLeftOut() throws Exception {
        List<Integer> worked = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        over(FOUR)
                .without(item -> item < 3)
                .progress((done, total) -> heard.add(done + " of " + total))
                .run(worked::add);
        assertThat(worked).containsExactly(3, 4);
        assertThat(heard).containsExactly("1 of 2", "2 of 2");
    }

    @Test
    void noSceneIsNoWork() throws Exception {
        assertThat(over(List.of()).threads(3).run(item -> {
                    throw new AssertionError();
                }))
                .isEmpty();
    }

    @Test
    void theFirstFailureEndsAllWhereAllIsWanted() {
        List<Integer> worked = new ArrayList<>();
        IOException failure = new IOException("full");
        assertThatThrownBy(() -> over(FOUR).runAll(item -> {
                    worked.add(item);
                    if (item == 2) {
                        throw failure;
                    }
                    if (item == 3) {
                        // What was begun meanwhile is interrupted.
                        Thread.sleep(60_000);
                    }
                }))
                .isSameAs(failure);
        assertThat(worked).startsWith(1, 2).doesNotContain(4);
    }

    @Test
    void whatProgressThrowsReachesTheCaller() {
        Error error = new AssertionError("enough");
        assertThatThrownBy(() -> over(FOUR)
                        .progress((done, total) -> {
                            throw error;
                        })
                        .run(item -> {}))
                .isSameAs(error);
    }

    @Test
    @Timeout(60)
    void anInterruptEndsTheWorkBeforeItIsThrown() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger atWork = new AtomicInteger();
        AtomicReference<Integer> left = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                over(FOUR).run(item -> {
                    atWork.incrementAndGet();
                    begun.countDown();
                    try {
                        Thread.sleep(60_000);
                    } finally {
                        atWork.decrementAndGet();
                    }
                });
            } catch (InterruptedException e) {
                left.set(atWork.get());
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(left.get()).isZero();
    }
}
