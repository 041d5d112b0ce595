package io.dynafuse.evaluation.detection;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.Words;
import io.dynafuse.detection.annotation.ImageTruth;
import io.dynafuse.detection.annotation.Truths;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is in scenes: truths go by the name of the scene, otherwise by that of the file of a source.
 *
 * @param place where they lie, for messages
 */
public record SceneTruths(String place, Truths truths) {
    /**
     * Checks, before any work is done, that something is said about every scene.
     *
     * @throws IOException if not; of formats in which nothing said means that nothing is there, if nothing is said about any scene
     */
    public void requireKnown(List<DatasetScene> scenes) throws IOException {
        List<String> unknown = scenes.stream()
                .filter(scene -> !truths.images().contains(nameOf(scene)))
                .map(DatasetScene::name)
                .toList();
        boolean isRefused = unknown.size() == scenes.size() || !truths.isSilenceEmptiness() && !unknown.isEmpty();
        if (isRefused) {
            throw new IOException(place + ": says nothing about " + unknown.size() + " of "
                    + Words.counted(scenes.size(), "scene") + " (" + Words.some(unknown)
                    + "); expected a truth for each, by the name of the scene or of a source's file");
        }
    }

    /**
     * What is in a scene.
     *
     * @throws IOException if what is said about it is damaged, or nothing is
     */
    public ImageTruth of(DatasetScene scene, int width, int height) throws IOException {
        return truths.in(nameOf(scene), width, height)
                .orElseThrow(() -> new IOException(place + ": says nothing about " + scene.name()));
    }

    /** What the truths call a scene. */
    public String nameOf(DatasetScene scene) {
        return Stream.concat(Stream.of(scene.name()), scene.files().stream().map(Truths::nameOf))
                .filter(truths.images()::contains)
                .findFirst()
                .orElse(scene.name());
    }

    /** The numbers of classes by their names. */
    Map<String, String> categories() {
        return truths.classes().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (first, second) -> first));
    }
}
