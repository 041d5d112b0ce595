package io.dynafuse.training;

import io.dynafuse.model.TrainableNetwork;
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
    private static final int LARGEST = 100_000;

    /** @throws IllegalArgumentException if a number is out of range */
    public TrainingPlan {
        lessons = List.copyOf(lessons);
        if (lessons.isEmpty()) {
            throw new IllegalArgumentException("expected something to learn from, found no lesson");
        }
        requireCount("scenes", scenes);
        requireCount("pixels of a scene's side", sceneSide);
        requireCount("parts in a batch", batch);
        requireCount("pixels of a patch", patch);
        if (steps < 1 || steps > Integer.MAX_VALUE || validateEvery < 1) {
            throw new IllegalArgumentException("expected 1 or more steps and a validation after 1 or more, found "
                    + steps + " and " + validateEvery);
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException("expected gradients to be clipped above 0, found " + clip);
        }
        if (!(averageDecay >= 0 && averageDecay < 1)) {
            throw new IllegalArgumentException(
                    "expected a decay of the average from 0 to below 1, found " + averageDecay);
        }
    }

    private static void requireCount(String what, int count) {
        if (count < 1 || count > LARGEST) {
            throw new IllegalArgumentException("expected 1 to " + LARGEST + " " + what + ", found " + count);
        }
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
        return words;
    }

    private static String describe(Lesson lesson) {
        return lower(lesson.task()) + ", " + lesson.sources() + " sources, " + lesson.loss();
    }

    private static String describe(Adam adam) {
        return (adam.weightDecay() > 0 ? "adamw, weight decay " + adam.weightDecay() : "adam") + ", "
                + adam.firstDecay() + ", " + adam.secondDecay() + ", " + adam.epsilon();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
