package io.dynafuse.web;

import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The work of the service: fusions one after the other, and beside them what only looks at images. */
final class Work {
    private static final int LOOKERS = 2;
    private static final int WARM_SIDE = 96;
    private static final int SECONDS_BETWEEN_RELEASES = 5;

    private final ServiceSettings settings;
    private final Store store;
    private final Checkpoints checkpoints;
    private final Meters meters;
    private final PrintWriter log;
    private final ScheduledExecutorService clock;
    private final BoundedPool pool;
    private final BoundedPool lookers;
    private final BoundedPool measurers;
    private final LongAdder endedFusions = new LongAdder();
    private volatile boolean stopping;
    private volatile boolean ready;
    private volatile Optional<Choices> choices = Optional.empty();

    Work(
            ServiceSettings settings,
            Store store,
            Checkpoints checkpoints,
            Meters meters,
            PrintWriter log,
            ScheduledExecutorService clock) {
        this.settings = settings;
        this.store = store;
        this.checkpoints = checkpoints;
        this.meters = meters;
        this.log = log;
        this.clock = clock;
        this.pool = new BoundedPool("fusion", settings.workers(), settings.queue());
        this.lookers = new BoundedPool("look", LOOKERS, 2 * settings.queue());
        // Apart, as measuring large images takes long, and who looks at images does not want to wait for it.
        this.measurers = new BoundedPool("measure", 1, settings.queue());
        meters.gauge("dynafuse.queued", "Fusions that wait", pool::queued);
        meters.gauge("dynafuse.running", "Fusions that are worked on", pool::running);
        meters.gauge("dynafuse.scenes", "Scenes that are kept", store::scenes);
    }

    BoundedPool pool() {
        return pool;
    }

    /** Loads what the first fusion would else wait for. */
    void warmUp() {
        Thread thread = new Thread(
                () -> {
                    try {
                        Engine.useThreads(settings.threads());
                        ready = true;
                        clock.scheduleWithFixedDelay(
                                this::releaseMemory,
                                SECONDS_BETWEEN_RELEASES,
                                SECONDS_BETWEEN_RELEASES,
                                TimeUnit.SECONDS);
                        choices();
                        warmed();
                    } catch (IOException | RuntimeException e) {
                        log.println("the engine could not be started: " + e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "dynafuse-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void warmed() throws IOException, InterruptedException {
        Image gray = Image.of(WARM_SIDE, WARM_SIDE, 1, new float[WARM_SIDE * WARM_SIDE], SampleDepth.BITS_8);
        try (Fuser fuser = Fuser.forTask(Task.MULTI_FOCUS).open()) {
            fuser.fuse(List.of(gray, gray));
        }
    }

    /** @throws ProblemException 503 before the engine is loaded, and while the service stops */
    void requireReady() {
        requireRunning();
        if (!ready) {
            throw ProblemException.of(503, "the engine is being loaded");
        }
    }

    /** @throws ProblemException 503 while the service stops */
    void requireRunning() {
        if (stopping) {
            throw BoundedPool.stopping();
        }
    }

    /** @throws ProblemException 429 if no fusion can be queued; 503 while the service stops */
    void requireRoom() {
        requireRunning();
        if (pool.isFull()) {
            throw BoundedPool.full();
        }
    }

    /** The seconds after which there will be room in the queue. */
    long secondsToRoom() {
        return meters.secondsFor(1 + pool.queued() / Math.max(1, settings.workers()));
    }

    Choices choices() throws IOException {
        if (choices.isEmpty()) {
            choices = Optional.of(Choices.of(checkpoints, settings));
        }
        return choices.get();
    }

    /**
     * Queues a fusion.
     *
     * @param ownsScene whether the images came with it
     * @throws ProblemException if the settings make no sense, or there is no room
     */
    Fusion begin(StoredScene scene, Settings asked, boolean ownsScene) throws IOException {
        requireRunning();
        asked.requireSense(scene.pages().size());
        checkpoints.choose(asked.checkpoint(), asked.givenTask(), scene.pages().size());
        Fusion fusion = new Fusion(store.newId(), scene, asked, ownsScene);
        FutureTask<?> task = pool.submit(() -> {
            run(fusion);
            return null;
        });
        fusion.queued(task);
        store.add(fusion);
        return fusion;
    }

    private void run(Fusion fusion) throws IOException {
        if (!fusion.begin()) {
            return;
        }
        long start = System.nanoTime();
        ScheduledFuture<?> limit = clock.schedule(
                () -> fusion.stop(Optional.of(Problem.of(
                        503, "the fusion took more than " + settings.jobTime().toSeconds() + " s"))),
                settings.jobTime().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            // The number is each thread's own.
            Engine.useThreads(settings.threads());
            // The first fusion may come before the engine is loaded for it.
            ready = true;
            fusion.done(FusionWork.run(fusion, checkpoints));
        } catch (CancellationException | InterruptedException e) {
            fusion.cancel();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            Problem problem = FusionWork.problem(e, fusion.scene());
            if (problem.status() >= 500) {
                log.println("a fusion failed: " + e);
            }
            fusion.failed(problem);
        } finally {
            limit.cancel(false);
            endedFusions.increment();
            meters.fusion(ConstantName.of(fusion.state()), Duration.ofNanos(System.nanoTime() - start));
            if (fusion.state() != Fusion.State.DONE) {
                PrivateFolder.remove(fusion.folder());
            }
        }
    }

    /**
     * Gives back what the fusions since the last time have left free: the system's allocator keeps it in pieces, which grew by 100 MB in 200
     * fusions of several at once.
     */
    private void releaseMemory() {
        long ended = endedFusions.sumThenReset();
        if (ended > 0) {
            Engine.releaseUnusedMemory();
        }
    }

    /** Decodes and looks at images. */
    StoredScene.View look(StoredScene scene) throws IOException {
        return looked(scene::look, scene);
    }

    /** A source for browsers. */
    byte[] view(StoredScene scene, int m, Optional<Integer> side) throws IOException {
        return looked(() -> scene.view(m, side), scene);
    }

    private <T> T looked(Callable<T> work, StoredScene scene) throws IOException {
        try {
            return lookers.call(work, settings.jobTime());
        } catch (IOException | ProblemException e) {
            // Deleted while it was looked at.
            if (!Files.exists(scene.folder())) {
                throw ProblemException.of(404, "there is no such scene, or no more");
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BoundedPool.stopping();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw FusionWork.problem(e.getCause() == null ? e : e.getCause(), scene)
                    .exception();
        }
    }

    /** Measures a fused image. */
    Measuring.View measure(Upload fused, List<Upload> sources, Optional<Upload> truth, List<String> metrics) {
        try {
            return measurers.call(() -> Measuring.measure(fused, sources, truth, metrics), settings.jobTime());
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BoundedPool.stopping();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Refuses new work and finishes what runs, for so long at most. */
    void stop(Duration longest) throws InterruptedException {
        stopping = true;
        for (Fusion fusion : store.fusions()) {
            if (fusion.state() == Fusion.State.QUEUED) {
                fusion.stop(Optional.of(Problem.of(503, "the service stopped before the fusion began")));
            }
        }
        pool.stop(longest);
        lookers.close();
        measurers.close();
        store.fusions().forEach(fusion -> fusion.stop(Optional.of(Problem.of(503, "the service stopped"))));
        pool.close();
    }
}
