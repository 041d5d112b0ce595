package io.dynafuse.data;

import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Datasets that lie in one folder, such as {@code multi-focus} and {@code multi-exposure}, in folders of their own. Folders that are called as
 * results are, such as {@code results}, are none.
 *
 * @param members one or more
 * @param failures folders among them that are no dataset, a line each
 */
public record DatasetCollection(List<Member> members, List<String> failures) {
    /** Folders in each other, such as {@code medical/mri-ct}. */
    private static final int DEEPEST = 3;

    public DatasetCollection {
        members = List.copyOf(members);
        failures = List.copyOf(failures);
    }

    /**
     * A dataset of a collection.
     *
     * @param folder that it lies in
     * @param name the names of the folders from the collection down, without those that say the task only
     * @param task as the dataset says, otherwise as the names of the folders do
     */
    public record Member(Path folder, String name, Dataset dataset, Optional<Task> task) {
        /** The same with its first scenes only. */
        public Member first(int most) {
            return new Member(folder, name, dataset.first(most), task);
        }
    }

    /**
     * Reads one dataset, or all in a folder that is none itself.
     *
     * @throws IOException if there is none: why the place is no dataset
     */
    public static DatasetCollection read(Path place) throws IOException {
        if (Dataset.isDescription(place) && !Files.isDirectory(place)) {
            Path folder = place.toAbsolutePath().normalize().getParent();
            return new DatasetCollection(List.of(member(folder, List.of(), Dataset.read(place))), List.of());
        }
        return read(place, List.of(Dataset.nameOf(place)));
    }

    private static DatasetCollection read(Path folder, List<String> names) throws IOException {
        FolderContent content = FolderContent.of(folder);
        if (isDescribed(folder) || !holdsDatasets(content)) {
            try {
                return new DatasetCollection(List.of(member(folder, names, Dataset.read(folder))), List.of());
            } catch (IOException e) {
                if (isDescribed(folder) || !content.images().isEmpty() || names.size() >= DEEPEST) {
                    throw e;
                }
                return inside(content, names, Optional.of(e));
            }
        }
        return inside(content, names, Optional.empty());
    }

    /** @param whole why the folder is no dataset itself, where it was tried */
    private static DatasetCollection inside(FolderContent content, List<String> names, Optional<IOException> whole)
            throws IOException {
        List<Member> members = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Path child : content.folders()) {
            String name = FolderContent.name(child);
            if (!Roles.isResult(name)) {
                List<String> longer = new ArrayList<>(names);
                longer.add(name);
                try {
                    DatasetCollection found = read(child, longer);
                    members.addAll(found.members());
                    failures.addAll(found.failures());
                } catch (IOException e) {
                    failures.add(e.getMessage());
                }
            }
        }
        if (members.isEmpty()) {
            throw whole.orElseGet(() -> new IOException(failures.get(0)));
        }
        return new DatasetCollection(members, failures);
    }

    private static boolean isDescribed(Path folder) {
        return Files.exists(folder.resolve(Dataset.DESCRIPTION))
                || Files.exists(folder.resolve(Dataset.OTHER_DESCRIPTION));
    }

    /** Whether its folders are told to be datasets, which by names alone might pass for sources or scenes of one. */
    private static boolean holdsDatasets(FolderContent content) {
        return content.folders().stream()
                .anyMatch(child ->
                        isDescribed(child) || task(FolderContent.name(child)).isPresent());
    }

    private static Member member(Path folder, List<String> names, Dataset dataset) {
        Optional<Task> named =
                names.stream().flatMap(name -> task(name).stream()).reduce((first, last) -> last);
        String name = names.stream().filter(part -> task(part).isEmpty()).collect(Collectors.joining("-"));
        return new Member(
                folder,
                name.isEmpty() ? dataset.name() : name,
                dataset,
                dataset.task().or(() -> named));
    }

    private static Optional<Task> task(String name) {
        return Arrays.stream(Task.values())
                .filter(task -> task.word().equalsIgnoreCase(name))
                .findFirst();
    }
}
