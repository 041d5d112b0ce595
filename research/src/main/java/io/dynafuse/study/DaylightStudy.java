package io.dynafuse.study;

import io.dynafuse.data.FailedScene;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.report.PictureGrid;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.Viridis;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.Outdoors;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether the visible image loses its say as day becomes night (TTD, Fig. 8): the same synthetic streets, ever darker, with the same objects and draws of chance.
 */
final class DaylightStudy implements Study {
    private static final List<String> VARIANTS = List.of("component", "maximum", "fused", "self-fused", "image");
    private static final int STEPS = 6;
    private static final int USUAL_SCENES = 20;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 256;
    private static final int VISIBLE = 0;

    @Override
    public String id() {
        return "daylight";
    }

    @Override
    public String question() {
        return "does the visible image lose its dominability as day becomes night (Fig. 8)? (makes its own streets)";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of(Study.Option.SEED);
    }

    @Override
    public Optional<Task> ofScenesItMakes() {
        return Optional.of(Task.VISIBLE_INFRARED);
    }

    @Override
    public void requireSense(StudySubject subject) {
        CorruptionStudy.requireDynamic(variants(subject));
    }

    private static List<Variant> variants(StudySubject subject) {
        return subject.variants(VARIANTS, subject.fuser().defaultDominability());
    }

    @Override
    public Findings run(StudySubject subject) throws InterruptedException {
        Run run = new Run(subject, variants(subject));
        List<Integer> scenes = IntStream.rangeClosed(1, Math.min(subject.scenes(), USUAL_SCENES))
                .boxed()
                .toList();
        List<FailedScene> failed = SceneLoop.over(scenes, scene -> "street " + scene)
                .progress(subject.progress())
                .run(run::add);
        return run.findings(failed.stream().map(FailedScene::line).toList());
    }

    /** The study while it goes from scene to scene. */
    private static final class Run {
        private final StudySubject subject;
        private final List<Variant> variants;
        private final List<Map<Variant, Sample>> steps = new ArrayList<>();
        private final Map<String, Image> pictures = new LinkedHashMap<>();
        private int scenes;

        Run(StudySubject subject, List<Variant> variants) {
            this.subject = subject;
            this.variants = variants;
            for (int step = 0; step <= STEPS; step++) {
                Map<Variant, Sample> samples = new LinkedHashMap<>();
                variants.forEach(variant -> samples.put(variant, new Sample()));
                steps.add(samples);
            }
        }

        void add(int number) throws InterruptedException {
            PictureGrid grid = new PictureGrid();
            List<Map<Variant, Double>> weights = new ArrayList<>();
            for (int step = 0; step <= STEPS; step++) {
                SceneMaker maker = SceneMakers.outdoors(Outdoors.BUSY.inDarkness(step));
                SyntheticScene scene = maker.make(WIDTH, HEIGHT, Seeds.derive(subject.seed(), "daylight " + number));
                List<Image> row = new ArrayList<>(scene.sources());
                Map<Variant, Double> ofStep = new LinkedHashMap<>();
                for (Variant variant : variants) {
                    FusedImage fused = subject.fuser().fuse(scene.sources(), scene.knownRoles(), variant);
                    Image map = fused.weightMaps().get(VISIBLE);
                    ofStep.put(variant, mean(map));
                    row.add(Viridis.colour(map));
                }
                weights.add(ofStep);
                grid.add(row);
            }
            // A scene that fails half-way counts nowhere, so that all means are over the same scenes.
            for (int step = 0; step <= STEPS; step++) {
                Map<Variant, Sample> samples = steps.get(step);
                weights.get(step)
                        .forEach((variant, weight) -> samples.get(variant).add(weight));
            }
            if (scenes == 0) {
                pictures.put("street-" + number, grid.picture());
            }
            scenes++;
        }

        private static double mean(Image map) {
            float[] weights = map.values();
            return IntStream.range(0, weights.length)
                    .mapToDouble(i -> weights[i])
                    .average()
                    .orElseThrow();
        }

        Findings findings(List<String> failures) {
            if (scenes == 0) {
                return Findings.nothing(failures);
            }
            List<String> remarks = variants.stream()
                    .map(variant -> variant.label() + ": the visible image's weight "
                            + trend(variant).words("step", "steps") + ".")
                    .toList();
            return new Findings(List.of(weightTable(), claimTable()), remarks, pictures, failures);
        }

        private Trend trend(Variant variant) {
            return new Trend(
                    steps.stream().mapToDouble(step -> step.get(variant).mean()).toArray());
        }

        private Table weightTable() {
            Table.Builder table = Table.of(
                    "Mean weight of the visible image over " + Words.counted(scenes, "street")
                            + "; where weights sum to 1, the infrared image has the rest",
                    1,
                    "darkness",
                    variants.stream().map(Variant::label).toList());
            for (int step = 0; step <= STEPS; step++) {
                Map<Variant, Sample> samples = steps.get(step);
                table.row(
                        Integer.toString(step),
                        variants.stream()
                                .map(variant -> Cell.of(samples.get(variant).mean(), 4))
                                .toList());
            }
            return table.build();
        }

        /** What TTD shows in pictures, held against the numbers. */
        private Table claimTable() {
            Table.Builder table = Table.of(
                    "What TTD shows in pictures, Fig. 8: from day to night the visible image's weight gradually falls. In how many of "
                            + Words.counted(scenes, "street") + " it is lower in darkness " + STEPS
                            + " than by day, and at how many of "
                            + STEPS + " steps the mean falls",
                    1,
                    List.of("variant", "streets", "change", "steps", "as published"));
            for (Variant variant : variants) {
                Sample change = steps.get(STEPS).get(variant).minus(steps.get(0).get(variant));
                long falling = steps.get(0)
                        .get(variant)
                        .minus(steps.get(STEPS).get(variant))
                        .positive();
                int falls = trend(variant).falls();
                table.row(
                        variant.label(),
                        Cell.of(falling, 0),
                        Cell.of(change.mean(), 4),
                        Cell.of(falls, 0),
                        falls == STEPS ? "yes" : change.mean() < 0 ? "in part" : "no");
            }
            return table.build();
        }
    }
}
