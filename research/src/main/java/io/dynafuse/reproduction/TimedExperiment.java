package io.dynafuse.reproduction;

import java.util.List;

/**
 * An experiment that measures how long fusions take, static ones beside dynamic ones.
 *
 * @param table where the printed times are
 * @param dataset the images of these times, as the table calls them
 * @param methods the printed row of each network
 * @param variants the dynamic fusions to time, as {@link io.dynafuse.fusion.Variant#parse} reads them
 */
public record TimedExperiment(
        String id,
        String title,
        ExpectedImages images,
        PublishedTable table,
        String dataset,
        List<Method> methods,
        List<String> variants)
        implements Experiment {
    public TimedExperiment {
        methods = List.copyOf(methods);
        variants = List.copyOf(variants);
    }

    /** A network and the row it has in the printed table. */
    public record Method(NetworkFamily family, String row) {}

    @Override
    public List<NetworkFamily> families() {
        return methods.stream().map(Method::family).toList();
    }
}
