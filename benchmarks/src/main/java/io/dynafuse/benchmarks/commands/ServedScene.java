package io.dynafuse.benchmarks.commands;

import io.dynafuse.image.ImageFiles;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two image files of a made scene, to be fused by the command and by the service.
 *
 * @param size width and height, such as {@code 640x480}
 * @param files two
 * @param form both with the settings, as the body of a call
 */
record ServedScene(String size, Task task, List<Path> files, byte[] form) {
    private static final long SEED = 1;
    private static final String BOUNDARY = "dynafuse-benchmark";
    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    /**
     * A scene of every task and size, as PNG and as JPEG in turns; the same every time.
     *
     * @param sizes such as {@code 640x480}
     * @param folder where files are kept for the next time
     */
    static List<ServedScene> all(List<String> sizes, Path folder) throws IOException {
        List<ServedScene> scenes = new ArrayList<>();
        for (String size : sizes) {
            for (Task task : Task.values()) {
                scenes.add(made(size, task, scenes.size() % 2 == 0 ? ".png" : ".jpg", folder));
            }
        }
        return scenes;
    }

    private static ServedScene made(String size, Task task, String extension, Path folder) throws IOException {
        String name = "served-" + task.word() + "-" + size + "-";
        List<Path> files = List.of(folder.resolve(name + "1" + extension), folder.resolve(name + "2" + extension));
        if (!Files.exists(files.get(1))) {
            Files.createDirectories(folder);
            int cross = size.indexOf('x');
            SyntheticScene scene = SceneMakers.of(task)
                    .make(
                            Integer.parseInt(size.substring(0, cross)),
                            Integer.parseInt(size.substring(cross + 1)),
                            SEED);
            for (int m = 0; m < files.size(); m++) {
                ImageFiles.write(scene.sources().get(m), files.get(m));
            }
        }
        return new ServedScene(size, task, files, form(task, files));
    }

    private static byte[] form(Task task, List<Path> files) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (Path file : files) {
            add(
                    form,
                    "images\"; filename=\"" + file.getFileName(),
                    "application/octet-stream",
                    Files.readAllBytes(file));
        }
        String settings = "{\"task\":\"" + task.word() + "\"}";
        add(form, "settings", "application/json", settings.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static void add(ByteArrayOutputStream form, String name, String type, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: "
                + type + "\r\n\r\n";
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** The command that fuses the same files. */
    List<String> command(Version version, Path fused) {
        List<String> words = new ArrayList<>(List.of(version.launcher(), "fuse", "--task", task.word()));
        files.forEach(file -> words.add(file.toString()));
        words.addAll(List.of("-o", fused.toString()));
        return words;
    }
}
