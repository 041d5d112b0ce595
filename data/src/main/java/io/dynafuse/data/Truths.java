package io.dynafuse.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Ground truths that lie in a folder of their own, by the names of their scenes: {@code 01.png}, or {@code 01_gt.png}. */
final class Truths {
    static final Truths NONE = new Truths(Map.of(), List.of());

    private final Map<String, Path> byScene;
    private final List<String> leftOut;

    private Truths(Map<String, Path> byScene, List<String> leftOut) {
        this.byScene = Map.copyOf(byScene);
        this.leftOut = List.copyOf(leftOut);
    }

    static Truths in(FolderContent folder) {
        return of(folder.images().stream()
                .map(image -> Map.entry(FolderContent.stem(image), image))
                .toList());
    }

    /** @param images by the names of their scenes, with a suffix or without */
    static Truths of(List<Map.Entry<String, Path>> images) {
        Map<String, Path> byScene = new HashMap<>();
        Set<String> several = new HashSet<>();
        List<String> leftOut = new ArrayList<>();
        for (Map.Entry<String, Path> image : images) {
            Stream.concat(Stream.of(image.getKey()), Roles.truthOf(image.getKey()).stream())
                    .filter(name -> byScene.put(name, image.getValue()) != null)
                    .forEach(several::add);
        }
        for (String name : several) {
            leftOut.add(byScene.remove(name) + ": left out, as it is not the only truth of the scene " + name);
        }
        return new Truths(byScene, leftOut);
    }

    Optional<Path> of(String scene) {
        return Optional.ofNullable(byScene.get(scene));
    }

    List<String> leftOut() {
        return leftOut;
    }
}
