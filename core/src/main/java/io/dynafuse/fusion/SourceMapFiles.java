package io.dynafuse.fusion;

import io.dynafuse.files.PreparedFiles;
import io.dynafuse.image.Image;
import io.dynafuse.image.MapFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of maps of several kinds, {@link LossMaps} or prompts, each kind of every source in the order of the sources: {@code SOURCE-KIND.png}, and
 * coloured {@code SOURCE-KIND-viridis.png}.
 */
public record SourceMapFiles(Map<String, List<MapFiles>> byKind) {
    /**
     * @param names of the sources, by which their files are called
     * @param kinds what the maps are called by
     */
    public static SourceMapFiles of(Path folder, List<String> names, Collection<String> kinds) {
        Map<String, List<MapFiles>> files = new LinkedHashMap<>();
        kinds.forEach(kind -> files.put(
                kind,
                names.stream()
                        .map(name -> MapFiles.of(folder, name + "-" + kind))
                        .toList()));
        return new SourceMapFiles(files);
    }

    /** All files. */
    public Stream<Path> all() {
        return byKind.values().stream().flatMap(List::stream).flatMap(MapFiles::all);
    }

    /**
     * Prepares all files beside their places, in a folder that is there.
     *
     * @param maps of the same kinds and as many sources
     * @throws IOException if one cannot be written
     */
    public void prepare(Map<String, List<Image>> maps, PreparedFiles prepared) throws IOException {
        for (Map.Entry<String, List<MapFiles>> kind : byKind.entrySet()) {
            for (int m = 0; m < kind.getValue().size(); m++) {
                kind.getValue().get(m).prepare(maps.get(kind.getKey()).get(m), prepared);
            }
        }
    }
}
