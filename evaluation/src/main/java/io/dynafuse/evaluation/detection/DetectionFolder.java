package io.dynafuse.evaluation.detection;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.run.SealedJson;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.FolderLock;
import io.dynafuse.files.GuardedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a run.
 *
 * @param root new, empty, or of an earlier run
 */
public record DetectionFolder(Path root) {
    private static final String MARK = "detection.json";
    private static final String PART = "run";
    private static final String SCENES = "scenes";
    private static final String PICTURES = "pictures";
    private static final String FOUND = "detections";

    /** What all results of a folder have in common. */
    private record Identity(List<DetectionRequest.Fact> facts) {
        private Optional<String> difference(Identity here) {
            for (DetectionRequest.Fact fact : here.facts) {
                Optional<String> there = facts.stream()
                        .filter(each -> each.name().equals(fact.name()))
                        .map(DetectionRequest.Fact::text)
                        .findFirst();
                if (!there.equals(Optional.of(fact.text()))) {
                    return Optional.of(fact.name() + ": " + there.orElse("none") + " there, " + fact.text() + " here");
                }
            }
            return facts.size() == here.facts.size() ? Optional.empty() : Optional.of("more was said there");
        }
    }

    /**
     * Checks, before any work is spent, that a run may write here.
     *
     * @throws IOException if it is something else than a folder, or one that holds files but no earlier run
     */
    public void requirePlace() throws IOException {
        guard().requirePlace();
    }

    private GuardedFolder guard() {
        return new GuardedFolder(root, MARK, MARK + " of a detection", "detection");
    }

    /** Makes the folder, and holds it against other processes. */
    FolderLock hold() throws IOException {
        FolderLock lock = guard().hold("detection");
        try {
            for (Path each : List.of(root, root.resolve(SCENES), root.resolve(PICTURES), root.resolve(FOUND))) {
                if (Files.isDirectory(each)) {
                    AtomicFile.removeLeftOvers(each);
                }
            }
            return lock;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Marks the folder as that of a run; returns the digest of what its results have in common.
     *
     * @throws IOException if it is that of another run, and must not begin anew
     */
    String admit(List<DetectionRequest.Fact> facts, boolean restart) throws IOException {
        Path mark = root.resolve(MARK);
        Identity here = new Identity(facts);
        Optional<Identity> there = SealedJson.read(mark, PART, Identity.class);
        if (!restart && there.isEmpty() && Files.exists(mark)) {
            throw new IOException(mark + ": is damaged, edited, or of another version; expected another folder, or"
                    + " --restart to do all of it anew");
        }
        Optional<String> difference = restart ? Optional.empty() : there.flatMap(known -> known.difference(here));
        if (difference.isPresent()) {
            throw new IOException(root + ": holds results of another run (" + difference.get()
                    + "); expected another folder, or --restart to do all of it anew");
        }
        SealedJson.write(mark, PART, here);
        return SealedJson.seal(here);
    }

    Path scene(DatasetScene scene) throws IOException {
        return made(SCENES).resolve(scene.name() + ".json");
    }

    Path picture(DatasetScene scene) throws IOException {
        return made(PICTURES).resolve(scene.name() + ".png");
    }

    /** @param view a name that a file can have */
    Path found(String view) throws IOException {
        return made(FOUND).resolve(view + ".json");
    }

    private Path made(String folder) throws IOException {
        Path path = root.resolve(folder);
        AtomicFile.makeFolder(path);
        return path;
    }
}
