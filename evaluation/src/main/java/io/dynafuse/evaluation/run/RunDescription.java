package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import java.util.List;

/**
 * What {@code run.json} says.
 *
 * @param identity what all results have in common
 * @param task what the default of the variants was chosen for; empty if that was open
 * @param variants all that the run has ever had, with their folders
 * @param scenes those asked for last
 */
record RunDescription(RunIdentity identity, String task, List<VariantFolders.Entry> variants, List<SceneEntry> scenes) {
    RunDescription {
        variants = List.copyOf(variants);
        scenes = List.copyOf(scenes);
    }

    /**
     * A scene.
     *
     * @param sources names of files, relative to the dataset
     * @param truth the same, one or none
     */
    record SceneEntry(String name, List<SourceEntry> sources, List<String> truth) {
        SceneEntry {
            sources = List.copyOf(sources);
            truth = List.copyOf(truth);
        }

        static SceneEntry of(DatasetScene scene, ShownFiles shown) {
            return new SceneEntry(
                    scene.name(),
                    scene.sources().stream()
                            .map(source -> SourceEntry.of(source, shown))
                            .toList(),
                    scene.truth().map(shown::source).stream().toList());
        }
    }

    /** A source of a scene. */
    record SourceEntry(String role, String file) {
        static SourceEntry of(SourceFile source, ShownFiles shown) {
            return new SourceEntry(source.role(), shown.source(source.file()));
        }
    }
}
