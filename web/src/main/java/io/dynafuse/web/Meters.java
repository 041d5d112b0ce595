package io.dynafuse.web;

import io.dynafuse.torch.Engine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** Counters and times of the service. */
final class Meters {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** How much the latest fusion counts in the mean of their times. */
    private static final double LATEST = 0.2;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private double meanSeconds = 1;

    void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void addProcess() {
        new JvmMemoryMetrics().bindTo(registry);
        gauge("dynafuse.resident.bytes", "Memory of the process that is in use", Engine::residentBytes);
    }

    void call(String route, int status, double milliseconds) {
        Timer.builder("dynafuse.calls")
                .description("Calls by route and status")
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(Duration.ofNanos((long) (milliseconds * 1e6)));
    }

    void fusion(String state, Duration time) {
        Timer.builder("dynafuse.fusions")
                .description("Fusions by how they ended, from the beginning of the work")
                .tag("state", state)
                .register(registry)
                .record(time);
        synchronized (this) {
            meanSeconds += LATEST * (time.toNanos() / 1e9 - meanSeconds);
        }
    }

    /** The seconds after which so many fusions have probably ended. */
    synchronized long secondsFor(int fusions) {
        return Math.max(1, Math.round(fusions * meanSeconds));
    }

    String text() {
        return registry.scrape();
    }
}
