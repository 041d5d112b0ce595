package io.dynafuse.blend;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.dominability.Reference;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Puts the sources themselves together, in the way that suits their task.
 *
 * @param task of the sources; where it is unknown, they are taken for exposures
 * @param dominability how the judge's losses become weights, and which parts are turned off; it has weights on images
 * @param keepWeights whether the weights of each source are wanted
 * @param keepDepth whether the depth map of a focus stack is wanted
 */
public record Blending(Optional<Task> task, Dominability dominability, boolean keepWeights, boolean keepDepth) {
    private static final Task OTHERWISE = Task.MULTI_EXPOSURE;

    /** The dominability by which the sources of a task, or of an unknown one, are judged in image space. */
    public static Dominability defaultDominability(Optional<Task> task) {
        String words = switch (task.orElse(OTHERWISE)) {
            case MULTI_FOCUS -> "l1, k=1, linear, softmax";
            case MULTI_EXPOSURE -> "l1, k=3, exp, proportional";
            // The network's judgement hides warm things.
            case VISIBLE_INFRARED -> "l1, k=1, uniform, softmax";
            case MEDICAL -> "l1, k=10, exp, proportional";
        };
        return Dominability.of(Reference.FUSED).with("image, " + words);
    }

    /** The parts that fusion of a task, or of an unknown one, has. */
    public static List<Part> parts(Optional<Task> task) {
        return switch (task.orElse(OTHERWISE)) {
            case MULTI_FOCUS ->
                List.of(
                        Part.JUDGE,
                        Part.DETAIL,
                        Part.CONTRAST,
                        Part.SURROUNDINGS,
                        Part.CLEANING,
                        Part.EDGES,
                        Part.SOFTNESS,
                        Part.GHOSTS);
            case MULTI_EXPOSURE ->
                List.of(
                        Part.JUDGE,
                        Part.CONTRAST,
                        Part.SATURATION,
                        Part.EXPOSEDNESS,
                        Part.SCALES,
                        Part.NOISE,
                        Part.GHOSTS);
            case VISIBLE_INFRARED -> List.of(Part.JUDGE, Part.WARMTH, Part.TONE);
            case MEDICAL -> List.of(Part.JUDGE, Part.SMOOTHING, Part.BOTH);
        };
    }

    /**
     * Fuses the sources of a scene, band by band.
     *
     * @param canvas which takes the result
     * @param judge whom the losses of the sources come from
     * @param roles of the sources; none if unknown
     * @throws IOException if a source cannot be read
     */
    public void onto(Canvas canvas, Scene scene, Judge judge, List<Role> roles) throws IOException {
        switch (task.orElse(OTHERWISE)) {
            case MULTI_FOCUS ->
                new FocusBlend(dominability, keepWeights, keepDepth, Bands.PIXELS).onto(canvas, scene, judge);
            case MULTI_EXPOSURE ->
                new ExposureBlend(dominability, keepWeights, Bands.PIXELS).onto(canvas, scene, judge);
            case VISIBLE_INFRARED ->
                new InfraredBlend(dominability, keepWeights, Bands.PIXELS).onto(canvas, scene, judge, roles);
            case MEDICAL -> new MedicalBlend(dominability, keepWeights, Bands.PIXELS).onto(canvas, scene, judge);
        }
    }
}
