package io.dynafuse.study;

import io.dynafuse.align.Aligner;
import io.dynafuse.align.Canvas;
import io.dynafuse.align.Motion;
import io.dynafuse.align.MotionModel;
import io.dynafuse.align.Transform;
import io.dynafuse.align.Warp;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.image.Image;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How well motions are found: pairs of synthetic scenes that are moved by a known motion, the pairs of a dataset that are moved on top of what
 * they are off already, and pairs of different scenes, which have none. The error of a motion is the mean distance at the four corners. On
 * pairs of a dataset, whose true motion nobody knows, it is the distance to what the same method finds on the unmoved pair.
 */
final class AlignmentStudy implements Study {
    /** Mean distances by which corners are moved, in pixels. */
    private static final double[] MOVED = {4.7, 14.9, 26.6};

    private static final int SCENES_OF_A_TASK = 15;
    private static final int DIFFERENT_PAIRS = 50;
    private static final int MADE_WIDTH = 420;
    private static final int MADE_HEIGHT = 340;
    private static final int MARGIN = 50;
    private static final Canvas CUT = Canvas.of(MADE_WIDTH - 2 * MARGIN, MADE_HEIGHT - 2 * MARGIN);
    private static final double CLOSE = 3;
    private static final double GROSS = 5;

    /** What finds motions, and how tables call it. */
    private record Method(String name, Optional<Aligner> aligner) {
        Optional<Motion> motion(Image reference, Image moved) {
            return aligner.map(
                    each -> each.align(List.of(reference, moved)).motions().get(1));
        }
    }

    private static final List<Method> METHODS = List.of(
            new Method("nothing", Optional.empty()),
            new Method("automatic", Optional.of(Aligner.DEFAULT)),
            new Method("affine", Optional.of(Aligner.DEFAULT.model(MotionModel.AFFINE))),
            new Method("homography", Optional.of(Aligner.DEFAULT.model(MotionModel.HOMOGRAPHY))));
    private static final int AUTOMATIC = 1;

    @Override
    public String id() {
        return "alignment";
    }

    @Override
    public String question() {
        return "how well are motions between sources found, and is what is trusted right? (makes its own scenes; --data adds pairs)";
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
    public boolean addsData() {
        return true;
    }

    @Override
    public void requireSense(StudySubject subject) {
        if (!subject.variants().isEmpty()) {
            throw new IllegalArgumentException("--variant: " + id() + " fuses nothing; expected none");
        }
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        Run run = new Run(subject);
        if (subject.dataset().isPresent()) {
            run.addDataset();
        }
        run.addSynthetic();
        run.addDifferent();
        return run.findings();
    }

    /** One motion that was looked for. */
    private record Result(double error, Optional<Motion> found) implements CalibrationPlot.Case {
        /** Of a motion that was looked for. */
        @Override
        public double predicted() {
            return found.orElseThrow().uncertainty();
        }

        boolean isTrusted() {
            return found.isPresent() && found.get().isTrusted();
        }
    }

    private static final class Run {
        private final StudySubject subject;
        private final List<List<Result>> ofDataset = empty();
        private final Map<Task, List<List<Result>>> ofTasks = new EnumMap<>(Task.class);
        private final List<Motion> ofDifferent = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();

        Run(StudySubject subject) {
            this.subject = subject;
        }

        private static List<List<Result>> empty() {
            return METHODS.stream()
                    .<List<Result>>map(method -> new ArrayList<>())
                    .toList();
        }

        void addDataset() throws IOException, InterruptedException {
            StudyScenes scenes = StudyScenes.of(subject);
            scenes.forEach((scene, sources) -> addPair(scene.name(), sources.get(0), sources.get(1)));
            failures.addAll(scenes.failures());
        }

        private void addPair(String name, Image reference, Image other) {
            Canvas canvas = Canvas.of(reference.width(), reference.height());
            List<Optional<Motion>> unmoved = METHODS.stream()
                    .map(method -> method.motion(reference, other))
                    .toList();
            for (double distance : MOVED) {
                Random random = new Random(Seeds.derive(subject.seed(), name + " " + distance));
                Transform motion = RandomMotion.affine(canvas, distance, random);
                Image moved = Warp.of(other, motion, canvas);
                for (int m = 0; m < METHODS.size(); m++) {
                    Optional<Motion> found = METHODS.get(m).motion(reference, moved);
                    Transform whole = motion.after(found.map(Motion::transform).orElse(Transform.IDENTITY));
                    Transform expected = unmoved.get(m).map(Motion::transform).orElse(Transform.IDENTITY);
                    double error = whole.cornerDistance(expected, canvas.width(), canvas.height());
                    ofDataset.get(m).add(new Result(error, found));
                }
            }
        }

        void addSynthetic() throws InterruptedException {
            for (Task task : Task.values()) {
                List<List<Result>> results = empty();
                ofTasks.put(task, results);
                List<Integer> scenes = IntStream.range(0, Math.min(subject.scenes(), SCENES_OF_A_TASK))
                        .boxed()
                        .toList();
                SceneLoop.over(scenes, scene -> task.word() + " " + scene)
                        .progress(subject.progress())
                        .run(scene -> addScene(task, scene, results))
                        .stream()
                        .map(FailedScene::line)
                        .forEach(failures::add);
            }
        }

        private void addScene(Task task, int number, List<List<Result>> results) {
            long seed = Seeds.derive(subject.seed(), "alignment " + task.word() + " " + number);
            List<Image> sources = made(task, seed).sources();
            Random random = new Random(seed);
            Transform motion = RandomMotion.affine(CUT, MOVED[number % MOVED.length], random);
            Transform cut = Transform.translation(MARGIN, MARGIN);
            Image reference = Warp.of(sources.get(0), cut, CUT);
            Image moved = Warp.of(sources.get(1), cut.after(motion), CUT);
            for (int m = 0; m < METHODS.size(); m++) {
                Optional<Motion> found = METHODS.get(m).motion(reference, moved);
                double error = found.map(Motion::transform)
                        .orElse(Transform.IDENTITY)
                        .cornerDistance(motion.inverse(), CUT.width(), CUT.height());
                results.get(m).add(new Result(error, found));
            }
        }

        private static SyntheticScene made(Task task, long seed) {
            return SceneMakers.of(task).make(MADE_WIDTH, MADE_HEIGHT, seed);
        }

        void addDifferent() throws InterruptedException {
            List<Integer> pairs = IntStream.range(0, Math.min(subject.scenes(), DIFFERENT_PAIRS))
                    .boxed()
                    .toList();
            SceneLoop.over(pairs, pair -> "different scenes " + pair)
                    .progress(subject.progress())
                    .run(pair -> {
                        Task[] tasks = Task.values();
                        Task one = tasks[pair % tasks.length];
                        Task other = tasks[pair / tasks.length % tasks.length];
                        Image reference = Warp.of(
                                made(one, source(pair, 1)).sources().get(0),
                                Transform.translation(MARGIN, MARGIN),
                                CUT);
                        Image moved = Warp.of(
                                made(other, source(pair, 2)).sources().get(1),
                                Transform.translation(MARGIN, MARGIN),
                                CUT);
                        ofDifferent.add(
                                METHODS.get(AUTOMATIC).motion(reference, moved).orElseThrow());
                    })
                    .stream()
                    .map(FailedScene::line)
                    .forEach(failures::add);
        }

        private long source(int pair, int source) {
            return Seeds.derive(subject.seed(), "different " + pair + " " + source);
        }

        Findings findings() {
            List<Table> tables = new ArrayList<>();
            if (!ofDataset.get(0).isEmpty()) {
                tables.add(methods("the pairs of the dataset, each moved three times", ofDataset));
            }
            tables.add(methods("synthetic scenes of all tasks", all()));
            tables.add(tasks());
            tables.add(calibration());
            Map<String, Image> pictures = new LinkedHashMap<>();
            pictures.put("calibration", CalibrationPlot.of(trusted()));
            return new Findings(tables, remarks(), pictures, failures);
        }

        private List<List<Result>> all() {
            List<List<Result>> all = empty();
            ofTasks.values()
                    .forEach(results -> IntStream.range(0, METHODS.size())
                            .forEach(m -> all.get(m).addAll(results.get(m))));
            return all;
        }

        private static Table methods(String of, List<List<Result>> results) {
            Table.Builder table = Table.of(
                    "Error at the corners, in pixels, on " + of + " ("
                            + Words.counted(results.get(0).size(), "motion") + ")",
                    1,
                    heads("method"));
            for (int m = 0; m < METHODS.size(); m++) {
                table.row(METHODS.get(m).name(), numbers(results.get(m)));
            }
            return table.build();
        }

        private static List<String> heads(String first) {
            return List.of(first, "mean", "median", "below 3 px", "trusted", "mean of these", "worst", "above 5 px");
        }

        private static List<Cell> numbers(List<Result> results) {
            double[] errors = errors(results);
            double[] trusted = errors(results.stream().filter(Result::isTrusted).toList());
            return List.of(
                    Cell.of(mean(errors), 2),
                    Cell.of(quantile(errors, 0.5), 2),
                    share(
                            IntStream.range(0, errors.length)
                                    .filter(i -> errors[i] < CLOSE)
                                    .count(),
                            errors.length),
                    share(trusted.length, errors.length),
                    Cell.of(mean(trusted), 2),
                    Cell.of(quantile(trusted, 1), 2),
                    Cell.of(
                            IntStream.range(0, trusted.length)
                                    .filter(i -> trusted[i] > GROSS)
                                    .count(),
                            0));
        }

        private static double[] errors(List<Result> results) {
            return results.stream().mapToDouble(Result::error).sorted().toArray();
        }

        private static Cell share(long part, int whole) {
            return whole == 0 ? Cell.of("-") : Cell.of(String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole));
        }

        private static double mean(double[] numbers) {
            return IntStream.range(0, numbers.length)
                    .mapToDouble(i -> numbers[i])
                    .average()
                    .orElse(Double.NaN);
        }

        private static double quantile(double[] sorted, double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
        }

        private Table tasks() {
            Table.Builder table = Table.of(
                    "The same of each task, by the method "
                            + METHODS.get(AUTOMATIC).name(),
                    1,
                    heads("task"));
            ofTasks.forEach((task, results) -> table.row(task.word(), numbers(results.get(AUTOMATIC))));
            return table.build();
        }

        private List<Result> trusted() {
            return all().get(AUTOMATIC).stream().filter(Result::isTrusted).toList();
        }

        private Table calibration() {
            Table.Builder table = Table.of(
                    "Predicted against true error of trusted motions on synthetic scenes: the prediction is to hold in nine of ten cases",
                    1,
                    List.of("predicted, px", "motions", "median error", "holds"));
            double[] limits = {0, 0.25, 0.5, 1, 2, Double.MAX_VALUE};
            for (int i = 0; i + 1 < limits.length; i++) {
                double from = limits[i];
                double to = limits[i + 1];
                addRow(
                        table,
                        i + 2 == limits.length ? "above " + from : from + " to " + to,
                        trusted().stream()
                                .filter(result -> result.predicted() >= from && result.predicted() < to)
                                .toList());
            }
            addRow(table, "all", trusted());
            return table.build();
        }

        private static void addRow(Table.Builder table, String name, List<Result> results) {
            long held = results.stream()
                    .filter(result -> result.error() <= result.predicted())
                    .count();
            table.row(
                    name,
                    Cell.of(results.size(), 0),
                    Cell.of(quantile(errors(results), 0.5), 2),
                    share(held, results.size()));
        }

        private List<String> remarks() {
            long trusted = ofDifferent.stream().filter(Motion::isTrusted).count();
            return List.of("Of " + ofDifferent.size() + " pairs of different scenes, " + trusted + " were trusted.");
        }
    }
}
