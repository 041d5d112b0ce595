package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.run.SafeNames;
import io.dynafuse.files.OneLine;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.CheckpointPurpose;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.library.InstalledCheckpoint;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.Network;
import io.dynafuse.task.Role;
import io.dynafuse.task.TaskChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The methods of a benchmark.
 *
 * @param methods those that suit the dataset
 * @param leftOut those that do not, and why, a line each
 * @param failures those that cannot be read, a line each
 */
record BenchmarkMethods(List<Method> methods, List<String> leftOut, List<String> failures) {
    /** What stands for all checkpoints that have a name. */
    static final String ALL = "all";

    /** The fusion of the images themselves that no network judges. */
    static final String USUAL = "usual";

    private static final int LONGEST_NAME = 80;

    /**
     * A checkpoint.
     *
     * @param name on the command line
     * @param folder of its results
     */
    record Method(String name, String folder, CheckpointSource checkpoint, Network network) {}

    /** A name, and what it leads to. */
    private record Named(String name, CheckpointSource checkpoint) {}

    /**
     * Checks the words of {@code --methods}.
     *
     * @throws picocli.CommandLine.ParameterException if one is empty or there twice
     */
    static void requireSense(CommandSpec command, List<String> words) {
        List<MethodArgument> given = words.stream().map(MethodArgument::of).toList();
        Usage.require(
                command,
                !words.isEmpty()
                        && given.stream()
                                .noneMatch(one -> one.name().isBlank()
                                        || one.place().text().isEmpty()),
                "--methods: expected " + ALL + ", or names or files of checkpoints separated by commas, found "
                        + (words.isEmpty() ? "nothing" : "an empty one"));
        Usage.require(
                command,
                given.stream().noneMatch(one -> one.name().equalsIgnoreCase(USUAL)),
                "--methods: expected methods of other names than " + USUAL
                        + ", which is the fusion that no network judges");
        Usage.require(
                command,
                given.stream()
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        == given.size(),
                "--methods: expected methods of different names, as NAME=FILE gives them, found "
                        + String.join(" and ", words));
    }

    /**
     * Finds methods and looks at what they are for.
     *
     * @throws IOException if there is nothing of a name
     */
    static BenchmarkMethods of(CheckpointLibrary library, List<String> words, Dataset scenes, TaskChoice task)
            throws IOException {
        List<String> failures = new ArrayList<>();
        List<Named> found = words.equals(List.of(ALL)) ? all(library, failures) : named(library, words);
        List<String> folders = SafeNames.of(
                Stream.of(
                                BenchmarkFolder.ownNames().stream(),
                                Stream.of(USUAL),
                                found.stream().map(Named::name))
                        .flatMap(names -> names)
                        .toList(),
                LONGEST_NAME);
        List<String> ofMethods = folders.subList(folders.size() - found.size(), folders.size());
        List<List<Optional<Role>>> roles = scenes.scenes().stream()
                .map(scene ->
                        scene.sources().stream().map(SourceFile::knownRole).toList())
                .distinct()
                .toList();
        List<Method> methods = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Named one = found.get(i);
            try {
                CheckpointPurpose purpose = CheckpointPurpose.of(one.checkpoint());
                Optional<String> objection = purpose.objection(roles, task.task());
                if (objection.isPresent()) {
                    leftOut.add(OneLine.of(one.name() + ": " + objection.get()));
                } else {
                    methods.add(new Method(one.name(), ofMethods.get(i), one.checkpoint(), purpose.network()));
                }
            } catch (IOException e) {
                failures.add(OneLine.of(e));
            }
        }
        return new BenchmarkMethods(methods, leftOut, failures);
    }

    private static List<Named> all(CheckpointLibrary library, List<String> failures) throws IOException {
        InstalledFolder.Listing installed = library.installed().list();
        failures.addAll(installed.damaged());
        List<Named> all = new ArrayList<>();
        for (InstalledCheckpoint checkpoint : installed.checkpoints()) {
            boolean isTaken = checkpoint.id().equals(USUAL);
            all.add(new Named(isTaken ? checkpoint.name() : checkpoint.id(), checkpoint));
        }
        for (EmbeddedCheckpoint checkpoint : library.embedded()) {
            // What is installed under the same name is taken first wherever a checkpoint is named.
            boolean isHidden = all.stream().anyMatch(one -> one.name().equals(checkpoint.id()));
            all.add(new Named(isHidden ? checkpoint.name() : checkpoint.id(), checkpoint));
        }
        return all;
    }

    private static List<Named> named(CheckpointLibrary library, List<String> words) throws IOException {
        List<Named> named = new ArrayList<>();
        for (String text : words) {
            MethodArgument argument = MethodArgument.of(text);
            named.add(new Named(argument.name(), library.find(argument.place().text())));
        }
        return named;
    }
}
