package io.dynafuse.report;

import io.dynafuse.image.SampleDepth;
import java.time.Duration;
import java.util.List;

/**
 * What was written of a fused image.
 *
 * @param output the file of the fused image
 * @param depth that it has there
 * @param weightMaps the files of the sources' fusion weights, as far as they were asked for
 * @param lossMaps the same of what the network's learned loss asks of the image
 * @param promptMaps the same of how much each layer of the network takes of each source
 * @param notCarried what the fused image has that its file does not have, as {@link io.dynafuse.image.ImageFiles#notCarried} says
 * @param time the time it took to write
 */
public record WrittenFiles(
        String output,
        SampleDepth depth,
        List<String> weightMaps,
        List<String> lossMaps,
        List<String> promptMaps,
        List<String> notCarried,
        Duration time) {
    /** Copies the lists. */
    public WrittenFiles {
        weightMaps = List.copyOf(weightMaps);
        lossMaps = List.copyOf(lossMaps);
        promptMaps = List.copyOf(promptMaps);
        notCarried = List.copyOf(notCarried);
    }
}
