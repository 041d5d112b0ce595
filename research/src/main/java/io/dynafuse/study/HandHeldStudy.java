package io.dynafuse.study;

import io.dynafuse.align.Aligner;
import io.dynafuse.align.Alignment;
import io.dynafuse.align.Canvas;
import io.dynafuse.align.Crop;
import io.dynafuse.align.Transform;
import io.dynafuse.align.Warp;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.report.PictureGrid;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What alignment gives back of what a hand takes: brackets whose exposures are shaken, and focus stacks that are shaken and whose field of
 * view breathes, fused as they are, aligned, and aligned by the motions that were put in.
 */
final class HandHeldStudy implements Study {
    private static final int SCENES = 10;
    private static final int SOURCES = 4;
    private static final int REFERENCE = SOURCES / 2;
    private static final int MADE_WIDTH = 420;
    private static final int MADE_HEIGHT = 340;
    private static final int MARGIN = 40;
    private static final Canvas FRAME = Canvas.of(MADE_WIDTH - 2 * MARGIN, MADE_HEIGHT - 2 * MARGIN);
    /** Without the borders, where moved sources show nothing. */
    private static final int BORDER = 24;

    private static final Canvas SEEN =
            new Canvas(BORDER, BORDER, FRAME.width() - 2 * BORDER, FRAME.height() - 2 * BORDER);
    private static final double SHIFT = 4;
    private static final double DEGREES = 0.4;
    private static final double BREATHING = 0.008;
    private static final List<Task> TASKS = List.of(Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);
    private static final List<String> WAYS =
            List.of("as they are", "aligned", "aligned by what was put in", "never moved");
    private static final StudyMeasures MEASURES = StudyMeasures.named("PSNR_GT", "SSIM_GT");

    @Override
    public String id() {
        return "hand-held";
    }

    @Override
    public String question() {
        return "what does alignment give back of what shake and breathing take? (makes its own scenes)";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of(Study.Option.SEED);
    }

    @Override
    public Optional<Task> ofScenesItMakes() {
        return Optional.of(Task.MULTI_EXPOSURE);
    }

    @Override
    public void requireSense(StudySubject subject) {
        if (!subject.variants().isEmpty()) {
            throw new IllegalArgumentException(
                    "--variant: " + id() + " fuses as is usual for each task; expected none");
        }
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        List<Table> tables = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Map<String, Image> pictures = new LinkedHashMap<>();
        for (Task task : TASKS) {
            Run run = new Run(task, subject);
            failures.addAll(run.failures());
            tables.add(run.table());
            run.picture().ifPresent(picture -> pictures.put(task.word(), picture));
        }
        return new Findings(tables, List.of(), pictures, failures);
    }

    /** The scenes of one task. */
    private static final class Run {
        private final Task task;
        private final List<StudyMeasures.Samples> samples =
                WAYS.stream().map(way -> MEASURES.samples()).toList();
        private final List<String> failures = new ArrayList<>();
        private final Sample errors = new Sample();
        private Optional<Image> picture = Optional.empty();
        private int untrusted;

        Run(Task task, StudySubject subject) throws IOException, InterruptedException {
            this.task = task;
            List<Integer> scenes = IntStream.rangeClosed(1, Math.min(subject.scenes(), SCENES))
                    .boxed()
                    .toList();
            try (Fuser fuser = Fuser.forTask(task, SOURCES).open()) {
                SceneLoop.over(scenes, scene -> task.word() + " " + scene)
                        .progress(subject.progress())
                        .run(scene ->
                                add(fuser, Seeds.derive(subject.seed(), "hand-held " + task.word() + " " + scene)))
                        .stream()
                        .map(FailedScene::line)
                        .forEach(failures::add);
            }
        }

        private void add(Fuser fuser, long seed) throws InterruptedException {
            SyntheticScene scene = SceneMakers.of(task, SOURCES).make(MADE_WIDTH, MADE_HEIGHT, seed);
            List<Transform> motions = motions(new Random(seed));
            Transform cut = Transform.translation(MARGIN, MARGIN);
            List<Image> still = scene.sources().stream()
                    .map(source -> Warp.of(source, cut, FRAME))
                    .toList();
            List<Image> moved = IntStream.range(0, SOURCES)
                    .mapToObj(m -> Warp.of(scene.sources().get(m), cut.after(motions.get(m)), FRAME))
                    .toList();
            List<Image> byTruth = IntStream.range(0, SOURCES)
                    .mapToObj(m -> Warp.of(moved.get(m), motions.get(m).inverse(), FRAME))
                    .toList();
            Alignment alignment =
                    Aligner.DEFAULT.inSequence(task == Task.MULTI_FOCUS).align(moved);
            for (int m = 0; m < SOURCES; m++) {
                errors.add(alignment
                        .motions()
                        .get(m)
                        .transform()
                        .cornerDistance(motions.get(m).inverse(), FRAME.width(), FRAME.height()));
            }
            untrusted += alignment.isTrusted() ? 0 : 1;
            List<Image> aligned = alignment.isTrusted() ? alignment.apply(moved, Crop.REFERENCE) : moved;
            Image truth = seen(Warp.of(scene.truth().orElseThrow(), cut, FRAME));
            List<Image> row = new ArrayList<>();
            List<List<Image>> ways = List.of(moved, aligned, byTruth, still);
            for (int way = 0; way < ways.size(); way++) {
                Image fused = seen(fuser.fuse(ways.get(way)).image());
                row.add(fused);
                samples.get(way).add(MEASURES.of(fused, List.of(truth, truth), Optional.of(truth)));
            }
            row.add(truth);
            if (picture.isEmpty()) {
                PictureGrid grid = new PictureGrid(SEEN.width());
                grid.add(row);
                picture = Optional.of(grid.picture());
            }
        }

        private static Image seen(Image image) {
            return Warp.of(image, Transform.IDENTITY, SEEN);
        }

        /** How each source was held, against the reference. */
        private List<Transform> motions(Random random) {
            List<Transform> motions = new ArrayList<>();
            for (int m = 0; m < SOURCES; m++) {
                double scale = task == Task.MULTI_FOCUS ? 1 + BREATHING * (m - REFERENCE) : 1;
                Transform turn = Transform.similarity(
                        DEGREES * random.nextGaussian(), scale, FRAME.width() / 2.0, FRAME.height() / 2.0);
                Transform shake = Transform.translation(SHIFT * random.nextGaussian(), SHIFT * random.nextGaussian());
                motions.add(m == REFERENCE ? Transform.IDENTITY : shake.after(turn));
            }
            return motions;
        }

        List<String> failures() {
            return failures;
        }

        Optional<Image> picture() {
            return picture;
        }

        Table table() {
            Table.Builder table = Table.of(
                    String.format(
                            Locale.ROOT,
                            "%s of %d sources each, task %s; mean error of the motions found %.2f px, %s not trusted",
                            Words.counted(errors.size() / SOURCES, "scene"),
                            SOURCES,
                            task.word(),
                            errors.mean(),
                            Words.counted(untrusted, "scene")),
                    1,
                    "sources",
                    MEASURES.heads());
            for (int way = 0; way < WAYS.size(); way++) {
                table.row(WAYS.get(way), samples.get(way).means());
            }
            return table.build();
        }
    }
}
