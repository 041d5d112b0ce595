package io.dynafuse.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named view of a network's tensors. {@code parameters.in("encoder1").get("weight")} is the tensor {@code
 * encoder1.weight}; a layer reads what it needs from the view it is given.
 */
public final class Parameters implements AutoCloseable {
    private final Map<String, Tensor> tensors;
    private final String prefix;
    private final boolean owner;

    private Parameters(Map<String, Tensor> tensors, String prefix, boolean owner) {
        this.tensors = tensors;
        this.prefix = prefix;
        this.owner = owner;
    }

    /**
     * Takes ownership of the given tensors: they leave their scopes and live until the result is closed.
     *
     * @param tensors by full name, in the order of the network
     */
    public static Parameters owning(Map<String, Tensor> tensors) {
        tensors.values().forEach(Tensor::keep);
        return new Parameters(new LinkedHashMap<>(tensors), "", true);
    }

    /** A view of tensors that others own, by full name, in the order of the network. */
    public static Parameters of(Map<String, Tensor> tensors) {
        return new Parameters(new LinkedHashMap<>(tensors), "", false);
    }

    /**
     * These parameters where a model is to run, those of convolutions channels last, as the engine is fastest with; the caller closes them.
     */
    public Parameters placed(Device device, Precision precision) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> placed = new LinkedHashMap<>();
            for (String name : names()) {
                Tensor tensor = get(name).to(device, precision);
                placed.put(name, tensor.shape().length == 4 ? tensor.channelsLast() : tensor);
            }
            return owning(placed);
        }
    }

    /** The parameters whose names begin with {@code name} and a dot, without this prefix; a view that owns nothing. */
    public Parameters in(String name) {
        return new Parameters(tensors, prefix + name + ".", false);
    }

    /**
     * These parameters with some replaced; a view that owns nothing.
     *
     * @param replacements by the names that {@link #get} knows
     * @throws IllegalArgumentException if a name is not known
     */
    public Parameters with(Map<String, Tensor> replacements) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        names().forEach(name -> all.put(name, get(name)));
        replacements.forEach((name, tensor) -> {
            get(name);
            all.put(name, tensor);
        });
        return new Parameters(all, "", false);
    }

    /** The names that {@link #get} knows, in the order of the network. */
    public List<String> names() {
        return tensors.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    /**
     * The tensor of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tensor get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no parameter is named " + prefix + name));
    }

    /** The tensor of a name, if there is one. */
    public Optional<Tensor> find(String name) {
        return Optional.ofNullable(tensors.get(prefix + name));
    }

    /** Frees all tensors; does nothing on a view. */
    @Override
    public void close() {
        if (owner) {
            tensors.values().forEach(Tensor::close);
        }
    }
}
