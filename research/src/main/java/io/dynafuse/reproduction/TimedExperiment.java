package io.dynafuse.reproduction;

import java.util.List;
import java.util.Optional;

/**
 * An experiment that measures how long fusions take: static ones beside dynamic ones, or how many static ones there are in a second.
 *
 * @param table where the printed times are
 * @param dataset the images of these times, as the table calls them
 * @param rate the printed head of the images per second; empty if the table prints seconds of static and dynamic fusions
 * @param methods what is timed of each network
 */
public record TimedExperiment(
        String id,
        String title,
        ExpectedImages images,
        PublishedTable table,
        String dataset,
        Optional<String> rate,
        List<Method> methods)
        implements Experiment {
    public TimedExperiment {
        methods = List.copyOf(methods);
    }

    /**
     * What is timed of a network.
     *
     * @param row what it is called in the printed table, which need not have it
     * @param variants the dynamic fusions, as {@link io.dynafuse.fusion.Variant#parse} reads them
     */
    public record Method(NetworkFamily family, String row, List<String> variants) {
        public Method {
            variants = List.copyOf(variants);
        }
    }

    /** Whether a network whose checkpoint is not given is timed with random parameters; where only speed is asked for, people say of which. */
    public boolean beginsAtRandom() {
        return rate.isEmpty();
    }

    @Override
    public String needs() {
        return beginsAtRandom()
                ? "available; a network whose checkpoint is not given is timed with random parameters"
                : Experiment.super.needs();
    }

    @Override
    public List<NetworkFamily> families() {
        return methods.stream().map(Method::family).toList();
    }
}
