package io.dynafuse.cli;

import io.dynafuse.evaluation.Place;
import io.dynafuse.model.Task;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A dataset as a command line names it: {@code TASK=DATASET}, or the dataset alone.
 *
 * @param place a folder or a description
 */
record TaskData(Optional<Task> task, Path place) {
    /** @throws IllegalArgumentException if what stands before the equals sign is no task, and there is no file of the whole name */
    static TaskData of(String text) {
        int equals = text.indexOf('=');
        // A folder may have an equals sign in its name.
        return equals < 0 || new Place(text).exists()
                ? new TaskData(Optional.empty(), path(text))
                : new TaskData(Optional.of(task(text.substring(0, equals), text)), path(text.substring(equals + 1)));
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("expected the name of a file or folder, found an empty one");
        }
        return Path.of(text);
    }

    private static Task task(String word, String text) {
        return Arrays.stream(Task.values())
                .filter(task -> Names.of(task).equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a dataset that is there, or one of "
                        + Arrays.stream(Task.values()).map(Names::of).collect(Collectors.joining(", "))
                        + " before the equals sign, found " + text));
    }
}
