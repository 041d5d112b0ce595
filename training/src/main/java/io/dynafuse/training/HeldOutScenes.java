package io.dynafuse.training;

import io.dynafuse.evaluation.Pictures;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import io.dynafuse.metrics.Picture;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.OutputRange;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a network by its static fusion of scenes that it does not learn from: PSNR against the truth where there is one, and {@code Qabf}. A scene
 * with a truth scores its PSNR in units of 50 dB, beyond which nobody sees a difference; one without scores its Qabf. The score of a network is the mean
 * over the tasks of the mean over their scenes. An image that equals its truth counts as 100 dB, which is more than one wrong level of one pixel leaves,
 * so that no mean is infinite.
 */
public final class HeldOutScenes {
    private static final double INVISIBLE_DECIBELS = 50;
    private static final double EQUAL_DECIBELS = 100;
    private static final Metric PSNR = Metrics.find("PSNR_GT").orElseThrow();
    private static final Metric EDGES = Metrics.find("Qabf").orElseThrow();

    private final List<SyntheticScene> scenes;

    /**
     * @param scenes one or more
     * @throws IllegalArgumentException if there are none
     */
    public HeldOutScenes(List<SyntheticScene> scenes) {
        this.scenes = List.copyOf(scenes);
        if (scenes.isEmpty()) {
            throw new IllegalArgumentException("expected scenes to validate on, found none");
        }
    }

    /**
     * Fuses all scenes.
     *
     * @param model which this closes
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    public Validation.Result measure(FusionModel model) throws InterruptedException {
        Map<String, List<Double>> measures = new LinkedHashMap<>();
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        try (Fuser fuser =
                Fuser.with(model).withoutWeights().range(OutputRange.AS_IS).open()) {
            for (SyntheticScene scene : scenes) {
                String task = scene.task().word();
                Evaluation evaluation = evaluation(
                        scene, fuser.fuse(scene.sources(), roles(scene)).image());
                Metric decisive = scene.truth().isPresent() ? PSNR : EDGES;
                for (Metric metric : decisive == EDGES ? List.of(EDGES) : List.of(PSNR, EDGES)) {
                    double value = value(evaluation, metric);
                    add(measures, task + " " + metric.id(), value);
                    if (metric == decisive) {
                        add(scores, task, metric == PSNR ? value / INVISIBLE_DECIBELS : value);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a model that is in memory needs no file", e);
        }
        return new Validation.Result(
                mean(scores.values().stream().map(HeldOutScenes::mean).toList()), means(measures));
    }

    /** Of all scenes, in pixels. */
    static int shortestSide(List<SyntheticScene> scenes) {
        return scenes.stream()
                .map(scene -> scene.sources().get(0))
                .mapToInt(image -> Math.min(image.width(), image.height()))
                .min()
                .orElseThrow();
    }

    /** The roles of the sources; none, if not all are known. */
    static List<Role> roles(SyntheticScene scene) {
        List<Role> roles = scene.knownRoles();
        return roles.size() == scene.sources().size() ? roles : List.of();
    }

    private static Evaluation evaluation(SyntheticScene scene, Image fused) {
        List<Picture> sources = scene.sources().stream().map(Pictures::of).toList();
        return new Evaluation(
                new FusedScene(Pictures.of(fused), sources, scene.truth().map(Pictures::of)));
    }

    /** Undefined where a picture is constant, which says nothing for the network. */
    private static double value(Evaluation evaluation, Metric metric) {
        double value =
                evaluation.score(metric, MetricProfile.CANONICAL).toOptional().orElse(0);
        return metric == PSNR ? Math.min(EQUAL_DECIBELS, value) : value;
    }

    private static void add(Map<String, List<Double>> lists, String name, double value) {
        lists.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    private static Map<String, Double> means(Map<String, List<Double>> measures) {
        Map<String, Double> means = new LinkedHashMap<>();
        measures.forEach((name, values) -> means.put(name, mean(values)));
        return means;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
