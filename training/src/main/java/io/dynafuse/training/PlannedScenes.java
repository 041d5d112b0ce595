package io.dynafuse.training;

import io.dynafuse.random.Seeds;
import io.dynafuse.torch.Device;
import io.dynafuse.training.SceneBatches.LessonScenes;
import io.dynafuse.training.scene.SceneMaker;
import io.dynafuse.training.scene.SyntheticScene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Makes the scenes of a plan: those to learn from, and others to validate on. */
public final class PlannedScenes {
    private static final long CHANNELS = 3;
    // What making a scene takes for a while, every slab of depth being a picture of its own.
    private static final long BYTES_PER_PIXEL_MADE = 600;

    private final TrainingPlan plan;
    private final Function<Lesson, List<SceneMaker>> makers;

    /** @param makers of the scenes of a lesson, which take turns */
    public PlannedScenes(TrainingPlan plan, Function<Lesson, List<SceneMaker>> makers) {
        this.plan = plan;
        this.makers = makers;
    }

    /**
     * About how many bytes of the Java heap the scenes to learn from take, which are all kept: 8 bits a channel of every source and the truth.
     *
     * @param makers how many are made at once
     */
    public static long heapBytes(TrainingPlan plan, int makers) {
        long images = plan.lessons().stream()
                .mapToLong(lesson -> lesson.sources() + 1L)
                .sum();
        long pixels = (long) plan.sceneSide() * plan.sceneSide();
        return pixels * (plan.scenes() * images * CHANNELS + makers * BYTES_PER_PIXEL_MADE);
    }

    /** The batches to learn from, of scenes that are all made now, on all processors. */
    public BatchSource batches(Device device) {
        List<LessonScenes> lessons = plan.lessons().stream()
                .map(lesson -> new LessonScenes(lesson, scenes(lesson, "training", plan.scenes(), plan.sceneSide())))
                .toList();
        return new SceneBatches(lessons, plan.batch(), plan.seenSide(), plan.seed(), device);
    }

    /**
     * Scenes that nothing is learned from.
     *
     * @param count of each lesson
     * @param side width and height, in pixels
     */
    public List<SyntheticScene> heldOut(int count, int side) {
        List<SyntheticScene> scenes = new ArrayList<>();
        plan.lessons().forEach(lesson -> scenes.addAll(scenes(lesson, "validation", count, side)));
        return scenes;
    }

    private List<SyntheticScene> scenes(Lesson lesson, String purpose, int count, int side) {
        List<SceneMaker> turns = makers.apply(lesson);
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> turns.get(i % turns.size())
                        .make(
                                side,
                                side,
                                Seeds.derive(
                                        plan.seed(), purpose + " " + lesson.task() + " " + lesson.sources() + " " + i)))
                .toList();
    }
}
