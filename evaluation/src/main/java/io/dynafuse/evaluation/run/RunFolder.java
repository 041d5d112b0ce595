package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.FolderLock;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.fusion.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that a run writes into, held by one process at a time. What lies where:
 *
 * <pre>
 * run.json                               whose results these are
 * fused/VARIANT/SCENE.png                fused images
 * weights/VARIANT/SCENE/SOURCE.png       weights of a source, 65535 for a weight of 1
 * scores/VARIANT/SCENE.json              scores, and the digests of the files they are of; written last
 * results.csv, results.json, report.html
 * </pre>
 */
final class RunFolder implements AutoCloseable {
    private static final String DESCRIPTION = "run.json";
    private static final String DESCRIPTION_PART = "run";
    // How every description begins but for blanks.
    private static final String START = "{\"run\":{\"identity\":";
    private static final int LONGEST_START = 64;
    private static final String FUSED = "fused";
    private static final String WEIGHTS = "weights";
    private static final String SCORES = "scores";
    private static final int LONGEST_ROLE = 80;
    private static final int DEEPEST = 3;
    private static final String INSTEAD = "; expected another folder, or --restart to do all of it anew";

    private final Path root;
    private final FolderLock lock;

    private RunFolder(Path root, FolderLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the folder unless it is there, locks it, and removes what a killed process left half-written.
     *
     * @throws IOException if it is no folder, holds files but no run, cannot be written, or another process holds it
     */
    static RunFolder open(Path root) throws IOException {
        RunFolder folder = new RunFolder(root, place(root).hold("evaluation"));
        try {
            folder.removeLeftOvers();
            return folder;
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** The folder, in which nothing else than a run may lie. */
    static GuardedFolder place(Path root) {
        return new GuardedFolder(root, DESCRIPTION, DESCRIPTION + " of an evaluation", "run");
    }

    private void removeLeftOvers() throws IOException {
        AtomicFile.removeLeftOvers(root);
        for (String part : List.of(FUSED, WEIGHTS, SCORES)) {
            for (Path inner : folders(root.resolve(part))) {
                AtomicFile.removeLeftOvers(inner);
            }
        }
    }

    private static List<Path> folders(Path top) throws IOException {
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(top, DEEPEST)) {
            return paths.filter(Files::isDirectory).toList();
        }
    }

    /**
     * Makes this the folder of a run, or finds that it is.
     *
     * @param restart whether to remove the results of whatever run it is of
     * @return the variants with their folders, in their order
     * @throws IOException if it is that of another run
     */
    List<VariantFolders.Placed> admit(
            RunIdentity identity,
            String task,
            List<Variant> variants,
            List<RunDescription.SceneEntry> scenes,
            boolean restart)
            throws IOException {
        if (restart) {
            requireOwnDescription();
            removeResults();
        }
        Optional<RunDescription> before = restart ? Optional.empty() : description();
        VariantFolders known =
                new VariantFolders(before.map(RunDescription::variants).orElse(List.of()));
        Optional<String> difference = before.flatMap(
                        description -> description.identity().difference(identity))
                .or(() -> variants.stream()
                        .flatMap(variant -> known.conflict(variant).stream())
                        .findFirst());
        if (difference.isPresent()) {
            throw new IOException(root + ": holds results of another run (" + difference.get() + ")" + INSTEAD);
        }
        VariantFolders all = known.with(variants);
        RunDescription now = new RunDescription(identity, task, all.known(), scenes);
        if (!before.equals(Optional.of(now))) {
            SealedJson.write(root.resolve(DESCRIPTION), DESCRIPTION_PART, now);
        }
        return variants.stream().map(all::place).toList();
    }

    /** A description may be cut short, but what is no beginning of one is somebody else's file. */
    private void requireOwnDescription() throws IOException {
        Path file = root.resolve(DESCRIPTION);
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(LONGEST_START), StandardCharsets.UTF_8).replaceAll("\\s", "");
            if (!start.startsWith(START) && !START.startsWith(start)) {
                throw new IOException(file + ": is not of an evaluation; expected another folder");
            }
        }
    }

    private Optional<RunDescription> description() throws IOException {
        Path file = root.resolve(DESCRIPTION);
        Optional<RunDescription> found = SealedJson.read(file, DESCRIPTION_PART, RunDescription.class);
        if (found.isEmpty() && Files.exists(file)) {
            throw new IOException(
                    file + ": is damaged, edited, or of another version; nothing here can be trusted" + INSTEAD);
        }
        return found;
    }

    /** Removes score files and the pictures that they name, of whatever run this was, and nothing else. */
    private void removeResults() throws IOException {
        for (Path folder : folders(root.resolve(SCORES))) {
            for (Path score : list(folder)) {
                Optional<ScoreRecord> record = ScoreRecord.read(score);
                if (record.isPresent()) {
                    for (FileDigest picture : record.get().pictures()) {
                        removePicture(picture.file());
                    }
                    Files.delete(score);
                }
            }
        }
        for (String part : List.of(FUSED, WEIGHTS, SCORES)) {
            List<Path> inner = new ArrayList<>(folders(root.resolve(part)));
            // The innermost first.
            inner.sort((a, b) -> b.getNameCount() - a.getNameCount());
            for (Path folder : inner) {
                removeIfEmpty(folder);
            }
        }
    }

    /** Removes the pictures that an earlier run made for a job, if they are still the ones that it made. */
    void removePictures(Job job) throws IOException {
        Optional<ScoreRecord> record = ScoreRecord.read(scores(job));
        for (FileDigest picture : record.map(ScoreRecord::pictures).orElse(List.of())) {
            if (picture.isOf(root.resolve(picture.file()))) {
                removePicture(picture.file());
            }
        }
    }

    private void removePicture(String name) throws IOException {
        Path picture = root.resolve(name).normalize();
        if (!Files.isRegularFile(picture, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path real = picture.toRealPath();
        Path top = root.toRealPath();
        // A name may lead anywhere, also through a link.
        if (real.startsWith(top.resolve(FUSED)) || real.startsWith(top.resolve(WEIGHTS))) {
            Files.delete(picture);
        }
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // Somebody else's files may be in it.
            if (files.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    Path fused(Job job) {
        return root.resolve(FUSED)
                .resolve(job.variant().folder())
                .resolve(job.scene().name() + ".png");
    }

    /** One a source, in their order. */
    List<Path> weights(Job job) {
        DatasetScene scene = job.scene();
        Path folder = root.resolve(WEIGHTS).resolve(job.variant().folder()).resolve(scene.name());
        return SafeNames.of(scene.sources().stream().map(SourceFile::role).toList(), LONGEST_ROLE).stream()
                .map(name -> folder.resolve(name + ".png"))
                .toList();
    }

    Path scores(Job job) {
        return root.resolve(SCORES)
                .resolve(job.variant().folder())
                .resolve(job.scene().name() + ".json");
    }

    Path csv() {
        return root.resolve("results.csv");
    }

    Path json() {
        return root.resolve("results.json");
    }

    Path report() {
        return root.resolve("report.html");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** One scene to be fused in one way. */
    record Job(VariantFolders.Placed variant, DatasetScene scene) {}
}
