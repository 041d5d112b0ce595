package io.dynafuse.benchmarks.commands;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Two image files of one scene. */
record SourcePair(Path first, Path second) {
    private static final long SEED = 1;

    /**
     * Files in twos: those given, or else made ones of each size.
     *
     * @param files A1 B1 A2 B2 …; may be empty
     * @param folder where made ones are kept for the next time
     * @throws IllegalArgumentException if one file has no other
     */
    static List<SourcePair> all(List<Path> files, List<ImageSize> sizes, Task task, Path folder) throws IOException {
        if (files.size() % 2 != 0) {
            throw new IllegalArgumentException("expected pairs of images, found " + files.size());
        }
        if (!files.isEmpty()) {
            return IntStream.range(0, files.size() / 2)
                    .mapToObj(i -> new SourcePair(files.get(2 * i), files.get(2 * i + 1)))
                    .toList();
        }
        List<SourcePair> made = new ArrayList<>();
        for (ImageSize size : sizes) {
            made.add(made(size, task, folder));
        }
        return made;
    }

    /** A scene of objects whose sizes and textures are distributed as in photographs, the same every time, as JPEG. */
    private static SourcePair made(ImageSize size, Task task, Path folder) throws IOException {
        String name = task.word() + "-" + size.width() + "x" + size.height() + "-";
        SourcePair pair = new SourcePair(folder.resolve(name + "1.jpg"), folder.resolve(name + "2.jpg"));
        if (!Files.exists(pair.second)) {
            Files.createDirectories(folder);
            SyntheticScene scene = SceneMakers.of(task).make(size.width(), size.height(), SEED);
            ImageFiles.write(scene.sources().get(0), pair.first);
            ImageFiles.write(scene.sources().get(1), pair.second);
        }
        return pair;
    }

    long pixels() throws IOException {
        ImageHeader header = ImageFiles.header(first, ReadOptions.DEFAULT);
        return (long) header.width() * header.height();
    }

    /** Width and height, such as {@code 640x480}. */
    String size() throws IOException {
        return ImageFiles.header(first, ReadOptions.DEFAULT).size();
    }

    List<Image> read() throws IOException {
        return List.of(ImageFiles.read(first), ImageFiles.read(second));
    }

    List<String> files() {
        return List.of(first.toString(), second.toString());
    }
}
