package io.dynafuse.evaluation.peers;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.ParallelEvaluation;
import io.dynafuse.evaluation.Plan;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.Scene;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures images of methods as {@code dynafuse metrics} does, and where it is known where warm things are, by {@link WarmThings} too.
 *
 * @param chosen what to measure; what suits the task if none
 * @param threads how many images at once
 */
public record PeerMeasuring(List<Measure> chosen, ReadOptions reading, int threads, EvaluationProgress progress) {
    private static final String CONTRAST = "warm contrast";
    private static final String DETAIL = "visible detail";

    public PeerMeasuring {
        chosen = List.copyOf(chosen);
    }

    /**
     * Measures.
     *
     * @param datasets one or more of one task, all {@linkplain PeerDataset#isKnown known} or none
     * @param images of these and other datasets
     */
    public PeerScores measure(List<PeerDataset> datasets, PeerImages images) throws InterruptedException {
        List<Plan.Method> methods = new ArrayList<>();
        images.made().forEach((method, files) -> methods.add(method(method, files, datasets)));
        Map<String, Set<String>> published = new LinkedHashMap<>();
        images.published().forEach((method, files) -> {
            Plan.Method one = method(method, files, datasets);
            if (!one.scenes().isEmpty()) {
                methods.add(one);
                published.put(method, one.scenes().stream().map(Scene::name).collect(Collectors.toSet()));
            }
        });
        Results results = ParallelEvaluation.evaluate(
                methods, new SceneEvaluation(measures(datasets), reading), threads, progress);
        List<String> failures = new ArrayList<>(Stream.concat(
                        results.methods().stream()
                                .flatMap(method -> method.failed()
                                        .map(failed -> failed.scene().name() + ": " + method.method() + ": "
                                                + failed.reason())),
                        results.lostToMemory().stream())
                .toList());
        List<PeerScores.Column> columns = new ArrayList<>(columns(results));
        columns.addAll(warmColumns(datasets, methods, failures));
        return new PeerScores(
                title(datasets), labels(datasets), List.copyOf(images.made().keySet()), published, columns, failures);
    }

    private static String title(List<PeerDataset> datasets) {
        String known = isTruthKnown(datasets) ? "scenes of known truth" : "scenes of known warm things";
        return datasets.get(0).task().word() + ", " + (datasets.get(0).isKnown() ? known : "real scenes");
    }

    private static boolean isTruthKnown(List<PeerDataset> datasets) {
        return datasets.stream()
                .flatMap(dataset -> dataset.scenes().scenes().stream())
                .anyMatch(scene -> scene.truth().isPresent());
    }

    private static Map<String, List<String>> labels(List<PeerDataset> datasets) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        datasets.forEach(dataset -> labels.put(
                dataset.name(),
                dataset.scenes().scenes().stream().map(dataset::label).toList()));
        return labels;
    }

    private static Plan.Method method(String name, Map<String, Path> files, List<PeerDataset> datasets) {
        List<Scene> scenes = new ArrayList<>();
        for (PeerDataset dataset : datasets) {
            for (DatasetScene scene : dataset.scenes().scenes()) {
                Optional.ofNullable(files.get(dataset.label(scene)))
                        .map(fused -> new Scene(dataset.label(scene), fused, scene.files(), scene.truth()))
                        .ifPresent(scenes::add);
            }
        }
        return new Plan.Method(name, scenes);
    }

    private List<Measure> measures(List<PeerDataset> datasets) {
        if (!chosen.isEmpty()) {
            return chosen;
        }
        List<String> names = new ArrayList<>(names(datasets.get(0).task()));
        if (isTruthKnown(datasets)) {
            names.addAll(List.of("PSNR_GT", "SSIM_GT"));
        }
        return MeasureSelection.named(names, MetricProfile.CANONICAL);
    }

    private static List<String> names(Task task) {
        return switch (task) {
            case MULTI_FOCUS -> List.of("Qabf", "VIF", "NMI", "Qcb", "Qcv");
            case MULTI_EXPOSURE -> List.of("MEF-SSIM", "VIF", "Qabf", "NMI", "Qcb", "Qcv");
            case VISIBLE_INFRARED -> List.of("Qabf", "VIF", "Qcb", "Qcv", "SSIM", "SCD");
            case MEDICAL -> List.of("Qabf", "VIF", "SSIM", "SCD");
        };
    }

    private static List<PeerScores.Column> columns(Results results) {
        return IntStream.range(0, results.measures().size())
                .mapToObj(i -> new PeerScores.Column(
                        results.name(results.measures().get(i)),
                        results.measures().get(i).direction(),
                        results.methods().stream()
                                .collect(Collectors.toMap(MethodResult::method, method -> method.numbers(i)))))
                .toList();
    }

    /** A scene with a mask of warm things, and the image of a method. */
    private record Masked(String method, String label, DatasetScene scene, Path mask, Path fused) {
        Path source(boolean infrared) throws IOException {
            return scene.sources().stream()
                    .filter(source ->
                            source.knownRole().filter(Role::isInfrared).isPresent() == infrared)
                    .map(SourceFile::file)
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            label + ": has warm things, but no source that is " + (infrared ? "infrared" : "visible")));
        }
    }

    private List<PeerScores.Column> warmColumns(
            List<PeerDataset> datasets, List<Plan.Method> methods, List<String> failures) throws InterruptedException {
        List<Masked> masked = masked(datasets, methods);
        Map<String, Map<String, Double>> contrast = new ConcurrentHashMap<>();
        Map<String, Map<String, Double>> detail = new ConcurrentHashMap<>();
        List<FailedScene> failed = SceneLoop.over(masked, one -> one.label() + ": " + one.method())
                .threads(threads)
                .run(one -> {
                    WarmThings warm = WarmThings.of(read(one.mask()));
                    Image fused = read(one.fused());
                    put(warm.contrast(fused, read(one.source(true))), one, contrast);
                    put(warm.detail(fused, read(one.source(false))), one, detail);
                });
        failed.forEach(one -> failures.add(one.line()));
        return masked.isEmpty()
                ? List.of()
                : List.of(
                        new PeerScores.Column(CONTRAST, Direction.HIGHER_IS_BETTER, contrast),
                        new PeerScores.Column(DETAIL, Direction.HIGHER_IS_BETTER, detail));
    }

    private static List<Masked> masked(List<PeerDataset> datasets, List<Plan.Method> methods) {
        List<Masked> masked = new ArrayList<>();
        for (Plan.Method method : methods) {
            Map<String, Path> files = method.scenes().stream().collect(Collectors.toMap(Scene::name, Scene::fused));
            for (PeerDataset dataset : datasets) {
                for (DatasetScene scene : dataset.scenes().scenes()) {
                    String label = dataset.label(scene);
                    Optional<Path> mask = dataset.warm(scene).filter(file -> files.containsKey(label));
                    mask.ifPresent(file -> masked.add(new Masked(method.name(), label, scene, file, files.get(label))));
                }
            }
        }
        return masked;
    }

    private Image read(Path file) throws IOException {
        return ImageFiles.read(file, reading);
    }

    private static void put(OptionalDouble number, Masked of, Map<String, Map<String, Double>> numbers) {
        number.ifPresent(value -> numbers.computeIfAbsent(of.method(), key -> new ConcurrentHashMap<>())
                .put(of.label(), value));
    }
}
