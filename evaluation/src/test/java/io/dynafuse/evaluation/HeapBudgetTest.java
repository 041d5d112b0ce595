package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeapBudgetTest {
    private final HeapBudget budget = new HeapBudget(100_000_000);

    /** Takes a share on a thread of its own; the latch opens when it has it. */
    private CountDownLatch take(long pixels) {
        CountDownLatch taken = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try (HeapBudget.Share share = budget.enter()) {
                share.take(pixels, 3, false);
                taken.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return taken;
    }

    @Test
    void smallScenesGoTogetherAndALargeOneWaits() throws Exception {
        CountDownLatch large;
        try (HeapBudget.Share share = budget.enter()) {
            share.take(100_000, 3, false);
            take(100_000).await();
            large = take(1_000_000);
            assertThat(large.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        large.await();
    }

    @Test
    void oneIsAlwaysLetIn() throws Exception {
        take(Integer.MAX_VALUE).await();
        take(Integer.MAX_VALUE).await();
    }

    @Test
    void moreImagesAndColourTakeMoreRoom() throws Exception {
        try (HeapBudget.Share share = budget.enter()) {
            share.take(100_000, 9, true);
            CountDownLatch second = take(100_000);
            assertThat(second.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        take(100_000).await();
    }

    @Test
    void oneLargeSceneDoesNotHoldUpSmallOnesThatComeLater() throws Exception {
        take(Integer.MAX_VALUE).await();
        take(1000).await();
        try (HeapBudget.Share share = budget.enter()) {
            share.take(1000, 3, false);
            take(1000).await();
        }
    }

    @Test
    void whoNeedsAllWaitsForTheOthers() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        Thread needy = new Thread(() -> {
            try (HeapBudget.Share share = budget.enter()) {
                share.take(1000, 3, false);
                share.takeAll();
                all.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        take(1000).await();
        try (HeapBudget.Share share = budget.enter()) {
            share.take(1000, 3, false);
            needy.start();
            assertThat(all.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        all.await();
    }

    @Test
    void whatFailsBeforeItsSizeIsKnownHoldsUpNobody() throws Exception {
        HeapBudget.Share broken = budget.enter();
        broken.close();
        take(1).await();
    }

    @Test
    void onceASizeIsKnownScenesAreReadAtOnce() throws Exception {
        take(1000).await();
        try (HeapBudget.Share reading = budget.enter()) {
            take(1000).await();
            // Larger and smaller ones than those before.
            take(2000).await();
            take(1).await();
            reading.take(3000, 3, false);
        }
        // Had anything been lost, there would not be room for all.
        take(Integer.MAX_VALUE).await();
    }
}
