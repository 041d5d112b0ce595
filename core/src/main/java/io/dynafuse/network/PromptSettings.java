package io.dynafuse.network;

import io.dynafuse.task.Task;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a person turns the prompts of a network that has them (TC-MoA, Zhu et al. 2024, Eq. 8): a prompt p becomes ½ + α·(p − ½) ± β.
 *
 * @param scale α: above 1, each part of the image follows one source more clearly; 0 for no choice at all
 * @param shift β: the result is drawn towards the first of the network's sources where it is above 0, towards the second below
 * @param routers the tasks whose routers choose, each with its share; none for the router of the task itself
 */
public record PromptSettings(double scale, double shift, Map<Task, Double> routers) {
    /** Prompts as the network makes them. */
    public static final PromptSettings AS_MADE = new PromptSettings(1, 0, Map.of());

    private static final double MOST = 100;

    /** @throws IllegalArgumentException if a number is out of range or not finite */
    public PromptSettings {
        if (!(Math.abs(scale) <= MOST && Math.abs(shift) <= MOST)) {
            throw new IllegalArgumentException(
                    "expected a scale and a shift of prompts from -100 to 100, found " + scale + " and " + shift);
        }
        if (routers.values().stream().anyMatch(share -> !(share > 0 && share <= MOST))) {
            throw new IllegalArgumentException("expected shares of routers above 0, found " + routers.values());
        }
        routers = Map.copyOf(routers);
    }

    /** In one line, such as {@code scale 1.0, shift 0.3, router of visible-infrared}. */
    @Override
    public String toString() {
        String of = routers.isEmpty()
                ? "router of the task"
                : new TreeMap<>(routers)
                        .entrySet().stream()
                                .map(router ->
                                        router.getKey().word() + (routers.size() > 1 ? "=" + router.getValue() : ""))
                                .collect(Collectors.joining(",", "router of ", ""));
        return "scale " + scale + ", shift " + shift + ", " + of;
    }
}
