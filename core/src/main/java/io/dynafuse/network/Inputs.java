package io.dynafuse.network;

import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The inputs of a network.
 *
 * @param leastSources at once
 * @param mostSources at once
 * @param trainedSources the number that it was trained on
 * @param roles of its inputs, in their order, with alternatives for each; none if the order of sources does not matter
 * @param colour of inputs and output
 * @param sizeMultiple the number that height and width must be divisible by
 * @param normalisation of inputs and output
 */
public record Inputs(
        int leastSources,
        int mostSources,
        int trainedSources,
        List<List<Role>> roles,
        ColourMode colour,
        int sizeMultiple,
        InputNormalisation normalisation) {
    /** @throws IllegalArgumentException if the numbers of sources are not positive and in order, or if the roles are of another number */
    public Inputs {
        roles = roles.stream().map(List::copyOf).toList();
        if (leastSources < 1 || mostSources < leastSources || trainedSources < 1 || sizeMultiple < 1) {
            throw new IllegalArgumentException("expected positive numbers of sources, the most not below the least");
        }
        if (!roles.isEmpty() && (roles.size() != leastSources || roles.size() != mostSources)) {
            throw new IllegalArgumentException(
                    "expected roles of all " + mostSources + " sources, found " + roles.size());
        }
    }

    /** Any two or more sources of any size, whose order does not matter. */
    public static Inputs anyOrder(int trainedSources, ColourMode colour, InputNormalisation normalisation) {
        return new Inputs(2, Integer.MAX_VALUE, trainedSources, List.of(), colour, 1, normalisation);
    }

    /** The luma of two sources that are told apart: infrared, PET, SPECT, CT, near or dark before visible, MRI, far or bright. */
    public static Inputs lumaPair() {
        List<List<Role>> roles = List.of(
                List.of(Role.INFRARED, Role.NEAR_INFRARED, Role.PET, Role.SPECT, Role.CT, Role.NEAR, Role.UNDER),
                List.of(Role.VISIBLE, Role.MRI, Role.FAR, Role.OVER));
        return new Inputs(2, 2, 2, roles, ColourMode.LUMA, 1, InputNormalisation.none());
    }

    /** Whether the order of sources matters. */
    public boolean orderMatters() {
        return !roles.isEmpty();
    }

    /**
     * Which source the network takes as its first, its second and so on. Each input takes, of the sources left, one with the earliest of its roles.
     *
     * @param given the roles of the sources
     * @return for each input, the index of its source; as given if the order does not matter; empty if the roles are not those of the inputs
     */
    public Optional<List<Integer>> places(List<Role> given) {
        if (!orderMatters()) {
            return Optional.of(IntStream.range(0, given.size()).boxed().toList());
        }
        List<Integer> places = new ArrayList<>();
        for (List<Role> taken : roles) {
            taken.stream()
                    .flatMap(role -> IntStream.range(0, given.size())
                            .filter(place -> !places.contains(place) && given.get(place) == role)
                            .boxed())
                    .findFirst()
                    .ifPresent(places::add);
        }
        return places.size() == roles.size() ? Optional.of(places) : Optional.empty();
    }

    /** How many sources it takes, in words: {@code 2}, {@code 2 to 4}, {@code 2 or more}. */
    public String countWords() {
        if (mostSources == leastSources) {
            return Integer.toString(leastSources);
        }
        return leastSources + (mostSources == Integer.MAX_VALUE ? " or more" : " to " + mostSources);
    }

    /** The roles of a task that each input takes, in words; of all tasks if it is unknown, or the network takes none of its roles. */
    public String roleWords(Optional<Task> task) {
        String ofTask = roleWords(role -> task.map(role.task()::equals).orElse(true));
        return ofTask.isEmpty() ? roleWords(role -> true) : ofTask;
    }

    private String roleWords(Predicate<Role> shown) {
        return roles.stream()
                .map(input -> input.stream().filter(shown).map(Role::word).collect(Collectors.joining(" or ")))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
