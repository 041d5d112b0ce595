package io.dynafuse.training;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of a training in which the same modules learn.
 *
 * @param name of the phase, such as {@code reconstruct}
 * @param modules that it changes, by name; the others stay as they are
 * @param batches what the batches that a step takes are drawn from, one each, 1 or more
 * @param steps how long it lasts each time, 1 or more
 * @param rate over all steps of this phase, those between its turns left out
 */
public record Phase(String name, Set<String> modules, List<Draw.Scenes> batches, long steps, LearningRate rate) {
    /** @throws IllegalArgumentException if a number is out of range, or there is no module */
    public Phase {
        modules = Set.copyOf(modules);
        batches = List.copyOf(batches);
        if (modules.isEmpty() || batches.isEmpty() || steps < 1) {
            throw new IllegalArgumentException("expected a phase of 1 or more modules, batches and steps, found "
                    + modules.size() + ", " + batches.size() + " and " + steps);
        }
    }

    /** A phase whose steps take one batch of any scenes. */
    public static Phase of(String name, Set<String> modules, long steps, LearningRate rate) {
        return new Phase(name, modules, List.of(Draw.Scenes.ALL), steps, rate);
    }

    /** In words that differ where phases do. */
    @Override
    public String toString() {
        return name + " " + String.join(" and ", new TreeSet<>(modules)) + ", " + steps + " steps of " + batches.size()
                + " batches, rate " + rate;
    }
}
