package io.dynafuse.training;

/**
 * Which batch of a training is meant.
 *
 * @param number of all batches before it, from 0; what is random in it follows from this
 * @param step that it is for, from 0; the objectives take turns by it
 * @param epoch that it is in, from 0; its sets of scenes follow from this
 * @param scenes that its parts are taken of
 * @param most how many scenes a set has at most
 */
public record Draw(long number, long step, long epoch, Scenes scenes, long most) {
    /** A set of the scenes to learn from. Those for meta-learning share no scene in one epoch. */
    public enum Scenes {
        /** All of them. */
        ALL,
        /** Those that a proposed loss is tried on. */
        META_TRAIN,
        /** Those by which it is judged. */
        META_TEST,
        /** Those of which it is known whether they are of day or night. */
        OF_KNOWN_ILLUMINATION
    }

    /** Of all scenes, for the step of the same number. */
    public static Draw of(long number) {
        return new Draw(number, number, 0, Scenes.ALL, Long.MAX_VALUE);
    }
}
