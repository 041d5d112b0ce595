package io.dynafuse.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What clients sent and what was made of it, until it is deleted or too old. */
final class Store {
    private static final int ID_BYTES = 16;

    private final Path folder;
    private final Duration kept;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, StoredScene> scenes = new ConcurrentHashMap<>();
    private final Map<String, Fusion> fusions = new ConcurrentHashMap<>();

    Store(Path folder, Duration kept) {
        this.folder = folder;
        this.kept = kept;
    }

    /** A name that nobody can guess. */
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Instant expiry() {
        return Instant.now().plus(kept);
    }

    /** A new and empty folder. */
    Path newFolder() throws IOException {
        return Files.createTempDirectory(folder, "scene-");
    }

    void add(StoredScene scene) {
        scenes.put(scene.id(), scene);
    }

    void add(Fusion fusion) {
        fusions.put(fusion.id(), fusion);
    }

    /** @throws ProblemException 404 if there is none, or no more */
    StoredScene scene(String id) {
        return found(scenes.get(id), "scene");
    }

    /** @throws ProblemException 404 if there is none, or no more */
    Fusion fusion(String id) {
        return found(fusions.get(id), "fusion");
    }

    private static <T> T found(T it, String what) {
        if (it == null) {
            throw ProblemException.of(404, "there is no such " + what + ", or no more");
        }
        return it;
    }

    int scenes() {
        return scenes.size();
    }

    /** Forgets a fusion, and its images if they came with it and nothing else was made of them. */
    void remove(Fusion fusion) throws IOException {
        fusion.cancel();
        fusions.remove(fusion.id());
        boolean isLast =
                fusions.values().stream().noneMatch(other -> other.scene().equals(fusion.scene()));
        if (fusion.ownsScene() && isLast) {
            remove(fusion.scene());
        } else {
            PrivateFolder.remove(fusion.folder());
        }
    }

    /** Forgets images, and what was made of them. */
    void remove(StoredScene scene) throws IOException {
        scenes.remove(scene.id());
        List<Fusion> made = of(scene);
        made.forEach(Fusion::cancel);
        made.forEach(fusion -> fusions.remove(fusion.id()));
        PrivateFolder.remove(scene.folder());
    }

    /** What was made of images. */
    private List<Fusion> of(StoredScene scene) {
        return fusions.values().stream()
                .filter(fusion -> fusion.scene().id().equals(scene.id()))
                .toList();
    }

    /** Forgets what is too old. */
    void removeOld() throws IOException {
        Instant now = Instant.now();
        for (StoredScene scene : List.copyOf(scenes.values())) {
            if (scene.expires().isBefore(now)) {
                remove(scene);
            }
        }
    }

    List<Fusion> fusions() {
        return List.copyOf(fusions.values());
    }
}
