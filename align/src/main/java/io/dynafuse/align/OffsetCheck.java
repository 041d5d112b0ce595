package io.dynafuse.align;

import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Looks, while the engine starts and fuses, whether sources lie on each other. */
public final class OffsetCheck {
    private final CompletableFuture<Optional<String>> note;

    private OffsetCheck(CompletableFuture<Optional<String>> note) {
        this.note = note;
    }

    /** Of sources about which nothing is to be said. */
    public static OffsetCheck none() {
        return new OffsetCheck(CompletableFuture.completedFuture(Optional.empty()));
    }

    /**
     * Begins to look.
     *
     * @param names what messages call the sources
     * @param images of one size
     * @param shrunk how many times smaller they are than what is fused
     */
    public static OffsetCheck of(TaskChoice choice, List<?> names, List<Image> images, double shrunk) {
        // Scans of different kinds show different edges of one head, which seem to be off when they are not.
        return choice.task().equals(Optional.of(Task.MEDICAL))
                ? none()
                : new OffsetCheck(CompletableFuture.supplyAsync(() -> RegistrationCheck.of(images, shrunk)
                        .map(offset -> String.format(
                                Locale.ROOT,
                                "%s: seems to be off from %s by about %.1f pixels; --align moves sources onto each other",
                                names.get(offset.source()),
                                names.get(0),
                                offset.pixels()))));
    }

    /** What to say, once it is known. */
    public Optional<String> note() {
        return note.join();
    }
}
