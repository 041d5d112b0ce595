package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The result of a fusion and how it was made.
 *
 * @param image the fused image; gray unless a source has colour, in the depth asked for
 * @param weightMaps for each source its weights ω as a 16-bit gray image, 65535 for a weight of 1; empty unless asked for, and for
 *     static fusion
 * @param depthMap of a focus stack, where each pixel is sharp: a 16-bit gray image, 0 for the first source and 65535 for the last; empty unless
 *     asked for
 * @param lossMaps what the network's learned loss asks of the image; empty unless asked for
 * @param prompts how much each layer of a network takes of each source, as 16-bit gray images, 65535 for 1, by names such as {@code prompt-encoder1};
 *     empty unless asked for
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
        Optional<LossMaps> lossMaps,
        Map<String, List<Image>> prompts,
        Optional<Dominability> dominability,
        OptionalInt channel,
        int tiles,
        Map<Stage, Duration> times,
        List<String> notes) {
    /** Copies the collections. */
    public FusedImage {
        weightMaps = List.copyOf(weightMaps);
        prompts = Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
        times = Map.copyOf(times);
        notes = List.copyOf(notes);
    }

    /** The same with maps, the time they took, and notes unless they are there. */
    FusedImage with(
            Optional<LossMaps> losses,
            Map<String, List<Image>> ofPrompts,
            Map<Stage, Duration> time,
            List<String> more) {
        Map<Stage, Duration> allTimes = new EnumMap<>(Stage.class);
        allTimes.putAll(times);
        allTimes.putAll(time);
        return new FusedImage(
                image,
                weightMaps,
                depthMap,
                losses,
                ofPrompts,
                dominability,
                channel,
                tiles,
                allTimes,
                Stream.concat(notes.stream(), more.stream()).distinct().toList());
    }
}
