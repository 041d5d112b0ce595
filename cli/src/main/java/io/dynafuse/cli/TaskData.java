package io.dynafuse.cli;

import io.dynafuse.data.Place;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A dataset on the command line: {@code TASK=DATASET}, or the dataset alone; or the folders of its sources, of which the first may have the task.
 *
 * @param places a folder or a description, or a folder for each source
 */
record TaskData(Optional<Task> task, List<Path> places) {
    /** @throws IllegalArgumentException if the text before the equals sign is not a task, and there is no file of the whole name */
    static TaskData of(String text) {
        return of(List.of(text));
    }

    /** The same for folders of sources. */
    static TaskData of(List<String> texts) {
        String text = texts.get(0);
        int equals = text.indexOf('=');
        // A folder may have an equals sign in its name.
        boolean plain = equals < 0 || new Place(text).exists();
        Optional<Task> task = plain ? Optional.empty() : Optional.of(task(text.substring(0, equals), text));
        List<Path> places = new ArrayList<>(List.of(path(plain ? text : text.substring(equals + 1))));
        texts.stream().skip(1).map(TaskData::path).forEach(places::add);
        return new TaskData(task, List.copyOf(places));
    }

    /** Whether both have the same files. */
    boolean isSame(TaskData other) {
        return places.size() == other.places.size()
                && IntStream.range(0, places.size())
                        .allMatch(i -> Usage.isSameFile(places.get(i), other.places.get(i)));
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("expected the name of a file or folder, found an empty one");
        }
        return Path.of(text);
    }

    private static Task task(String word, String text) {
        return Arrays.stream(Task.values())
                .filter(task -> ConstantName.of(task).equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a dataset that is there, or one of "
                        + Arrays.stream(Task.values()).map(ConstantName::of).collect(Collectors.joining(", "))
                        + " before the equals sign, found " + text));
    }
}
