package io.dynafuse.fusion;

import io.dynafuse.image.Image;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.Network;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sources of a scene in the order in which a network takes them.
 *
 * @param images in the network's order
 * @param roles in the network's order; none if unknown
 * @param places for each image, the index of the given source
 * @param note what the user should know about it
 */
record Arrangement(List<Image> images, List<Role> roles, List<Integer> places, Optional<String> note) {
    /**
     * @param images as given
     * @param roles of the images; none if unknown
     * @param task of the images, for the note
     * @throws IllegalArgumentException if there are not as many roles as images, or others than the network takes
     */
    static Arrangement of(Network network, List<Image> images, List<Role> roles, Optional<Task> task) {
        if (!roles.isEmpty() && roles.size() != images.size()) {
            throw new IllegalArgumentException("expected " + images.size() + " roles, found " + roles.size());
        }
        Inputs inputs = network.facts().inputs();
        List<Integer> asGiven = IntStream.range(0, images.size()).boxed().toList();
        if (!inputs.orderMatters()) {
            return new Arrangement(images, roles, asGiven, Optional.empty());
        }
        if (roles.isEmpty()) {
            return new Arrangement(
                    images,
                    roles,
                    asGiven,
                    Optional.of("the sources are taken as " + inputs.roleWords(task)
                            + ", in the order in which they are given: nothing says which is which, but --roles can"));
        }
        List<Integer> places = places(network, roles);
        return new Arrangement(
                places.stream().map(images::get).toList(),
                places.stream().map(roles::get).toList(),
                places,
                Optional.empty());
    }

    private static List<Integer> places(Network network, List<Role> roles) {
        Inputs inputs = network.facts().inputs();
        return inputs.places(roles)
                .orElseThrow(() -> new IllegalArgumentException(network.id() + " fuses "
                        + inputs.roleWords(Optional.of(roles.get(0).task())) + ", found "
                        + roles.stream().map(Role::word).collect(Collectors.joining(", "))));
    }

    /** Values of the network's inputs, in the order of the given sources. */
    <T> List<T> asGiven(List<T> ofInputs) {
        return IntStream.range(0, ofInputs.size())
                .mapToObj(source -> ofInputs.get(places.indexOf(source)))
                .toList();
    }
}
