package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of a fusion and how it was made.
 *
 * @param image the fused image; gray unless a source has colour, in the depth asked for
 * @param weightMaps for each source its weights ω as a 16-bit gray image, 65535 for a weight of 1; empty unless asked for, and for
 *     static fusion
 * @param depthMap of a focus stack, where each pixel is sharp: a 16-bit gray image, 0 for the first source and 65535 for the last; empty unless
 *     asked for
 * @param dominability how the weights were computed; empty for static fusion
 * @param channel the channel of the gradient that was chosen for this image; empty if the choice was not automatic
 * @param tiles the number of tiles the image was computed in
 * @param times the time spent in each stage
 * @param notes one line for each thing about this combination of network and sources that a user should know
 */
public record FusedImage(
        Image image,
        List<Image> weightMaps,
        Optional<Image> depthMap,
        Optional<Dominability> dominability,
        OptionalInt channel,
        int tiles,
        Map<Stage, Duration> times,
        List<String> notes) {
    /** Copies the collections. */
    public FusedImage {
        weightMaps = List.copyOf(weightMaps);
        times = Map.copyOf(times);
        notes = List.copyOf(notes);
    }
}
