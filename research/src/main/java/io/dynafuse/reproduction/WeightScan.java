package io.dynafuse.reproduction;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.ProgressCounter;
import io.dynafuse.data.ReadingNotes;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.Pictures;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Picture;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run of a {@link ScanExperiment}: a grid of definitions and what lies near the best of them on a share of the scenes, then the best on
 * all. Features and components are made once a scene, so that a definition costs a decoding.
 */
public final class WeightScan {
    // Of the scenes in the first two rounds, one in so many.
    private static final int SHARE = 12;
    private static final int REFINED = 8;
    private static final int MIXED = 6;
    private static final int FINALISTS = 20;

    private final List<ScanScores.PrintedRows> sets;
    private final List<SetScene> scenes;
    private final Fuser fuser;
    private final ReproductionRun.Settings settings;
    private final EvaluationProgress progress;
    private final ReadingNotes reading;
    private final Set<String> failures = new LinkedHashSet<>();

    private WeightScan(
            List<ScanScores.PrintedRows> sets,
            List<SetScene> scenes,
            Fuser fuser,
            ReproductionRun.Settings settings,
            EvaluationProgress progress) {
        this.sets = sets;
        this.scenes = scenes;
        this.fuser = fuser;
        this.settings = settings;
        this.progress = progress;
        this.reading = new ReadingNotes(progress::noted);
    }

    /** A scene and the number of its set. */
    private record SetScene(DatasetScene scene, int set, int place) {}

    /**
     * Prepares a scan; nothing is read yet.
     *
     * @param datasets the sets of the experiment, in any order
     * @param fuser with a network whose sources are weighed
     * @param most how many scenes of a set to take, the first ones
     * @throws IllegalArgumentException if a set is missing, or a dataset is none of them
     */
    public static WeightScan of(
            ScanExperiment experiment,
            List<Dataset> datasets,
            Fuser fuser,
            int most,
            ReproductionRun.Settings settings,
            EvaluationProgress progress) {
        List<ScanExperiment.PrintedSet> printed = experiment.sets();
        List<SetScene> scenes = new ArrayList<>();
        for (int set = 0; set < printed.size(); set++) {
            List<DatasetScene> ofSet = scenes(printed.get(set), datasets, most);
            for (int place = 0; place < ofSet.size(); place++) {
                scenes.add(new SetScene(ofSet.get(place), set, place));
            }
        }
        return new WeightScan(
                printed.stream()
                        .map(set -> ScanScores.PrintedRows.of(set, experiment))
                        .toList(),
                scenes,
                fuser,
                settings,
                progress);
    }

    private static List<DatasetScene> scenes(ScanExperiment.PrintedSet set, List<Dataset> datasets, int most) {
        List<List<DatasetScene>> found = datasets.stream()
                .map(Dataset::scenes)
                .filter(all -> all.stream().allMatch(scene -> isOf(scene, set)))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "expected one dataset of " + set.images().words() + ", found " + found.size());
        }
        return found.get(0).stream().limit(most).toList();
    }

    private static boolean isOf(DatasetScene scene, ScanExperiment.PrintedSet set) {
        return scene.sources().size() == 2
                && scene.sources().stream().map(SourceFile::knownRole).anyMatch(Optional.of(set.role())::equals);
    }

    /**
     * Scans.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Findings run() throws InterruptedException {
        List<SetScene> share =
                scenes.stream().filter(scene -> scene.place() % SHARE == 0).toList();
        ProgressCounter steps = new ProgressCounter(2 * share.size() + scenes.size(), progress);
        List<ScanScores.Scored> grid = scored(WeightDefinition.grid(), share, steps);
        List<ScanScores.Scored> near = scored(near(grid), share, steps);
        List<WeightDefinition> finalists = Stream.concat(grid.stream(), near.stream())
                .sorted(ScanScores.BEST_FIRST)
                .map(ScanScores.Scored::definition)
                .distinct()
                .limit(FINALISTS)
                .toList();
        int tried = grid.size() + near.size();
        return new ScanScores(sets, scored(finalists, scenes, steps))
                .findings(tried, share.size(), scenes.size(), List.copyOf(failures));
    }

    /** What lies near the best of a grid, and mixtures of the best of different comparisons. */
    private static List<WeightDefinition> near(List<ScanScores.Scored> grid) {
        List<WeightDefinition> best = grid.stream()
                .sorted(ScanScores.BEST_FIRST)
                .map(ScanScores.Scored::definition)
                .toList();
        Stream<WeightDefinition> neighbours =
                best.stream().limit(REFINED).flatMap(definition -> definition.neighbours().stream());
        Map<Comparison, WeightDefinition> ofComparison = new EnumMap<>(Comparison.class);
        best.forEach(
                definition -> ofComparison.putIfAbsent(definition.terms().get(0).comparison(), definition));
        List<WeightDefinition> kinds = ofComparison.values().stream()
                .sorted(Comparator.comparing(best::indexOf))
                .limit(MIXED)
                .toList();
        Stream<WeightDefinition> mixtures = IntStream.range(0, kinds.size())
                .boxed()
                .flatMap(first -> kinds.subList(0, first).stream()
                        .flatMap(second -> second.mixedWith(kinds.get(first)).stream()));
        return Stream.concat(neighbours, mixtures)
                .filter(definition -> !best.contains(definition))
                .distinct()
                .toList();
    }

    private List<ScanScores.Scored> scored(List<WeightDefinition> definitions, List<SetScene> of, ProgressCounter steps)
            throws InterruptedException {
        Map<SetScene, List<double[]>> measured = new ConcurrentHashMap<>();
        List<FailedScene> failed = SceneLoop.over(
                        of,
                        scene -> sets.get(scene.set()).images() + " "
                                + scene.scene().name())
                .threads(settings.threads())
                .progress((done, total) -> steps.advance())
                .run(scene -> measured.put(scene, measured(scene, definitions)));
        failed.forEach(failure -> failures.add(failure.line()));
        return ScanScores.scored(
                definitions,
                sets,
                IntStream.range(0, sets.size())
                        .mapToObj(set -> of.stream()
                                .filter(scene -> scene.set() == set && measured.containsKey(scene))
                                .map(measured::get)
                                .toList())
                        .toList());
    }

    /** The metrics of the static fusion, and of every definition. */
    private List<double[]> measured(SetScene scene, List<WeightDefinition> definitions)
            throws IOException, InterruptedException {
        List<Image> sources = reading.read(scene.scene(), settings.reading()).stream()
                .map(SourceColours.GRAY::apply)
                .toList();
        List<Image> fused = fuser.onTensors(
                sources,
                (fusion, tensors) -> fused(fusion, fusion.model().weighting().orElseThrow(), tensors, definitions));
        List<Picture> pictures = sources.stream().map(Pictures::of).toList();
        return fused.stream()
                .map(image -> sets.get(scene.set())
                        .scores(new Evaluation(new FusedScene(Pictures.of(image), pictures, Optional.empty()))))
                .toList();
    }

    /** The static fusion in 8 bits, and that of every definition. */
    static <F> List<Image> fused(
            Fusion fusion, Weighting<F> weighting, SourceTensors sources, List<WeightDefinition> definitions) {
        InputNormalisation normalisation = fusion.model().facts().inputs().normalisation();
        F encoded = weighting.encode(sources);
        Comparison.SceneViews views = views(weighting, encoded, sources);
        Map<LossSpace, Comparison.SceneViews> spaces = new EnumMap<>(LossSpace.class);
        Function<LossSpace, Comparison.SceneViews> inSpace =
                space -> spaces.computeIfAbsent(space, wanted -> views.in(wanted, normalisation));
        // Outside of the scopes below, which would close it.
        Stream.of(LossSpace.values()).forEach(inSpace::apply);
        List<Image> fused = new ArrayList<>(List.of(image(views.fused(), normalisation)));
        for (WeightDefinition definition : definitions) {
            try (Scope scope = Scope.open()) {
                Tensor features = weighting.fuse(encoded, definition.weights(inSpace));
                fused.add(image(weighting.decode(encoded, features), normalisation));
            }
        }
        return fused;
    }

    private static <F> Comparison.SceneViews views(Weighting<F> weighting, F encoded, SourceTensors sources) {
        List<Tensor> components = new ArrayList<>();
        List<Tensor> selfFused = new ArrayList<>();
        for (int source = 0; source < sources.count(); source++) {
            int m = source;
            components.add(weighting.component(encoded, m));
            selfFused.add(Scope.compute(() -> {
                F repeated = weighting.repeated(encoded, m);
                return weighting.decode(repeated, weighting.fuse(repeated));
            }));
        }
        Tensor fused = Scope.compute(() -> weighting.decode(encoded, weighting.fuse(encoded)));
        return new Comparison.SceneViews(sources.images(), components, selfFused, fused);
    }

    private static Image image(Tensor output, InputNormalisation normalisation) {
        Tensor clipped = LossSpace.CLIPPED.of(output, normalisation);
        Image image = Image.of(
                (int) output.size(3), (int) output.size(2), 3, clipped.planar().toFloats(), SampleDepth.FLOAT_32);
        return OutputRule.CUT.apply(image);
    }
}
