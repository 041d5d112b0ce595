package io.dynafuse.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.files.WholeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code --json} writes about a fusion.
 *
 * @param output the fused image's path, as given
 * @param task as given; absent if it was not
 * @param dominability its parts by name; absent for static fusion
 * @param milliseconds time by stage, and the whole
 * @param bytes {@code peakMemory}: the largest resident memory of the process so far, where the system tells
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FusionReport(
        String output,
        List<Source> sources,
        Weights weights,
        String task,
        Map<String, Object> dominability,
        Result result,
        String precision,
        String device,
        int threads,
        Map<String, Double> milliseconds,
        Map<String, Long> bytes,
        List<String> notes,
        Map<String, String> versions) {

    /** A source image. */
    record Source(String file, int width, int height, boolean gray, String depth) {}

    /** The parameters of the network. */
    record Weights(String file, String sha256, String network) {}

    /** The fused image. */
    record Result(int width, int height, int channels, String depth, int tiles, List<String> weightMaps) {}

    WholeFile prepare(Path file) throws UnwritableFileException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        return WholeFile.prepare(file, out -> {
            out.write(mapper.writeValueAsBytes(this));
            out.write('\n');
        });
    }
}
