package io.dynafuse.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.Json;
import io.dynafuse.files.UnwritableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code --json} about a fusion.
 *
 * @param output the fused image's path, as given
 * @param roles what each source was taken as, {@code unknown} where that is open; absent if all are
 * @param dominability its parts by name; absent for static fusion
 * @param milliseconds time by stage, and the whole
 * @param bytes {@code peakMemory}: the largest resident memory of the process so far, if the system reports it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FusionReport(
        String output,
        List<Source> sources,
        List<String> roles,
        Map<String, Object> dominability,
        Result result,
        Map<String, Double> milliseconds,
        Map<String, Long> bytes,
        List<String> notes) {

    /**
     * A source image as it was read, and its changes before it was fused.
     *
     * @param page the number of the image in its file, from 1; 0, and absent, if the file holds one
     * @param transparent the share of its pixels that are not opaque; absent if there are none
     * @param range the range of its values: least, greatest, and the same without a thousandth of the samples at either end; in levels of
     * its depth
     * @param stretch the range that was stretched, the method, and the share clipped; absent if it was not stretched
     * @param align how it was aligned with the others; absent if that was not asked for
     * @param resize its new size and the factors; absent if its size did not change
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Source(
            String file,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int page,
            int width,
            int height,
            boolean gray,
            String depth,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) double transparent,
            Map<String, Object> range,
            Map<String, Object> stretch,
            Map<String, Object> align,
            Map<String, Object> resize) {}

    /**
     * The fused image.
     *
     * @param transparent as for a source
     */
    record Result(
            int width,
            int height,
            int channels,
            String depth,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) double transparent,
            int tiles,
            List<String> weightMaps,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> lossMaps,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> prompts) {}

    private record Alone(
            @JsonUnwrapped FusionReport fusion,
            @JsonUnwrapped FusionSetup setup) {}

    /** The file of a command that makes only this fusion. */
    AtomicFile prepare(Path file, FusionSetup setup) throws UnwritableFileException {
        return AtomicFile.prepare(file, Json.content(new Alone(this, setup)));
    }
}
