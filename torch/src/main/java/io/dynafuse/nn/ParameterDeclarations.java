package io.dynafuse.nn;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All parameters of a network or a part of one, in its order: declared once, as the layers' declarations joined, and read by whatever
 * loads, checks, lists or initialises. A value: every operation returns another.
 */
public final class ParameterDeclarations {
    private final Map<String, ParameterSpec> specs;

    private ParameterDeclarations(Stream<ParameterSpec> specs) {
        this.specs = specs.collect(Collectors.toMap(
                ParameterSpec::name,
                Function.identity(),
                (first, second) -> {
                    throw new IllegalArgumentException("parameter " + first.name() + " is declared twice");
                },
                LinkedHashMap::new));
    }

    /**
     * Single parameters.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static ParameterDeclarations of(ParameterSpec... specs) {
        return new ParameterDeclarations(Stream.of(specs));
    }

    /** One parameter that is trained. */
    public static ParameterDeclarations of(String name, Initializer initializer, long... shape) {
        return of(ParameterSpec.trained(name, initializer, shape));
    }

    /** The weight of a layer and, where it has one, its bias, which begins as PyTorch's do: evenly distributed up to 1 / √fan-in. */
    static ParameterDeclarations ofLayer(Initializer weight, boolean biased, long... shape) {
        ParameterSpec spec = ParameterSpec.trained("weight", weight, shape);
        if (!biased) {
            return of(spec);
        }
        double fanIn = (double) spec.elements() / shape[0];
        return of(spec, ParameterSpec.trained("bias", Initializer.uniform(1 / Math.sqrt(fanIn)), shape[0]));
    }

    /**
     * The parameters of several parts, one after the other.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static ParameterDeclarations join(ParameterDeclarations... parts) {
        return new ParameterDeclarations(Stream.of(parts).flatMap(part -> part.specs.values().stream()));
    }

    /** These parameters as those of a part: {@code name} and a dot before every name, as {@link Parameters#in} expects. */
    public ParameterDeclarations in(String name) {
        return changed(
                spec -> true,
                spec -> new ParameterSpec(
                        name + "." + spec.name(), spec.shape(), spec.initializer(), spec.trained(), spec.optional()));
    }

    /**
     * These parameters, one of them beginning otherwise.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public ParameterDeclarations initialised(String name, Initializer initializer) {
        get(name);
        return changed(
                spec -> spec.name().equals(name),
                spec -> new ParameterSpec(spec.name(), spec.shape(), initializer, spec.trained(), spec.optional()));
    }

    /**
     * These parameters, some of them not trained; all, if none is named.
     *
     * @throws IllegalArgumentException if there is none of a name
     */
    public ParameterDeclarations frozen(String... names) {
        Set<String> frozen = names.length == 0 ? specs.keySet() : Set.of(names);
        frozen.forEach(this::get);
        return changed(
                spec -> frozen.contains(spec.name()),
                spec -> new ParameterSpec(spec.name(), spec.shape(), spec.initializer(), false, spec.optional()));
    }

    /** These parameters, each of which a checkpoint may lack: it then counts as zeros. */
    public ParameterDeclarations optional() {
        return changed(
                spec -> true,
                spec -> new ParameterSpec(spec.name(), spec.shape(), spec.initializer(), spec.trained(), true));
    }

    private ParameterDeclarations changed(Predicate<ParameterSpec> which, UnaryOperator<ParameterSpec> change) {
        return new ParameterDeclarations(
                specs.values().stream().map(spec -> which.test(spec) ? change.apply(spec) : spec));
    }

    /** The parameters in the network's order. */
    public List<ParameterSpec> specs() {
        return List.copyOf(specs.values());
    }

    /**
     * One parameter.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public ParameterSpec get(String name) {
        ParameterSpec spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException("no parameter is named " + name);
        }
        return spec;
    }

    /** The shapes by name, in the network's order. */
    public Map<String, List<Long>> shapes() {
        return byName(ParameterSpec::shape);
    }

    /** The names of those that training changes, in the network's order. */
    public Set<String> trained() {
        Set<String> trained = new LinkedHashSet<>(specs.keySet());
        trained.removeIf(name -> !specs.get(name).trained());
        return Collections.unmodifiableSet(trained);
    }

    /** How many numbers a network of these has, as publications count them: without {@linkplain ParameterSpec#isStatistic statistics}. */
    public long size() {
        return specs.values().stream()
                .filter(spec -> !spec.isStatistic())
                .mapToLong(ParameterSpec::elements)
                .sum();
    }

    /** How many numbers there are in all. */
    public long elements() {
        return specs.values().stream().mapToLong(ParameterSpec::elements).sum();
    }

    /**
     * What the parameters begin with, row-major by name, in the network's order.
     *
     * @param seed from which all that is random follows, on every platform
     */
    public Map<String, float[]> initialValues(long seed) {
        return byName(spec -> spec.initialValues(seed));
    }

    /** {@link #initialValues} as tensors, which live until the result is closed. */
    public Parameters initialise(long seed) {
        try (Scope scope = Scope.open()) {
            return Parameters.owning(byName(spec -> Tensor.of(spec.initialValues(seed), spec.shape())));
        }
    }

    private <T> Map<String, T> byName(Function<ParameterSpec, T> value) {
        Map<String, T> values = new LinkedHashMap<>();
        specs.forEach((name, spec) -> values.put(name, value.apply(spec)));
        return Collections.unmodifiableMap(values);
    }

    @Override
    public String toString() {
        return specs.size() + " parameters of " + elements() + " numbers";
    }
}
