package io.dynafuse.network;

import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Where a network and its checkpoints were published, and how well what runs here is known to be the same.
 *
 * @param year of the paper
 * @param citation authors, title and where it appeared, in one line
 * @param tasks that it was published for
 * @param licence of its authors' files as their repository states it; empty if none is stated
 * @param files its checkpoints, of which none comes with this program; none if they were not found
 * @param cut where fusion weights act, in words: what each source becomes | how it is fused | what follows
 * @param verification with what its numbers were compared, and how close they came, in a sentence
 */
public record Publication(
        int year,
        String citation,
        List<Task> tasks,
        Optional<String> licence,
        List<PublishedFile> files,
        String cut,
        String verification) {
    /** Copies the lists. */
    public Publication {
        tasks = List.copyOf(tasks);
        files = List.copyOf(files);
    }

    /**
     * A file that a repository holds; of a TensorFlow checkpoint those of data, and the index if that is to be compared too.
     *
     * @param repository such as {@code github.com/owner/name}
     * @param commit at which it was found
     * @param path inside the repository
     * @param sha256 of its bytes, in 64 hexadecimal digits
     */
    public record PublishedFile(String repository, String commit, String path, String sha256) {
        /** Its name without folders. */
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}
