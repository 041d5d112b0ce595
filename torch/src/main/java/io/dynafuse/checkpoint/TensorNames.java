package io.dynafuse.checkpoint;

import io.dynafuse.files.OneLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names the tensors of a file as {@link Checkpoint} promises, whatever its format, and finds them in an unpickled object. Such an object
 * may be hostile: it may contain itself, or contain a shared part so often that visiting all of it would never end.
 */
final class TensorNames {
    private static final Set<String> WRAPPERS = Set.of(
            "state_dict",
            "module",
            "_orig_mod",
            "model",
            "model_state_dict",
            "model_state",
            "net",
            "network",
            "network_state_dict",
            "params",
            "params_ema",
            "weights");

    private static final String PARALLEL = "module.";
    private static final String COMPILED = "_orig_mod.";

    /** The prefix of a compiled part of a network; no author uses this name. */
    private static final String COMPILED_INSIDE = "." + COMPILED;

    // No network comes near these limits; without them a small file could cause unlimited work or memory.
    private static final int MAXIMUM_DEPTH = 32;
    private static final int MAXIMUM_VISITS = 2_000_000;
    private static final int MAXIMUM_TENSORS = 100_000;
    private static final int MAXIMUM_NAME = 1_000;

    private final Deque<String> path = new ArrayDeque<>();
    private final List<Found> found = new ArrayList<>();
    private final Set<String> dropped = new TreeSet<>();
    private int visits;

    /**
     * Tensors by their names.
     *
     * @param dropped prefixes that were dropped from names, such as {@code module.}
     */
    record Named<T>(Map<String, T> tensors, Set<String> dropped) {}

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
    static Named<TorchTensor> of(Object root) throws Malformed {
        TensorNames names = new TensorNames();
        names.visit(root);
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        for (Found each : names.unwrapped()) {
            put(tensors, each.name(), each.tensor());
        }
        if (tensors.isEmpty() || tensors.containsKey("")) {
            throw new Malformed("it holds no named tensors; expected a state dict");
        }
        return new Named<>(tensors, names.dropped);
    }

    /**
     * The tensors of a file that names them itself by normalised name, in order.
     *
     * @throws Malformed if two have the same
     */
    static <T> Named<T> of(Map<String, T> stored) throws Malformed {
        TensorNames names = new TensorNames();
        Map<String, T> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, T> each : stored.entrySet()) {
            put(tensors, names.bare(each.getKey()), each.getValue());
        }
        return new Named<>(tensors, names.dropped);
    }

    /**
     * The tensors of {@code root} by the path to them as it is, in order; none, if there are none.
     *
     * @throws Malformed if there are far too many, or {@code root} is nested without end
     */
    static Map<String, TorchTensor> paths(Object root) throws Malformed {
        TensorNames names = new TensorNames();
        names.visit(root);
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        for (Found each : names.found) {
            put(tensors, each.name(), each.tensor());
        }
        return tensors;
    }

    private static <T> void put(Map<String, T> tensors, String name, T tensor) throws Malformed {
        if (tensors.put(name, tensor) != null) {
            throw new Malformed("two of its tensors are named " + OneLine.brief(name) + " once prefixes are dropped");
        }
    }

    /**
     * Checks a tensor against limits that no network comes near.
     *
     * @param count of the tensors so far, this one included
     * @throws Malformed if there are too many or its name is too long
     */
    static void requireSensible(int count, int nameLength) throws Malformed {
        if (count > MAXIMUM_TENSORS || nameLength > MAXIMUM_NAME) {
            throw new Malformed("it has more than " + MAXIMUM_TENSORS + " tensors, or one with a name of more than "
                    + MAXIMUM_NAME + " characters; expected a state dict");
        }
    }

    private String bare(String key) {
        String bare = key.startsWith(COMPILED)
                ? without(PARALLEL, without(COMPILED, key))
                : without(COMPILED, without(PARALLEL, key));
        if (bare.contains(COMPILED_INSIDE)) {
            dropped.add(COMPILED);
            bare = bare.replace(COMPILED_INSIDE, ".");
        }
        return bare;
    }

    private String without(String prefix, String key) {
        if (!key.startsWith(prefix)) {
            return key;
        }
        dropped.add(prefix);
        return key.substring(prefix.length());
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
        requireSensible(found.size(), tensor.name().length());
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
        path.addLast(bare(key));
        visit(value);
        path.removeLast();
    }

    private static boolean isOptimizer(Map<?, ?> dictionary) {
        return dictionary.containsKey("state") && dictionary.containsKey("param_groups");
    }

    private List<Found> unwrapped() {
        List<Found> current = found;
        while (!current.isEmpty() && isWrapped(current)) {
            dropped.add(current.get(0).path().get(0) + ".");
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
