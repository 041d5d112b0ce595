package io.dynafuse.reproduction;

import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The images that a paper measured.
 *
 * @param dataset what it calls them
 * @param words which they are, for people who look for them
 * @param task what kind they are, where that is known
 * @param count how many, where that is known
 * @param names the names of the scenes, where these are known; else empty
 */
public record ExpectedImages(String dataset, String words, Optional<Task> task, OptionalInt count, Set<String> names) {
    public ExpectedImages {
        names = Set.copyOf(names);
    }

    /** What to know before the work where images are known to be of another kind; nothing if they are not. */
    public Optional<String> warning(Optional<Task> found) {
        return task.filter(expected -> found.isPresent() && found.get() != expected)
                .map(expected -> "these are " + words(found.orElseThrow()) + " images, but the paper measured " + words
                        + ": means are not comparable");
    }

    private static String words(Task kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whatever keeps means over these scenes from being comparable with the paper's, a sentence each; nothing if all is well. */
    List<String> remarks(List<String> scenes) {
        List<String> remarks = new ArrayList<>();
        if (count.isEmpty()) {
            remarks.add("The paper does not say how many images of " + dataset + " it measured; here are "
                    + scenes.size() + ", so that means may not be comparable.");
        } else if (count.getAsInt() != scenes.size()) {
            remarks.add("The paper measured " + count.getAsInt() + " images of " + dataset + ", here are "
                    + scenes.size() + ": means over other images are not comparable, directions may be.");
        }
        if (!names.isEmpty()) {
            long known = scenes.stream().filter(names::contains).count();
            remarks.add(known + " of these scenes are among the " + names.size()
                    + " that the authors' repository listed for " + dataset + ".");
        }
        return remarks;
    }
}
