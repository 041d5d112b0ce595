package io.dynafuse.web;

import io.dynafuse.report.ConstantName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** A fusion that a client asked for: its state, and where its results are. */
final class Fusion {
    enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        boolean isEnd() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    /** How far it is. */
    record Progress(String stage, int done, int total) {}

    /**
     * What it made.
     *
     * @param file the fused image
     * @param view the same for browsers
     * @param weights maps of each source, as files
     * @param report as the command writes it
     */
    record Made(
            ImageView image,
            Path file,
            Path view,
            List<Path> weights,
            byte[] report,
            String task,
            String method,
            String command,
            double seconds,
            List<String> notes) {}

    /** The fused image, as clients are told. */
    record ImageView(int width, int height, int channels, String depth, String type, String name, long bytes) {}

    /** What clients are told. */
    record View(
            String id,
            String scene,
            String state,
            OptionalInt ahead,
            Optional<Progress> progress,
            Optional<Problem> problem,
            String created,
            String expires,
            Settings settings,
            Optional<String> task,
            Optional<String> method,
            OptionalInt weights,
            boolean preview,
            Optional<ImageView> image,
            Optional<Double> seconds,
            Optional<String> command,
            List<String> notes) {}

    private final String id;
    private final StoredScene scene;
    private final Settings settings;
    private final boolean ownsScene;
    private final Instant created = Instant.now();
    private State state = State.QUEUED;
    private Optional<Progress> progress = Optional.empty();
    private Optional<Problem> problem = Optional.empty();
    private Optional<Made> made = Optional.empty();
    private Optional<Path> preview = Optional.empty();
    private Optional<FutureTask<?>> work = Optional.empty();
    private long version;

    /** @param ownsScene whether the images came with it, and go with it */
    Fusion(String id, StoredScene scene, Settings settings, boolean ownsScene) {
        this.id = id;
        this.scene = scene;
        this.settings = settings;
        this.ownsScene = ownsScene;
    }

    String id() {
        return id;
    }

    StoredScene scene() {
        return scene;
    }

    Settings settings() {
        return settings;
    }

    boolean ownsScene() {
        return ownsScene;
    }

    /** The folder of its results. */
    Path folder() {
        return scene.folder().resolve("fusion-" + id);
    }

    synchronized void queued(FutureTask<?> task) {
        work = Optional.of(task);
    }

    /** Whether it may begin; not if it was cancelled meanwhile. */
    synchronized boolean begin() {
        if (state != State.QUEUED) {
            return false;
        }
        state = State.RUNNING;
        changed();
        return true;
    }

    /**
     * Notes how far it is.
     *
     * @throws CancellationException if it was ended meanwhile
     */
    synchronized void advance(String stage, int done, int total) {
        if (state != State.RUNNING) {
            throw new CancellationException();
        }
        progress = Optional.of(new Progress(stage, done, total));
        changed();
    }

    synchronized void preview(Path file) {
        preview = Optional.of(file);
        changed();
    }

    synchronized void done(Made result) {
        if (!state.isEnd()) {
            made = Optional.of(result);
            end(State.DONE);
        }
    }

    synchronized void failed(Problem why) {
        if (!state.isEnd()) {
            problem = Optional.of(why);
            end(State.FAILED);
        }
    }

    /** Ends it before it has ended by itself; what computes stops at its next step. */
    void cancel() {
        stop(Optional.empty());
    }

    /** Ends it because of a problem. */
    void stop(Optional<Problem> why) {
        Optional<FutureTask<?>> running;
        synchronized (this) {
            if (state.isEnd()) {
                return;
            }
            problem = why;
            end(why.isPresent() ? State.FAILED : State.CANCELLED);
            running = work;
        }
        running.ifPresent(task -> task.cancel(true));
    }

    private void end(State last) {
        state = last;
        progress = Optional.empty();
        changed();
    }

    private void changed() {
        version++;
        notifyAll();
    }

    synchronized State state() {
        return state;
    }

    synchronized Optional<Problem> problem() {
        return problem;
    }

    synchronized Optional<Path> preview() {
        return preview;
    }

    /**
     * What it made.
     *
     * @throws ProblemException 409 if it is not done, or what it failed of
     */
    synchronized Made made() {
        if (state == State.FAILED) {
            throw ProblemException.of(409, problem.orElseThrow().detail());
        }
        return made.orElseThrow(() -> ProblemException.of(409, "the fusion is " + word() + "; expected it to be done"));
    }

    synchronized long version() {
        return version;
    }

    /** Waits for the end, or for so long. */
    synchronized State awaitEnd(Duration longest) throws InterruptedException {
        await(() -> state.isEnd(), longest);
        return state;
    }

    /** Waits until it is no more as it was, or for so long. */
    synchronized void awaitChange(long known, Duration longest) throws InterruptedException {
        await(() -> version != known, longest);
    }

    private void await(BooleanSupplier isSo, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        long left = longest.toMillis();
        while (!isSo.getAsBoolean() && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    private String word() {
        return ConstantName.of(state);
    }

    /** What clients are told of it. */
    View view(BoundedPool pool) {
        Optional<FutureTask<?>> task;
        synchronized (this) {
            task = work;
        }
        int before = task.map(pool::ahead).orElse(0);
        synchronized (this) {
            return new View(
                    id,
                    scene.id(),
                    word(),
                    state == State.QUEUED ? OptionalInt.of(before) : OptionalInt.empty(),
                    progress,
                    problem,
                    created.toString(),
                    scene.expires().toString(),
                    settings,
                    made.map(Made::task),
                    made.map(Made::method),
                    made.map(result -> OptionalInt.of(result.weights().size())).orElse(OptionalInt.empty()),
                    preview.isPresent(),
                    made.map(Made::image),
                    made.map(Made::seconds),
                    made.map(Made::command),
                    made.map(Made::notes).orElse(List.of()));
        }
    }
}
