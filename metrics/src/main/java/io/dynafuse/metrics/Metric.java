package io.dynafuse.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A quality metric: its facts, and its definition under each profile. Built with {@link #of} and registered in {@link Metrics}. */
public final class Metric {
    private final String id;
    private final String name;
    private final Direction direction;
    private final ValueRange range;
    private final Kind kind;
    private final String formula;
    private final Literature literature;
    private final String sources;
    private final boolean twoSourcesOnly;
    private final Map<MetricProfile, Definition> definitions;

    private Metric(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.direction = builder.require(builder.direction, "direction");
        this.range = builder.require(builder.range, "range");
        this.kind = builder.require(builder.kind, "kind");
        this.formula = builder.require(builder.formula, "formula");
        this.literature = builder.require(builder.literature, "literature");
        this.sources = kind == Kind.SOURCE_BASED ? builder.require(builder.sources, "extension to more sources") : "";
        this.twoSourcesOnly = builder.twoSourcesOnly;
        this.definitions = Collections.unmodifiableMap(new EnumMap<>(builder.definitions));
        builder.require(definition(MetricProfile.CANONICAL), "canonical definition");
        if (kind != Kind.SOURCE_BASED && builder.sources.isPresent()) {
            throw new IllegalStateException(id + ": a metric of kind " + kind + " has no sources to extend to");
        }
    }

    /**
     * Starts a metric; before it is built, every fact and a canonical definition must be given, and, if it compares with sources, how it
     * extends to more than two.
     *
     * @param id as in the literature, for instance {@code Qabf}
     * @param name in words
     */
    public static Builder of(String id, String name) {
        return new Builder(id, name);
    }

    /** As in the literature, for instance {@code Qabf}. */
    public String id() {
        return id;
    }

    /** In words. */
    public String name() {
        return name;
    }

    /** Which scores are better. */
    public Direction direction() {
        return direction;
    }

    /** The scores that the canonical definition can give. */
    public ValueRange range() {
        return range;
    }

    /** What the fused image is compared with. */
    public Kind kind() {
        return kind;
    }

    /** The canonical formula, in plain text. */
    public String formula() {
        return formula;
    }

    /** Where it was published. */
    public Literature literature() {
        return literature;
    }

    /** How it extends to more than two sources; empty if it uses no sources. */
    public String sources() {
        return sources;
    }

    /** Whether it is undefined for more than two sources. */
    public boolean isForTwoSourcesOnly() {
        return twoSourcesOnly;
    }

    /** Its definition under the profile; empty if the profile does not have the metric. */
    public Optional<Definition> definition(MetricProfile profile) {
        return Optional.ofNullable(definitions.get(profile));
    }

    /**
     * Its definition under the profile.
     *
     * @throws IllegalArgumentException if the profile does not have the metric
     */
    public Definition requireDefinition(MetricProfile profile) {
        return definition(profile)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the profile " + profile.id() + " does not know the metric " + id));
    }

    /** The profiles that have the metric and their definitions, in the order of the profiles. */
    public Map<MetricProfile, Definition> definitions() {
        return definitions;
    }

    @Override
    public String toString() {
        return id;
    }

    /** Collects the facts of a metric. */
    public static final class Builder {
        private final String id;
        private final String name;
        private Optional<Direction> direction = Optional.empty();
        private Optional<ValueRange> range = Optional.empty();
        private Optional<Kind> kind = Optional.empty();
        private Optional<String> formula = Optional.empty();
        private Optional<Literature> literature = Optional.empty();
        private Optional<String> sources = Optional.empty();
        private boolean twoSourcesOnly;
        private final Map<MetricProfile, Definition> definitions = new EnumMap<>(MetricProfile.class);

        private Builder(String id, String name) {
            this.id = id;
            this.name = name;
        }

        /** Which scores are better. */
        public Builder direction(Direction value) {
            direction = Optional.of(value);
            return this;
        }

        /** The scores that the canonical definition can give, ends included. */
        public Builder range(double lowest, double highest) {
            range = Optional.of(new ValueRange(lowest, highest));
            return this;
        }

        /** What the fused image is compared with. */
        public Builder kind(Kind value) {
            kind = Optional.of(value);
            return this;
        }

        /** The canonical formula, in plain text. */
        public Builder formula(String text) {
            formula = Optional.of(text);
            return this;
        }

        /** Where it was published. */
        public Builder literature(Literature work) {
            literature = Optional.of(work);
            return this;
        }

        /** How a source-based metric extends to more than two sources. */
        public Builder sources(String extension) {
            sources = Optional.of(extension);
            return this;
        }

        /** Undefined for more than two sources, for the reason given. */
        public Builder twoSourcesOnly(String reason) {
            twoSourcesOnly = true;
            return sources("Two sources only: " + reason);
        }

        /** @throws IllegalArgumentException if a profile already has a definition */
        public Builder define(Definition definition, MetricProfile... profiles) {
            for (MetricProfile profile : profiles) {
                if (definitions.putIfAbsent(profile, definition) != null) {
                    throw new IllegalArgumentException(id + " is defined twice for " + profile.id());
                }
            }
            return this;
        }

        private <T> T require(Optional<T> fact, String name) {
            return fact.orElseThrow(() -> new IllegalStateException(id + ": the " + name + " is missing"));
        }

        /** @throws IllegalStateException if a fact is missing */
        public Metric build() {
            return new Metric(this);
        }
    }
}
