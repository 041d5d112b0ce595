package io.dynafuse.data;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells what files hold that is not used: each thing once, with the first file that it is true of. For any number of threads. */
public final class ReadingNotes {
    private final Consumer<String> lines;
    private final Set<String> told = new HashSet<>();

    public ReadingNotes(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Reads the sources of a scene, of one size, as they are in their files.
     *
     * @throws ImageException as {@link ImageFiles#readRegistered} throws it
     */
    public List<Image> read(DatasetScene scene, ReadOptions options) throws ImageException {
        List<Image> images = ImageFiles.readRegistered(scene.files(), options);
        for (int m = 0; m < images.size(); m++) {
            Path file = scene.files().get(m);
            images.get(m).notes().forEach(what -> tell(file, what));
        }
        return images;
    }

    /** Tells something of a file, unless it was told of another one before. */
    public synchronized void tell(Path file, String what) {
        if (told.add(what)) {
            lines.accept(file + ": " + what);
        }
    }
}
