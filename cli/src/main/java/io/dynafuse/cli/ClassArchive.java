package io.dynafuse.cli;

import io.dynafuse.library.CheckpointLibrary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What ./dynafuse runs once so that Java writes the classes that it loads meanwhile into an archive (application class data sharing), from
 * which later processes take them without reading and checking them again: the usual commands, on small scenes of each task, and the
 * service.
 */
final class ClassArchive {
    private static final String DATASET = "scenes";
    private static final String SCENE = "0001.png";

    private final Path folder;
    private final PrintWriter output;

    private ClassArchive(Path folder, PrintWriter output) {
        this.folder = folder;
        this.output = output;
    }

    /**
     * Runs them, and ends the process with 1 at the first that could not be done.
     *
     * @param arguments a new folder for their files
     */
    public static void main(String[] arguments) {
        PrintWriter output = new PrintWriter(System.err, true);
        System.exit(new ClassArchive(Path.of(arguments[0]), output).isRun() ? 0 : 1);
    }

    private boolean isRun() {
        return runs("--version")
                && runs("--help")
                && runs("fuse", "--help")
                && runs("synth", "--scenes", "1", "--size", "160x120", "-o", file(DATASET))
                && fuses("visible-infrared", "visible", "infrared")
                && fuses("medical", "mri", "ct")
                && fuses("multi-exposure", "under", "over")
                && fuses("multi-focus", "near", "far")
                && runs("metrics", "--fused", file("medical.png"), source("medical", "mri"), source("medical", "ct"))
                && new ServiceTrial(folder, output)
                        .fuses(List.of(Path.of(source("multi-focus", "near")), Path.of(source("multi-focus", "far"))));
    }

    /** Fuses files of several formats, in the ways that differ in what they load. */
    private boolean fuses(String task, String first, String second) {
        List<String> sources =
                Stream.of(first, second).map(name -> source(task, name)).toList();
        List<String> photographs = Stream.of(first, second)
                .map(name -> file(task + "-" + name + ".jpg"))
                .toList();
        String fused = file(task + ".png");
        return runs("fuse", sources.get(0), sources.get(1), "-o", photographs.get(0))
                && runs("fuse", sources.get(1), sources.get(0), "-o", photographs.get(1), "--task", task)
                && runs("fuse", photographs.get(0), photographs.get(1), "-o", fused, "--task", task, "--verbose")
                && runs("fuse", sources.get(0), sources.get(1), "-o", fused, "--static")
                && runs("fuse", sources.get(0), sources.get(1), "-o", fused, "--space", "features");
    }

    private String source(String task, String name) {
        return folder.resolve(DATASET)
                .resolve(task)
                .resolve(name)
                .resolve(SCENE)
                .toString();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private boolean runs(String... arguments) {
        return Dynafuse.execute(CheckpointLibrary.ofUser(), output, output, arguments) == 0;
    }
}
