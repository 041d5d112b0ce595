package io.dynafuse.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A quality metric: its facts, and how each profile computes it. Made by {@link #of} and registered in {@link Metrics}. */
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
        this.direction = builder.direction.orElseThrow();
        this.range = builder.range.orElseThrow();
        this.kind = builder.kind.orElseThrow();
        this.formula = builder.formula.orElseThrow();
        this.literature = builder.literature.orElseThrow();
        this.sources = kind == Kind.SOURCE_BASED ? builder.sources.orElseThrow() : "";
        this.twoSourcesOnly = builder.twoSourcesOnly;
        this.definitions = Collections.unmodifiableMap(new EnumMap<>(builder.definitions));
    }

    /**
     * Starts a metric; every fact but the number of sources must be given before it is built.
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

    public Direction direction() {
        return direction;
    }

    /** The scores that the canonical definition can give. */
    public ValueRange range() {
        return range;
    }

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

    /** How it extends to more than two sources; empty if it needs none. */
    public String sources() {
        return sources;
    }

    /** Whether it is undefined for more than two sources. */
    public boolean isForTwoSourcesOnly() {
        return twoSourcesOnly;
    }

    /** How the profile computes it; nothing if the profile does not know the metric. */
    public Optional<Definition> definition(MetricProfile profile) {
        return Optional.ofNullable(definitions.get(profile));
    }

    /** The profiles that know the metric and their definitions, in the order of the profiles. */
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

        public Builder direction(Direction value) {
            direction = Optional.of(value);
            return this;
        }

        /** The scores that the canonical definition can give, ends included. */
        public Builder range(double lowest, double highest) {
            range = Optional.of(new ValueRange(lowest, highest));
            return this;
        }

        public Builder kind(Kind value) {
            kind = Optional.of(value);
            return this;
        }

        /** The canonical formula, in plain text. */
        public Builder formula(String text) {
            formula = Optional.of(text);
            return this;
        }

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

        /** @throws java.util.NoSuchElementException if a fact is missing */
        public Metric build() {
            return new Metric(this);
        }
    }
}
