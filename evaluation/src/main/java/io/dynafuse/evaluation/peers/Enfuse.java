package io.dynafuse.evaluation.peers;

import io.dynafuse.data.Words;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.task.Task;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program {@code enfuse} of the Enblend project, which people fuse exposures and focus planes with. It sees the very pixels that other
 * methods see, as PNG files.
 *
 * @param program its file
 * @param options those beside the names of files
 * @param limit how long it may take for a scene
 */
public record Enfuse(Path program, List<String> options, Duration limit) {
    /** What its row is called, and its file. */
    public static final String NAME = "enfuse";

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> FOCUS =
            List.of("--exposure-weight=0", "--saturation-weight=0", "--contrast-weight=1", "--hard-mask");

    public Enfuse {
        options = List.copyOf(options);
    }

    /** The program for a task as its manual has it; empty for one that it is not made for. */
    public static Optional<Enfuse> of(Path program, Task task) {
        return switch (task) {
            case MULTI_FOCUS -> Optional.of(new Enfuse(program, FOCUS, LIMIT));
            case MULTI_EXPOSURE -> Optional.of(new Enfuse(program, List.of(), LIMIT));
            case VISIBLE_INFRARED, MEDICAL -> Optional.empty();
        };
    }

    /** Looks for the program in the folders of a search path, such as that of the environment. */
    public static Optional<Path> find(String searchPath) {
        return Stream.of(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of(Path.of(folder, NAME), Path.of(folder, NAME + ".exe")))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * Fuses images.
     *
     * @throws IOException if the program cannot be started, takes too long, fails or leaves no image; with the last it said, in one line
     */
    public Image fuse(List<Image> images) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dynafuse-enfuse");
        try {
            Path fused = folder.resolve("fused.png");
            List<String> words = new ArrayList<>(List.of(program.toString()));
            words.addAll(options);
            words.addAll(List.of("-o", fused.toString()));
            for (int m = 0; m < images.size(); m++) {
                Path source = folder.resolve("source-" + (m + 1) + ".png");
                ImageFiles.write(images.get(m), source);
                words.add(source.toString());
            }
            run(words, folder.resolve("said.txt"));
            if (!Files.exists(fused)) {
                throw new IOException(program + ": ended well, but left no image");
            }
            Image image = ImageFiles.read(fused);
            // Its alpha says no more than that every pixel has data.
            return Image.of(image.width(), image.height(), image.channels(), image.values(), image.depth());
        } finally {
            remove(folder);
        }
    }

    private void run(List<String> words, Path said) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(program + ": took longer than " + Words.counted(limit.toSeconds(), "second"));
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + ": ended with " + process.exitValue() + lastLine(said));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String lastLine(Path said) throws IOException {
        return new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((first, last) -> last)
                .map(line -> ": " + OneLine.of(line))
                .orElse("");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
