package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.report.ConstantName;
import io.dynafuse.scenes.MedicalPair;
import io.dynafuse.scenes.Photographs;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.task.Task;
import io.dynafuse.training.GivenScenes;
import io.dynafuse.training.Objective;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for what a network learns from. */
final class ObjectiveOptions {
    private static final int SMALLEST_SCENE = 16;
    private static final int LARGEST_SCENE = 16_384;
    private static final int SCENES = 400;
    private static final int SCENE_SIDE = 160;
    private static final Set<Task> WITH_TRUTH = Set.of(Task.MULTI_FOCUS, Task.MULTI_EXPOSURE);

    @Option(names = "--synthetic", description = "Learn from scenes made from the seed alone.")
    private boolean synthetic;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Learn from scenes made of the photographs in this folder, which should be sharp and well"
                    + " exposed; those under 32 pixels a side are skipped.")
    private Optional<Path> images = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DATASET",
            description =
                    "Learn from the scenes of a dataset, as they are, alone or beside those that are made: a folder in any"
                            + " layout that the field uses, or a description in YAML. A tenth of them, 1 to 8, is held out.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            split = ",",
            description =
                    "The tasks to learn, one or more, alternating: visible-infrared, medical (MRI with CT and PET, not of"
                            + " photographs), multi-exposure, multi-focus; multi-focus if not given, of cddfuse visible-infrared, of"
                            + " cddfuse-medical medical, of tc-moa visible-infrared, multi-exposure and multi-focus.")
    private List<Task> tasks = List.of();

    @Option(
            names = "--sources",
            paramLabel = "M",
            split = ",",
            description =
                    "Number of images in a scene, one number or more, alternating: 2 to 16 exposures or focus planes,"
                            + " 2 of the other tasks, as many as there are in a dataset; 2 if not given.")
    private List<Integer> sources = List.of(2);

    @Option(
            names = "--loss",
            paramLabel = "TASK=LOSS",
            description =
                    "What is made small, such as multi-focus=l2+0.5*gradient, once for each task that is not to have"
                            + " the usual one: with a truth " + Objective.WITH_TRUTH
                            + ", else " + Objective.WITHOUT_TRUTH
                            + ". Not for refusion, cddfuse and tc-moa, which have their own.")
    private Map<Task, TrainingLoss> losses = new LinkedHashMap<>();

    @Option(
            names = "--scenes",
            paramLabel = "N",
            description = "Number of scenes to make for each task and number of sources; 400 if not given.")
    private Optional<Integer> scenes = Optional.empty();

    @Option(
            names = "--scene-side",
            paramLabel = "PIXELS",
            description = "Width and height of a scene that is made; 160 if not given.")
    private Optional<Integer> sceneSide = Optional.empty();

    /** The task to learn if the command line names none. */
    void tasksUnlessGiven(List<Task> usual) {
        tasks = tasks.isEmpty() ? usual : tasks;
    }

    /** How many scenes are made for each objective; of a dataset alone, how many there are. */
    int scenes(Optional<GivenScenes> given) {
        return scenes.orElse(makes() ? SCENES : given.map(GivenScenes::most).orElse(SCENES));
    }

    int sceneSide(Optional<GivenScenes> given) {
        return sceneSide.orElse(
                makes() ? SCENE_SIDE : given.map(GivenScenes::shortestSide).orElse(SCENE_SIDE));
    }

    /** Whether scenes are made, besides those that a dataset may have. */
    boolean makes() {
        return synthetic || images.isPresent();
    }

    /** The dataset, if one is given; only its names are read. */
    Optional<GivenDataset> dataset() throws IOException {
        return data.isPresent() ? Optional.of(GivenDataset.read(List.of(data.get()))) : Optional.empty();
    }

    void requireSense(CommandSpec command) {
        PhotographReading.requireNamed(command, images);
        Usage.require(command, !synthetic || images.isEmpty(), "expected --synthetic or --images DIR, found both");
        Usage.require(
                command,
                makes() || data.isPresent(),
                "expected --synthetic, --images DIR or --data DATASET, found none of them");
        Usage.require(
                command,
                data.filter(place -> place.toString().isEmpty()).isEmpty(),
                "--data: expected the name of a file or folder, found an empty one");
        Usage.require(
                command,
                makes() || (scenes.isEmpty() && sceneSide.isEmpty()),
                "--scenes, --scene-side: are of scenes that are made; expected none of them with --data alone");
        Usage.require(
                command,
                images.isEmpty() || !tasks.contains(Task.MEDICAL),
                "--images: medical scenes are not made of photographs; expected other tasks, or --synthetic");
        requireDifferent(command, "--task", tasks.stream().map(ConstantName::of).toList());
        requireDifferent(command, "--sources", sources);
        sources.forEach(count -> Usage.require(command, count >= 2, "--sources: expected 2 or more, found " + count));
        if (makes()) {
            tasks.forEach(task -> sources.forEach(count -> requireScenes(command, task, count)));
        }
        losses.forEach((task, loss) -> requireLoss(command, task, loss));
        Usage.requirePositive(command, "--scenes", scenes);
        Usage.require(
                command,
                sceneSide
                        .filter(side -> side < SMALLEST_SCENE || side > LARGEST_SCENE)
                        .isEmpty(),
                "--scene-side: expected " + SMALLEST_SCENE + " to " + LARGEST_SCENE + " pixels, found "
                        + sceneSide.orElse(SCENE_SIDE));
    }

    private static void requireDifferent(CommandSpec command, String option, Collection<?> values) {
        Usage.require(
                command,
                new HashSet<>(values).size() == values.size(),
                option + ": expected each once, found "
                        + String.join(",", values.stream().map(Object::toString).toList()));
    }

    private static void requireScenes(CommandSpec command, Task task, int count) {
        try {
            SceneMakers.of(task, count);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--sources: for " + ConstantName.of(task) + ", " + OneLine.of(e));
        }
    }

    private void requireLoss(CommandSpec command, Task task, TrainingLoss loss) {
        String option = "--loss " + ConstantName.of(task) + "=" + loss + ": ";
        Usage.require(
                command,
                tasks.contains(task),
                option + "is for a task that is not learned; expected --task to name it, found "
                        + String.join(",", tasks.stream().map(ConstantName::of).toList()));
        Usage.require(
                command,
                WITH_TRUTH.contains(task) || !loss.needsTruth() || !makes(),
                option
                        + "compares with the truth, which these scenes have none of; expected intensity-max, gradient-max,"
                        + " source-ssim, total-variation or their sums");
    }

    /** @throws picocli.CommandLine.ParameterException if a loss is given, for a network that has its own */
    void requireNoLosses(CommandSpec command, String reason) {
        Usage.require(command, losses.isEmpty(), "--loss: " + reason);
    }

    /** @throws picocli.CommandLine.ParameterException if there are other scenes to learn from than streets of which it is known what is in them */
    void requireStreets(CommandSpec command) {
        requireNoLosses(command, "street-detector has a loss of its own; expected none");
        Usage.require(
                command,
                synthetic && data.isEmpty(),
                "street-detector learns from scenes of which it is known where people and cars are; expected --synthetic alone");
        Usage.require(
                command,
                tasks.equals(List.of(Task.VISIBLE_INFRARED)) && sources.equals(List.of(2)),
                "--task, --sources: street-detector learns from visible-infrared scenes of 2 sources; expected none of them");
    }

    /** The objectives, which alternate. */
    List<Objective> objectives() {
        List<Objective> objectives = new ArrayList<>();
        for (Task task : tasks) {
            for (int count : sources) {
                objectives.add(
                        losses.containsKey(task)
                                ? Objective.of(task, count, losses.get(task))
                                : Objective.of(task, count));
            }
        }
        return objectives;
    }

    /** The photographs to make scenes from, if any; unusable ones are reported. */
    Optional<Photographs> photographs(ReadOptions reading, PrintWriter error) throws IOException {
        return images.isPresent()
                ? Optional.of(PhotographReading.open(images.get(), reading, error))
                : Optional.empty();
    }

    /** The makers of the scenes of an objective, which alternate. */
    List<SceneMaker> makers(Objective objective, Optional<Photographs> photographs) {
        if (!makes()) {
            return List.of();
        }
        if (objective.task() == Task.MEDICAL) {
            return Arrays.stream(MedicalPair.values()).map(SceneMakers::medical).toList();
        }
        return List.of(photographs
                .map(all -> SceneMakers.ofPhotographs(objective.task(), objective.sources(), all))
                .orElseGet(() -> SceneMakers.of(objective.task(), objective.sources())));
    }

    /** Describes what is learned from; other photographs or scenes give another text. */
    String data(Optional<Photographs> photographs, Optional<GivenScenes> given) throws IOException {
        List<String> words = new ArrayList<>();
        if (photographs.isPresent()) {
            words.add(photographs.get().count() + " photographs, names and files of sha256 "
                    + photographs.get().sha256());
        } else if (synthetic) {
            words.add("synthetic");
        }
        given.ifPresent(dataset -> words.add(dataset.words()));
        return String.join(" and ", words);
    }
}
