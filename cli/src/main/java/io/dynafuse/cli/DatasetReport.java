package io.dynafuse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynafuse.evaluation.dataset.Dataset;
import io.dynafuse.evaluation.dataset.DatasetScene;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.files.WholeFile;
import io.dynafuse.image.SampleDepth;
import java.nio.file.Path;
import java.util.List;

/** What {@code --json} writes about the fusions of a dataset: what all have in common once, then each scene's {@link FusionReport}. */
final class DatasetReport {
    private static final List<String> COMMON = List.of("weights", "task", "precision", "device", "threads", "versions");

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final ObjectNode root = mapper.createObjectNode();
    private final ArrayNode scenes = mapper.createArrayNode();
    private final ArrayNode failed = mapper.createArrayNode();

    DatasetReport(Dataset dataset) {
        root.put("dataset", dataset.name());
        root.set("notes", mapper.valueToTree(dataset.notes()));
    }

    /** @param depth what the image was written in */
    void add(DatasetScene scene, FusionReport report, SampleDepth depth) {
        ObjectNode entry = mapper.createObjectNode().put("scene", scene.name());
        ObjectNode node = mapper.valueToTree(report);
        for (String key : COMMON) {
            JsonNode common = node.remove(key);
            if (common != null) {
                root.set(key, common);
            }
        }
        entry.setAll(node);
        entry.withObject("/result").put("depth", OutputDepth.of(depth).toString());
        scenes.add(entry);
    }

    void addFailure(DatasetScene scene, String reason) {
        failed.add(mapper.createObjectNode().put("scene", scene.name()).put("reason", reason));
    }

    void write(Path file) throws UnwritableFileException {
        root.set("scenes", scenes);
        root.set("failed", failed);
        WholeFile.write(file, out -> {
            out.write(mapper.writeValueAsBytes(root));
            out.write('\n');
        });
    }
}
