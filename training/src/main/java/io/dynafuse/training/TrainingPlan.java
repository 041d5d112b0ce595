package io.dynafuse.training;

import io.dynafuse.network.TrainableNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that decides what a training ends with, besides the machine.
 *
 * @param network what is trained
 * @param lessons what it learns from, in turns; one or more
 * @param data what the scenes are made of, in words that differ where the scenes do
 * @param scenes how many scenes each lesson has
 * @param sceneSide width and height of a scene, in pixels
 * @param seed from which all that is random follows
 * @param steps how many batches are learned from
 * @param batch how many parts of scenes a batch has
 * @param patch width and height of what is fused of each part, in pixels; the network's margin comes on top
 * @param optimiser what makes steps of gradients
 * @param rate how large the steps are
 * @param clip the largest norm that all gradients together may have, above which they are scaled down; infinite for no limit
 * @param averageDecay by how much the running mean of the parameters, which is then what is validated and kept, forgets in a step; 0 for none
 * @param validateEvery how many steps lie between two validations
 */
public record TrainingPlan(
        TrainableNetwork network,
        List<Lesson> lessons,
        String data,
        int scenes,
        int sceneSide,
        long seed,
        long steps,
        int batch,
        int patch,
        Adam optimiser,
        LearningRate rate,
        double clip,
        double averageDecay,
        long validateEvery) {
    /**
     * The version of all that a plan does not say: how scenes are made, where networks begin, which parts are learned from. To be raised whenever
     * the same plan gives other scenes or parameters than before, so that no training goes on with what it did not begin with.
     */
    public static final int FORMAT = 1;

    /** How many scenes of each lesson are validated on. */
    public static final int VALIDATION_SCENES = 8;

    /** Width and height of a scene to validate on, in pixels. */
    public static final int VALIDATION_SIDE = 192;

    private static final int LARGEST = 100_000;
    private static final int MOST_STEPS = 10_000_000;
    // As many floats as an array can have, or gigabytes of what convolutions keep for their gradients.
    private static final long LARGEST_BATCH = 1L << 22;

    /**
     * @throws IllegalArgumentException if a number is out of range, or two do not fit together; the message begins with the word by which {@link
     *     #describe} calls it
     */
    public TrainingPlan {
        lessons = List.copyOf(lessons);
        require(!lessons.isEmpty(), "lesson-1: expected something to learn, found nothing");
        requireWithin("scenes", scenes, LARGEST);
        requireWithin("scene-side", sceneSide, LARGEST);
        requireWithin("batch", batch, LARGEST);
        requireWithin("patch", patch, LARGEST);
        requireWithin("steps", steps, MOST_STEPS);
        require(
                validateEvery >= 1 && steps / validateEvery <= LARGEST,
                "validate-every: expected 1 or more, and at most " + LARGEST + " validations, found " + validateEvery);
        require(clip > 0, "clip: expected a number above 0, found " + clip);
        require(
                averageDecay >= 0 && averageDecay < 1,
                "average-decay: expected a number from 0 to below 1, found " + averageDecay);
        lessons.forEach(lesson -> requirePatch(lesson, patch));
        requireSides(patch + 2 * network.margin(), sceneSide, batch);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static void requireWithin(String what, long count, int most) {
        require(count >= 1 && count <= most, what + ": expected 1 to " + most + ", found " + count);
    }

    private static void requirePatch(Lesson lesson, int patch) {
        int smallest = lesson.loss().smallestSide();
        require(
                patch >= smallest,
                "patch: expected " + smallest + " or more for the loss " + lesson.loss() + ", found " + patch);
    }

    private static void requireSides(int seen, int sceneSide, int batch) {
        require(
                sceneSide >= seen,
                "scene-side: expected " + seen + " or more, a patch and the network's margin around it, found "
                        + sceneSide);
        long pixels = (long) seen * seen * batch;
        require(
                pixels <= LARGEST_BATCH,
                "batch: expected " + LARGEST_BATCH / seen / seen + " or fewer parts of " + seen + "x" + seen
                        + " pixels, found " + batch);
    }

    /** Width and height of the parts of scenes that the network sees, in pixels. */
    public int seenSide() {
        return patch + 2 * network.margin();
    }

    /** The plan in words, by what they are about: two plans that end with different parameters differ in them. */
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("network", network.id());
        words.put("data", data);
        for (int i = 0; i < lessons.size(); i++) {
            words.put("lesson-" + (i + 1), describe(lessons.get(i)));
        }
        words.put("scenes", Integer.toString(scenes));
        words.put("scene-side", Integer.toString(sceneSide));
        words.put("seed", Long.toString(seed));
        words.put("steps", Long.toString(steps));
        words.put("batch", Integer.toString(batch));
        words.put("patch", Integer.toString(patch));
        words.put("optimiser", describe(optimiser));
        words.put("rate", rate.peak() + " " + lower(rate.course()) + ", warm-up " + rate.warmUp());
        words.put("clip", Double.toString(clip));
        words.put("average-decay", Double.toString(averageDecay));
        words.put("validate-every", Long.toString(validateEvery));
        words.putAll(describeSurroundings(FORMAT, VALIDATION_SCENES, VALIDATION_SIDE));
        return words;
    }

    /** What records of trainings that were begun before they told of it are understood to say. */
    static Map<String, String> describeFirst() {
        return describeSurroundings(1, 8, 192);
    }

    private static Map<String, String> describeSurroundings(int format, int scenes, int side) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("format", Integer.toString(format));
        words.put("validation", scenes + " scenes of " + side + " pixels a side");
        return words;
    }

    private static String describe(Lesson lesson) {
        return lesson.task().word() + ", " + lesson.sources() + " sources, " + lesson.loss();
    }

    private static String describe(Adam adam) {
        return (adam.weightDecay() > 0 ? "adamw, weight decay " + adam.weightDecay() : "adam") + ", "
                + adam.firstDecay() + ", " + adam.secondDecay() + ", " + adam.epsilon();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
