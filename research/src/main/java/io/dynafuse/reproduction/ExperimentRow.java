package io.dynafuse.reproduction;

import java.util.Optional;

/**
 * One way to fuse in an experiment, and what is printed about it.
 *
 * @param family the network it runs on; with other weights the row stays empty
 * @param label what the row is called; no other row of the experiment is called so
 * @param variant what is run, as {@link io.dynafuse.fusion.Variant#parse} reads it
 * @param parameterNoise the level of the noise added to the network's parameters; 0 for none
 * @param published the printed row it is held against, if there is one
 * @param claim what the paper says about it, if it does
 */
public record ExperimentRow(
        NetworkFamily family,
        String label,
        String variant,
        double parameterNoise,
        Optional<PublishedRow> published,
        Optional<Claim> claim) {}
