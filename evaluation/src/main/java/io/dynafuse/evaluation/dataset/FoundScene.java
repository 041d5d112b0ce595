package io.dynafuse.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A scene as files are called; its name may be unfit to be a file's. */
record FoundScene(String name, List<SourceFile> sources, Optional<Path> truth) {}
