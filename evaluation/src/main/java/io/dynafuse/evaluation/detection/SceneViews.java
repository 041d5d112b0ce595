package io.dynafuse.evaluation.detection;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.run.EvaluationRun.SceneFusion;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourceReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The images of a scene that are looked at, by what they are called, such as {@code visible}, {@code infrared}, {@code static}; all of one size. */
@FunctionalInterface
public interface SceneViews {
    /**
     * The images of one scene, in the order in which they are shown.
     *
     * @throws IOException if one cannot be read
     * @throws RuntimeException if the scene cannot be fused
     */
    Map<String, Image> of(DatasetScene scene) throws IOException, InterruptedException;

    /** The sources as they are fused, and what is fused of them by each variant. */
    static SceneViews fusing(SourceReading reading, SceneFusion fusion, OutputRule rule, List<Variant> variants) {
        return scene -> {
            SourceImages sources = scene.read(reading).stretched(reading.preparation());
            Map<String, Image> views = sources(scene, sources.images());
            for (Variant variant : variants) {
                views.put(
                        variant.label(),
                        rule.apply(fusion.fuse(sources.images(), sources.allRoles(), variant)
                                .image()));
            }
            return views;
        };
    }

    /**
     * The sources as they are fused, and what was fused of them before.
     *
     * @param results a method for each variant
     * @param folder that names of fused images in the results start from
     */
    static SceneViews ofResults(SourceReading reading, Results results, Path folder) {
        return scene -> {
            Map<String, Image> views = sources(
                    scene, scene.read(reading).stretched(reading.preparation()).images());
            for (MethodResult method : results.methods()) {
                Path fused = method.measured()
                        .map(Outcome.Measured::scene)
                        .filter(measured -> measured.name().equals(scene.name()))
                        .map(measured -> folder.resolve(measured.fused()))
                        .findFirst()
                        .orElseThrow(() -> new IOException("was not fused or measured by " + method.method()));
                views.put(method.method(), ImageFiles.read(fused));
            }
            return views;
        };
    }

    /** A source for each name: the one that is called so, otherwise the first. */
    static SceneViews named(SourceReading reading, List<String> names) {
        return scene -> {
            Map<String, Image> sources = sources(
                    scene, scene.read(reading).stretched(reading.preparation()).images());
            Image first = sources.values().iterator().next();
            Map<String, Image> views = new LinkedHashMap<>();
            names.forEach(name -> views.put(name, sources.getOrDefault(name, first)));
            return views;
        };
    }

    private static Map<String, Image> sources(DatasetScene scene, List<Image> images) {
        Map<String, Image> views = new LinkedHashMap<>();
        for (int m = 0; m < images.size(); m++) {
            SourceFile source = scene.sources().get(m);
            views.put(source.role(), images.get(m));
        }
        return views;
    }
}
