package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.Statistics;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.fusion.PeakMemory;
import io.dynafuse.fusion.Variant;
import io.dynafuse.preparation.SourceImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What fusing takes by each variant of a run: time and memory, measured on the first scenes after all else is done, as measuring scores
 * beside it would slow it down. They lie beside the results, so that a run that is started again does not measure them again.
 */
public final class RunCosts {
    /** The most scenes that are fused for a cost. */
    public static final int SCENES = 3;

    private static final String FILE = "costs.json";
    private static final String PART = "costs";
    private static final double NANOSECONDS_IN_A_MILLISECOND = 1e6;

    private final EvaluationRequest request;
    private final Path file;
    private final Map<Variant, List<DatasetScene>> scenes;
    private final List<Entry> known;

    private RunCosts(EvaluationRequest request, Path file, Map<Variant, List<DatasetScene>> scenes, List<Entry> known) {
        this.request = request;
        this.file = file;
        this.scenes = scenes;
        this.known = new ArrayList<>(known);
    }

    /** What {@code costs.json} says. */
    record Costs(List<Entry> entries) {
        Costs {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The cost of a variant, and what it is of.
     *
     * @param run the digest of the identity
     * @param scenes the names of those that were fused
     */
    record Entry(String run, String variant, List<String> scenes, int threads, FusionCost cost) {
        Entry {
            scenes = List.copyOf(scenes);
        }

        boolean isOf(Entry other) {
            return run.equals(other.run)
                    && variant.equals(other.variant)
                    && scenes.equals(other.scenes)
                    && threads == other.threads;
        }
    }

    /**
     * The costs that an earlier run left.
     *
     * @param output the folder of the run, which is finished
     * @param results of the run; what could not be fused has no cost
     */
    public static RunCosts of(EvaluationRequest request, Path output, Results results) {
        Map<Variant, List<DatasetScene>> scenes = new LinkedHashMap<>();
        for (Variant variant : request.variants()) {
            List<DatasetScene> first = measured(request, results, variant);
            if (!first.isEmpty()) {
                scenes.put(variant, first);
            }
        }
        Path file = output.resolve(FILE);
        Optional<Costs> before = request.restart() ? Optional.empty() : SealedJson.read(file, PART, Costs.class);
        return new RunCosts(request, file, scenes, before.map(Costs::entries).orElse(List.of()));
    }

    private static List<DatasetScene> measured(EvaluationRequest request, Results results, Variant variant) {
        List<String> names = results.methods().stream()
                .filter(method -> method.method().equals(variant.label()))
                .flatMap(MethodResult::measured)
                .map(Outcome::scene)
                .map(scene -> scene.name())
                .toList();
        return request.dataset().scenes().stream()
                .filter(scene -> names.contains(scene.name()))
                .limit(SCENES)
                .toList();
    }

    /** The variants whose cost is to be measured. */
    public List<Variant> missing() {
        return scenes.keySet().stream()
                .filter(variant -> find(variant).isEmpty())
                .toList();
    }

    /** The known costs, by the labels of the variants. */
    public Map<String, FusionCost> known() {
        Map<String, FusionCost> costs = new LinkedHashMap<>();
        scenes.keySet().forEach(variant -> find(variant).ifPresent(entry -> costs.put(variant.label(), entry.cost())));
        return costs;
    }

    private Optional<Entry> find(Variant variant) {
        Entry wanted = entry(variant, new FusionCost(0, 0));
        return known.stream().filter(wanted::isOf).findFirst();
    }

    private Entry entry(Variant variant, FusionCost cost) {
        return new Entry(
                request.identity().digest(),
                VariantFolders.Placed.meaning(variant),
                scenes.get(variant).stream().map(DatasetScene::name).toList(),
                request.threads(),
                cost);
    }

    /**
     * Measures the missing costs, and keeps each as soon as it is known.
     *
     * @return a line for each variant whose cost stays unknown, as a scene cannot be read or fused any more
     * @throws UnwritableFileException if the costs cannot be kept
     * @throws InterruptedException if the calling thread is interrupted
     */
    public List<String> measure(EvaluationRun.SceneFusion fusion, EvaluationProgress progress)
            throws UnwritableFileException, InterruptedException {
        List<Variant> missing = missing();
        List<String> failures = new ArrayList<>();
        ProgressCounter counter = new ProgressCounter(missing.size(), progress);
        for (Variant variant : missing) {
            try {
                Entry measured = entry(variant, cost(fusion, variant));
                known.add(measured);
                SealedJson.write(file, PART, new Costs(known));
            } catch (UnwritableFileException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                failures.add(variant.label() + ": its time and memory cannot be measured: " + OneLine.of(e));
            }
            counter.advance();
        }
        return failures;
    }

    private FusionCost cost(EvaluationRun.SceneFusion fusion, Variant variant)
            throws IOException, InterruptedException {
        double[] milliseconds = new double[scenes.get(variant).size()];
        double megabytes = 0;
        for (int i = 0; i < milliseconds.length; i++) {
            SourceImages sources = read(scenes.get(variant).get(i));
            // The first fusion of a size warms up memory and code.
            megabytes = Math.max(
                    megabytes, PeakMemory.megabytes(() -> fusion.fuse(sources.images(), sources.allRoles(), variant)));
            long start = System.nanoTime();
            fusion.fuse(sources.images(), sources.allRoles(), variant);
            milliseconds[i] = (System.nanoTime() - start) / NANOSECONDS_IN_A_MILLISECOND;
        }
        return new FusionCost(Statistics.median(milliseconds), megabytes);
    }

    private SourceImages read(DatasetScene scene) throws IOException {
        return scene.read(request.reading()).stretched(request.reading().preparation());
    }
}
