package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Registered images of one scene.
 *
 * @param task the kind of the sources
 * @param roles the roles of the sources, such as {@code visible} and {@code infrared}
 * @param sources 2 or more of one size, in the order of the roles
 * @param truth their perfect fusion, of the same size, if there is one
 * @param warm where warm things are, for scenes with an infrared source: a gray image of the same size, 255 on them and 0 elsewhere
 * @param illumination the light that a visible source was taken in, where that is known
 * @param things the people and cars, in the order they were drawn, for scenes that can have some
 */
public record SyntheticScene(
        Task task,
        List<String> roles,
        List<Image> sources,
        Optional<Image> truth,
        Optional<Image> warm,
        Optional<Illumination> illumination,
        Optional<List<SceneThing>> things) {
    /** A scene of which neither the light is known nor where things are. */
    public SyntheticScene(Task task, List<String> roles, List<Image> sources, Optional<Image> truth) {
        this(task, roles, sources, truth, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @throws IllegalArgumentException if there are fewer than 2 sources, or they, the roles and the truth do not fit together */
    public SyntheticScene {
        roles = List.copyOf(roles);
        sources = List.copyOf(sources);
        things = things.map(List::copyOf);
        if (sources.size() < 2 || sources.size() != roles.size()) {
            throw new IllegalArgumentException(
                    "expected 2 or more sources and as many roles, found " + sources.size() + " and " + roles.size());
        }
        Image first = sources.get(0);
        for (Image source : sources) {
            requireSize(source, first);
        }
        truth.ifPresent(image -> requireSize(image, first));
        warm.ifPresent(image -> requireSize(image, first));
    }

    /** The roles that the field has words for, in the order of the sources; fewer than these if there are others. */
    public List<Role> knownRoles() {
        return roles.stream().flatMap(word -> Role.of(word).stream()).toList();
    }

    private static void requireSize(Image image, Image first) {
        if (image.width() != first.width() || image.height() != first.height()) {
            throw new IllegalArgumentException("expected images of " + first.width() + "x" + first.height()
                    + " pixels, found one of " + image.width() + "x" + image.height());
        }
    }
}
