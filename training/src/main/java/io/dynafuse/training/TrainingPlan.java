package io.dynafuse.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that decides what a training ends with, besides the machine.
 *
 * @param learner what is trained, and how
 * @param data what the scenes are made of, in words that differ where the scenes do
 * @param scenes how many scenes each objective has
 * @param sceneSide width and height of a scene, in pixels
 * @param seed from which all that is random follows
 * @param steps of the training
 * @param batch how many parts of scenes a batch has
 * @param patch width and height of what is fused of each part, in pixels; the network's margin comes on top
 * @param optimiser what makes steps of gradients
 * @param rate how large the steps are
 * @param clip the largest norm that the gradients of one module together may have, above which they are scaled down; infinite for no limit
 * @param emaDecay of the exponential moving average (EMA) of the parameters, which is what is validated and kept: how much of it stays in a step; 0 for
 *     the parameters as they are
 * @param validateEvery how many steps lie between two validations
 */
public record TrainingPlan(
        Learner learner,
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
        double emaDecay,
        long validateEvery) {
    /**
     * The version of all that a plan does not say: how scenes are made, where networks begin, which parts are learned from. To be raised whenever
     * the same plan gives other scenes or parameters than before, so that no training goes on with what it did not begin with.
     */
    public static final int FORMAT = 1;

    /** How many scenes of each objective are validated on. */
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
        require(!learner.objectives().isEmpty(), "task: expected something to learn, found nothing");
        requireWithin("scenes", scenes, LARGEST);
        require(
                scenes >= learner.leastScenes(),
                "scenes: expected " + learner.leastScenes()
                        + " or more, as meta-train and meta-test sets share none, found " + scenes);
        requireWithin("scene-side", sceneSide, LARGEST);
        requireWithin("batch", batch, LARGEST);
        requireWithin("patch", patch, LARGEST);
        requireWithin("steps", steps, MOST_STEPS);
        require(
                validateEvery >= 1 && steps / validateEvery <= LARGEST,
                "validate-every: expected 1 or more, and at most " + LARGEST + " validations, found " + validateEvery);
        require(clip > 0, "clip: expected a number above 0, found " + clip);
        require(emaDecay >= 0 && emaDecay < 1, "ema-decay: expected a number from 0 to below 1, found " + emaDecay);
        requirePatch(learner, patch);
        requireSides(patch + 2 * learner.margin(), sceneSide, batch);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static void requireWithin(String what, long count, int most) {
        require(count >= 1 && count <= most, what + ": expected 1 to " + most + ", found " + count);
    }

    private static void requirePatch(Learner learner, int patch) {
        try {
            learner.requirePatch(patch);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("patch: " + e.getMessage(), e);
        }
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
        return patch + 2 * learner.margin();
    }

    /** Which phase is when. */
    Schedule schedule() {
        return new Schedule(learner.phases(steps, rate), steps);
    }

    /** The plan in words, by what they are about: two plans that end with different parameters differ in them. */
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("network", learner.id());
        words.put("data", data);
        // Records and checkpoints call objectives and the EMA as the first of them did, so that those can be gone on
        // with.
        put(words, "lesson-", learner.objectives());
        words.put("scenes", Integer.toString(scenes));
        words.put("scene-side", Integer.toString(sceneSide));
        words.put("seed", Long.toString(seed));
        words.put("steps", Long.toString(steps));
        words.put("batch", Integer.toString(batch));
        words.put("patch", Integer.toString(patch));
        words.put("optimiser", describe(optimiser));
        words.put("rate", rate.toString());
        words.put("clip", Double.toString(clip));
        words.put("average-decay", Double.toString(emaDecay));
        words.put("validate-every", Long.toString(validateEvery));
        if (schedule().phases().size() > 1) {
            put(words, "phase-", schedule().phases());
        }
        words.putAll(learner.describe());
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

    private static void put(Map<String, String> words, String name, List<?> values) {
        for (int i = 0; i < values.size(); i++) {
            words.put(name + (i + 1), values.get(i).toString());
        }
    }

    private static String describe(Adam adam) {
        return (adam.weightDecay() > 0 ? "adamw, weight decay " + adam.weightDecay() : "adam") + ", "
                + adam.firstDecay() + ", " + adam.secondDecay() + ", " + adam.epsilon();
    }
}
