package io.dynafuse.fusion;

import io.dynafuse.files.PreparedFiles;
import io.dynafuse.image.MapFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of {@link LossMaps}, those of each source in the order of the sources: {@code NAME-w.png} and {@code NAME-v.png}, and coloured {@code
 * NAME-w-viridis.png} and {@code NAME-v-viridis.png}.
 */
public record LossMapFiles(List<MapFiles> intensity, List<MapFiles> gradient) {
    /** Copies the lists. */
    public LossMapFiles {
        intensity = List.copyOf(intensity);
        gradient = List.copyOf(gradient);
    }

    /** @param names of the sources, by which their files are called */
    public static LossMapFiles of(Path folder, List<String> names) {
        return new LossMapFiles(
                names.stream().map(name -> MapFiles.of(folder, name + "-w")).toList(),
                names.stream().map(name -> MapFiles.of(folder, name + "-v")).toList());
    }

    /** All files. */
    public Stream<Path> all() {
        return Stream.concat(intensity.stream(), gradient.stream()).flatMap(MapFiles::all);
    }

    /**
     * Prepares all files beside their places, in a folder that is there.
     *
     * @param maps of as many sources
     * @throws IOException if one cannot be written
     */
    public void prepare(LossMaps maps, PreparedFiles prepared) throws IOException {
        for (int m = 0; m < intensity.size(); m++) {
            intensity.get(m).prepare(maps.intensity().get(m), prepared);
            gradient.get(m).prepare(maps.gradient().get(m), prepared);
        }
    }
}
