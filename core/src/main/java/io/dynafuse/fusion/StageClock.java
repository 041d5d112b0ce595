package io.dynafuse.fusion;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up the time spent in each {@link Stage}. Used by one thread at a time. */
public final class StageClock {
    private final Map<Stage, Duration> times = new EnumMap<>(Stage.class);

    /** Runs {@code work} and adds its time to {@code stage}. */
    public <T> T time(Stage stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            add(stage, start);
        }
    }

    /** Runs {@code work} and adds its time to {@code stage}. */
    public void time(Stage stage, Runnable work) {
        time(stage, () -> {
            work.run();
            return stage;
        });
    }

    /** The time spent in each stage so far; stages that did not run are absent. */
    public Map<Stage, Duration> times() {
        return Collections.unmodifiableMap(new EnumMap<>(times));
    }

    /** Adds times that were taken elsewhere. */
    void add(Map<Stage, Duration> others) {
        others.forEach((stage, time) -> times.merge(stage, time, Duration::plus));
    }

    private void add(Stage stage, long start) {
        times.merge(stage, Duration.ofNanos(System.nanoTime() - start), Duration::plus);
    }
}
