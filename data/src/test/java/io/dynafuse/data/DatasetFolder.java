package io.dynafuse.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of empty files, as the names alone make a dataset. */
record DatasetFolder(Path root) {
    DatasetFolder with(String... files) throws IOException {
        for (String file : files) {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
        return this;
    }

    Dataset read() throws IOException {
        return Dataset.read(root);
    }

    /** The scenes as {@code name: role=file role=file truth=file}, the files from the root on. */
    List<String> scenes() throws IOException {
        return scenes(read());
    }

    List<String> scenes(Dataset dataset) {
        return dataset.scenes().stream().map(this::shown).toList();
    }

    String notes() throws IOException {
        return String.join("\n", read().notes());
    }

    private String shown(DatasetScene scene) {
        return scene.name() + ": "
                + Stream.concat(
                                scene.sources().stream().map(source -> source.role() + "=" + shown(source.file())),
                                scene.truth().stream().map(truth -> "truth=" + shown(truth)))
                        .collect(Collectors.joining(" "));
    }

    private String shown(Path file) {
        return root.relativize(file).normalize().toString().replace('\\', '/');
    }
}
