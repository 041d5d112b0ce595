package io.dynafuse.image;

import io.dynafuse.files.PreparedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The two files of a map of numbers from 0 to 1.
 *
 * @param gray the map as it is, for programs
 * @param coloured the same as {@link ColouredMap} shows it to people
 */
public record MapFiles(Path gray, Path coloured) {
    /** The files {@code NAME.png} and {@code NAME-viridis.png} of a folder. */
    public static MapFiles of(Path folder, String name) {
        return new MapFiles(folder.resolve(name + ".png"), folder.resolve(name + "-viridis.png"));
    }

    /** Both. */
    public Stream<Path> all() {
        return Stream.of(gray, coloured);
    }

    /**
     * Prepares both files beside their places.
     *
     * @param map one channel, without alpha
     * @throws IOException if one cannot be written
     */
    public void prepare(Image map, PreparedFiles prepared) throws IOException {
        prepared.add(ImageFiles.prepare(map, gray));
        prepared.add(ImageFiles.prepare(ColouredMap.of(map), coloured));
    }
}
