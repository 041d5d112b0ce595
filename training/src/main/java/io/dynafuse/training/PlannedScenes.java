package io.dynafuse.training;

import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.training.GivenScenes.Named;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Makes the scenes of a plan: those to learn from, and others to validate on. */
public final class PlannedScenes {
    private static final long CHANNELS = 3;
    // A maker needs as much while it works, as every slab of depth is a picture of its own.
    private static final long BYTES_PER_PIXEL_MADE = 600;

    private final TrainingPlan plan;
    private final Function<Objective, List<SceneMaker>> makers;
    private final Optional<GivenScenes> given;
    private final int threads;
    private final Progress progress;

    /** Hears of scenes that are made. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param made how many scenes of a set are made, counted on the calling thread
         * @param all how many the set has
         */
        void made(int made, int all);
    }

    /**
     * @param makers of the scenes of an objective, which take turns; none if all scenes are given
     * @param given scenes besides those that are made
     * @param threads how many scenes are made at once, 1 or more
     */
    public PlannedScenes(
            TrainingPlan plan,
            Function<Objective, List<SceneMaker>> makers,
            Optional<GivenScenes> given,
            int threads,
            Progress progress) {
        this.plan = plan;
        this.makers = makers;
        this.given = given;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * About how many bytes of the Java heap the scenes to learn from take, which are all kept: 8 bits a channel of every source and the truth.
     *
     * @param makers how many are made at once
     */
    public static long heapBytes(TrainingPlan plan, int makers) {
        long images = plan.learner().objectives().stream()
                .mapToLong(objective -> objective.sources() + 1L)
                .sum();
        long pixels = (long) plan.sceneSide() * plan.sceneSide();
        return pixels * (plan.scenes() * images * CHANNELS + makers * BYTES_PER_PIXEL_MADE);
    }

    /**
     * The batches to learn from, of scenes that are all made now.
     *
     * @throws java.io.UncheckedIOException if a photograph cannot be read again
     * @throws InterruptedException if the calling thread is interrupted
     */
    public BatchSource batches(Device device) throws InterruptedException {
        List<ObjectiveScenes> objectives = new ArrayList<>();
        List<SyntheticScene> all = scenes("training", plan.scenes(), plan.sceneSide());
        int made = all.isEmpty() ? 0 : plan.scenes();
        for (int i = 0; i < plan.learner().objectives().size(); i++) {
            objectives.add(scenes(plan.learner().objectives().get(i), all.subList(i * made, (i + 1) * made)));
        }
        return new SceneBatches(
                objectives,
                plan.learner().inputs(),
                plan.batch(),
                plan.seenSide(),
                plan.seed(),
                device,
                plan.learner().upright());
    }

    private ObjectiveScenes scenes(Objective objective, List<SyntheticScene> made) {
        List<Named> all = new ArrayList<>();
        made.forEach(scene -> all.add(new Named(Integer.toString(all.size() + 1), scene)));
        given.ifPresent(dataset -> all.addAll(dataset.training(objective)));
        return new ObjectiveScenes(
                objective,
                all.stream().map(Named::scene).toList(),
                all.stream().map(Named::name).toList());
    }

    /**
     * Scenes that nothing is learned from: as many are made of each objective as plans {@linkplain TrainingPlan#VALIDATION_SCENES say}, and those held
     * out of the given ones.
     *
     * @throws java.io.UncheckedIOException if a photograph cannot be read again
     * @throws InterruptedException if the calling thread is interrupted
     */
    public List<SyntheticScene> heldOut() throws InterruptedException {
        List<SyntheticScene> all =
                new ArrayList<>(scenes("validation", TrainingPlan.VALIDATION_SCENES, TrainingPlan.VALIDATION_SIDE));
        given.ifPresent(dataset -> all.addAll(dataset.heldOut()));
        return all;
    }

    /** Those of the first objective, then those of the next. */
    private List<SyntheticScene> scenes(String purpose, int count, int side) throws InterruptedException {
        List<List<SceneMaker>> turns =
                plan.learner().objectives().stream().map(makers).toList();
        if (turns.stream().allMatch(List::isEmpty)) {
            return List.of();
        }
        return made(turns.size() * count, i -> {
            Objective objective = plan.learner().objectives().get(i / count);
            int number = i % count;
            String name = purpose + " " + objective.task() + " " + objective.sources() + " " + number;
            List<SceneMaker> makersInTurn = turns.get(i / count);
            return makersInTurn.get(number % makersInTurn.size()).make(side, side, Seeds.derive(plan.seed(), name));
        });
    }

    private List<SyntheticScene> made(int count, IntFunction<SyntheticScene> maker) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, PlannedScenes::daemon);
        try {
            List<Future<SyntheticScene>> begun = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                begun.add(pool.submit(() -> maker.apply(number)));
            }
            List<SyntheticScene> scenes = new ArrayList<>();
            for (Future<SyntheticScene> scene : begun) {
                scenes.add(scene.get());
                progress.made(scenes.size(), count);
            }
            return scenes;
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scenes");
        thread.setDaemon(true);
        return thread;
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }
}
