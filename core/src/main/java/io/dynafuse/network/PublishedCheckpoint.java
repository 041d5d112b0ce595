package io.dynafuse.network;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.network.Publication.PublishedFile;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A checkpoint whose files are, byte for byte, some that a network was published in.
 *
 * @param network that was published in them
 * @param files one or more
 */
public record PublishedCheckpoint(Network network, List<PublishedFile> files) {
    private static final int DIGITS_SHOWN = 12;

    /** Copies the list. */
    public PublishedCheckpoint {
        files = List.copyOf(files);
    }

    /**
     * What of a network's publication a checkpoint is; empty if a file of it is none of those.
     *
     * @throws CheckpointException if the checkpoint cannot be read
     */
    public static Optional<PublishedCheckpoint> find(Network network, Checkpoint checkpoint)
            throws CheckpointException {
        return published(network).isEmpty() ? Optional.empty() : find(network, checkpoint.fileChecksums());
    }

    private static Optional<PublishedCheckpoint> find(Network network, Map<String, String> checksums) {
        List<String> compared = compared(network, checksums);
        List<PublishedFile> found = compared.stream()
                .flatMap(checksum -> published(network).stream()
                        .filter(file -> file.sha256().equals(checksum))
                        .limit(1))
                .toList();
        return found.isEmpty() || found.size() < compared.size()
                ? Optional.empty()
                : Optional.of(new PublishedCheckpoint(network, found));
    }

    /** Without that of a TensorFlow checkpoint's index where the publication lists files of data alone. */
    private static List<String> compared(Network network, Map<String, String> checksums) {
        boolean withIndex = published(network).stream().anyMatch(file -> isIndex(file.name()));
        return checksums.entrySet().stream()
                .filter(file -> withIndex || !isIndex(file.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isIndex(String fileName) {
        return fileName.endsWith(".index");
    }

    /**
     * The first of several networks that a checkpoint was published for.
     *
     * @throws CheckpointException if the checkpoint cannot be read
     */
    static Optional<Network> among(List<Network> networks, Checkpoint checkpoint) throws CheckpointException {
        Map<String, String> checksums = checkpoint.fileChecksums();
        return networks.stream()
                .filter(network -> find(network, checksums).isPresent())
                .findFirst();
    }

    private static List<PublishedFile> published(Network network) {
        return network.publication().map(Publication::files).orElse(List.of());
    }

    /** The task that the names of the files say, with their folders in the repository. */
    public Optional<Task> task() {
        return files.stream()
                .flatMap(file -> Stream.of(file.name(), file.path()))
                .flatMap(name -> network.taskOf(name.toLowerCase(Locale.ROOT)).stream())
                .findFirst();
    }

    /** What it is, in a line that follows the name of the checkpoint. */
    public String words() {
        return "is the published "
                + files.stream().map(PublishedFile::path).collect(Collectors.joining(" and "))
                + " of "
                + files.stream()
                        .map(file -> file.repository() + " at " + file.commit())
                        .distinct()
                        .collect(Collectors.joining(" and "))
                + task().map(task -> ", for " + task.word()).orElse("");
    }

    /**
     * What is to be said of a checkpoint that fits a network and is none that it was published in, in a line that follows its name; empty if it
     * was published in none that are known, or the checkpoint states its network, as those do that were trained with this program.
     *
     * @throws CheckpointException if the checkpoint cannot be read
     */
    public static Optional<String> otherwise(Network network, Checkpoint checkpoint) throws CheckpointException {
        if (published(network).isEmpty() || CheckpointLoader.stated(checkpoint).isPresent()) {
            return Optional.empty();
        }
        Map<String, String> checksums = checkpoint.fileChecksums();
        if (find(network, checksums).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("is no published checkpoint of " + network.id() + ", whose files `dynafuse models "
                + network.id()
                + "` lists: "
                + compared(network, checksums).stream()
                        .filter(checksum -> published(network).stream()
                                .noneMatch(file -> file.sha256().equals(checksum)))
                        .map(checksum -> checksum.substring(0, DIGITS_SHOWN) + "…")
                        .collect(Collectors.joining(" and ", "its SHA-256 is ", "")));
    }
}
