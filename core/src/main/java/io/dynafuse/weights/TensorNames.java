package io.dynafuse.weights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the network's tensors in an unpickled object and names them as {@link Checkpoint} promises. The object may be
 * hostile: hold itself, or hold a shared part so often that walking it would never end.
 */
final class TensorNames {
    private static final Set<String> WRAPPERS = Set.of(
            "state_dict",
            "model",
            "model_state_dict",
            "model_state",
            "net",
            "network",
            "network_state_dict",
            "params",
            "params_ema",
            "weights");

    private static final String PARALLEL_PREFIX = "module.";

    // No network comes near these; without them a small file could ask for endless time or memory.
    private static final int MAXIMUM_DEPTH = 32;
    private static final int MAXIMUM_VISITS = 2_000_000;
    private static final int MAXIMUM_TENSORS = 100_000;
    private static final int MAXIMUM_NAME = 1_000;

    private final Deque<String> path = new ArrayDeque<>();
    private final List<Found> found = new ArrayList<>();
    private int visits;

    private record Found(List<String> path, TorchTensor tensor) {
        String name() {
            return String.join(".", path);
        }

        Found inner() {
            return new Found(path.subList(1, path.size()), tensor);
        }
    }

    private TensorNames() {}

    /**
     * The tensors of {@code root} by normalised name, in order.
     *
     * @throws Malformed if there are none, one has no name, two have the same, or {@code root} is nested without end
     */
    static Map<String, TorchTensor> of(Object root) throws Malformed {
        TensorNames names = new TensorNames();
        names.visit(root);
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        for (Found each : unwrapped(names.found)) {
            if (tensors.put(each.name(), each.tensor()) != null) {
                throw new Malformed("two of its tensors are named " + each.name() + " once prefixes are dropped");
            }
        }
        if (tensors.isEmpty() || tensors.containsKey("")) {
            throw new Malformed("it holds no named tensors; expected a state dict");
        }
        return tensors;
    }

    private void visit(Object value) throws Malformed {
        if (path.size() > MAXIMUM_DEPTH || ++visits > MAXIMUM_VISITS) {
            throw new Malformed("its dictionaries are nested too deeply, or hold themselves; expected a state dict");
        }
        if (value instanceof TorchTensor tensor) {
            add(new Found(List.copyOf(path), tensor));
        } else if (value instanceof Map<?, ?> dictionary && !isOptimizer(dictionary)) {
            visitAll(dictionary);
        } else if (value instanceof List<?> list) {
            visitAll(list);
        } else if (value instanceof Object[] tuple) {
            visitAll(Arrays.asList(tuple));
        }
    }

    private void add(Found tensor) throws Malformed {
        found.add(tensor);
        if (found.size() > MAXIMUM_TENSORS || tensor.name().length() > MAXIMUM_NAME) {
            throw new Malformed("it has more than " + MAXIMUM_TENSORS + " tensors, or one with a name of more than "
                    + MAXIMUM_NAME + " characters; expected a state dict");
        }
    }

    private void visitAll(Map<?, ?> dictionary) throws Malformed {
        for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
            if (entry.getKey() instanceof String || entry.getKey() instanceof Number) {
                visitBelow(entry.getKey().toString(), entry.getValue());
            }
        }
    }

    private void visitAll(List<?> items) throws Malformed {
        for (int i = 0; i < items.size(); i++) {
            visitBelow(Integer.toString(i), items.get(i));
        }
    }

    private void visitBelow(String key, Object value) throws Malformed {
        path.addLast(key.startsWith(PARALLEL_PREFIX) ? key.substring(PARALLEL_PREFIX.length()) : key);
        visit(value);
        path.removeLast();
    }

    private static boolean isOptimizer(Map<?, ?> dictionary) {
        return dictionary.containsKey("state") && dictionary.containsKey("param_groups");
    }

    private static List<Found> unwrapped(List<Found> found) {
        List<Found> current = found;
        while (!current.isEmpty() && isWrapped(current)) {
            current = current.stream().map(Found::inner).toList();
        }
        return current;
    }

    private static boolean isWrapped(List<Found> found) {
        List<String> first = found.get(0).path();
        return found.stream()
                .map(Found::path)
                .allMatch(
                        path -> path.size() > 1 && path.get(0).equals(first.get(0)) && WRAPPERS.contains(path.get(0)));
    }
}
