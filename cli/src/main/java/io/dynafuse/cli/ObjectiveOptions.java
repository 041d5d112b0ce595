package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.scenes.MedicalPair;
import io.dynafuse.scenes.Photographs;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.task.Task;
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
            names = "--task",
            paramLabel = "TASK",
            split = ",",
            description =
                    "The tasks to learn, one or more, alternating: visible-infrared, medical (MRI with CT and PET, not of"
                            + " photographs), multi-exposure, multi-focus; multi-focus if not given.")
    private List<Task> tasks = List.of(Task.MULTI_FOCUS);

    @Option(
            names = "--sources",
            paramLabel = "M",
            split = ",",
            description =
                    "Number of images in a scene, one number or more, alternating: 2 to 16 exposures or focus planes,"
                            + " 2 of the other tasks; 2 if not given.")
    private List<Integer> sources = List.of(2);

    @Option(
            names = "--loss",
            paramLabel = "TASK=LOSS",
            description =
                    "What is made small, such as multi-focus=l2+0.5*gradient, once for each task that is not to have"
                            + " the usual one: with a truth " + Objective.WITH_TRUTH
                            + ", else " + Objective.WITHOUT_TRUTH + ".")
    private Map<Task, TrainingLoss> losses = new LinkedHashMap<>();

    @Option(
            names = "--scenes",
            paramLabel = "N",
            description = "Number of scenes for each task and number of sources; 400 if not given.")
    private int scenes = 400;

    @Option(
            names = "--scene-side",
            paramLabel = "PIXELS",
            description = "Width and height of a scene; 160 if not given.")
    private int sceneSide = 160;

    int scenes() {
        return scenes;
    }

    int sceneSide() {
        return sceneSide;
    }

    void requireSense(CommandSpec command) {
        PhotographReading.requireNamed(command, images);
        Usage.require(
                command,
                synthetic != images.isPresent(),
                "expected --synthetic or --images DIR, found " + (synthetic ? "both" : "neither"));
        Usage.require(
                command,
                images.isEmpty() || !tasks.contains(Task.MEDICAL),
                "--images: medical scenes are not made of photographs; expected other tasks, or --synthetic");
        requireDifferent(command, "--task", tasks.stream().map(Names::of).toList());
        requireDifferent(command, "--sources", sources);
        tasks.forEach(task -> sources.forEach(count -> requireScenes(command, task, count)));
        losses.forEach((task, loss) -> requireLoss(command, task, loss));
        Usage.requirePositive(command, "--scenes", Optional.of(scenes));
        Usage.require(
                command,
                sceneSide >= SMALLEST_SCENE && sceneSide <= LARGEST_SCENE,
                "--scene-side: expected " + SMALLEST_SCENE + " to " + LARGEST_SCENE + " pixels, found " + sceneSide);
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
            throw Usage.wrong(command, "--sources: for " + Names.of(task) + ", " + OneLine.of(e));
        }
    }

    private void requireLoss(CommandSpec command, Task task, TrainingLoss loss) {
        String option = "--loss " + Names.of(task) + "=" + loss + ": ";
        Usage.require(
                command,
                tasks.contains(task),
                option + "is for a task that is not learned; expected --task to name it, found "
                        + String.join(",", tasks.stream().map(Names::of).toList()));
        Usage.require(
                command,
                WITH_TRUTH.contains(task) || !loss.needsTruth(),
                option
                        + "compares with the truth, which these scenes have none of; expected intensity-max, gradient-max,"
                        + " source-ssim, total-variation or their sums");
    }

    /** @throws picocli.CommandLine.ParameterException if a loss is given, for a network that learns its own */
    void requireNoLosses(CommandSpec command) {
        Usage.require(
                command, losses.isEmpty(), "--loss: refusion learns its loss; expected none, or --alpha1 and --alpha2");
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
    static List<SceneMaker> makers(Objective objective, Optional<Photographs> photographs) {
        if (objective.task() == Task.MEDICAL) {
            return Arrays.stream(MedicalPair.values()).map(SceneMakers::medical).toList();
        }
        return List.of(photographs
                .map(all -> SceneMakers.ofPhotographs(objective.task(), objective.sources(), all))
                .orElseGet(() -> SceneMakers.of(objective.task(), objective.sources())));
    }

    /** Describes what the scenes are made of; other photographs give another text. */
    static String data(Optional<Photographs> photographs) throws IOException {
        if (photographs.isEmpty()) {
            return "synthetic";
        }
        return photographs.get().count() + " photographs, names and files of sha256 "
                + photographs.get().sha256();
    }
}
