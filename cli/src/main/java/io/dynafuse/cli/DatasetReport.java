package io.dynafuse.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.Json;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.report.FusionReport;
import io.dynafuse.report.FusionSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The content of {@code --json} for a dataset: first what all fusions have in common, then each scene's {@link FusionReport}. */
final class DatasetReport {
    private final Dataset dataset;
    private final List<Fused> scenes = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();

    DatasetReport(Dataset dataset) {
        this.dataset = dataset;
    }

    private record Fused(String scene, @JsonUnwrapped FusionReport fusion) {}

    private record Failed(String scene, String reason) {}

    private record Whole(
            String dataset,
            List<String> notes,
            @JsonUnwrapped FusionSetup setup,
            List<Fused> scenes,
            List<Failed> failed) {}

    void add(DatasetScene scene, FusionReport report) {
        scenes.add(new Fused(scene.name(), report));
    }

    void addFailure(DatasetScene scene, String reason) {
        failed.add(new Failed(scene.name(), reason));
    }

    void write(Path file, FusionSetup setup) throws UnwritableFileException {
        AtomicFile.write(file, Json.content(new Whole(dataset.name(), dataset.notes(), setup, scenes, failed)));
    }
}
