package io.dynafuse.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A checkpoint that its authors cut into several files. */
record CheckpointFiles(List<Path> paths) implements CheckpointSource {
    CheckpointFiles {
        paths = List.copyOf(paths);
    }

    @Override
    public String name() {
        return paths.stream().map(Path::toString).collect(Collectors.joining(" + "));
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public String shortName() {
        return paths.stream().map(path -> CheckpointSource.of(path).shortName()).collect(Collectors.joining(" + "));
    }

    @Override
    public Checkpoint open() throws CheckpointException {
        return Checkpoint.open(paths);
    }
}
