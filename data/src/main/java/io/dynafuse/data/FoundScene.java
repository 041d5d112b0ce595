package io.dynafuse.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A scene as files are called; its name may be unfit to be a file's. */
record FoundScene(String name, List<SourceFile> sources, Optional<Path> truth) {
    /** The sources, and the truth if it is known. */
    Stream<Path> files() {
        return Stream.concat(sources.stream().map(SourceFile::file), truth.stream());
    }
}
