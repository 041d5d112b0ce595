package io.dynafuse.cli;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that change a network's default dominability; those not given leave it as it is. */
final class DominabilityOptions {
    @Option(
            names = "--reference",
            paramLabel = "component|maximum|fused|self-fused",
            description = "What of the network is held against the sources.")
    private Optional<Reference> reference = Optional.empty();

    @Option(names = "--norm", paramLabel = "l1|l2", description = "How differences become losses.")
    private Optional<Norm> norm = Optional.empty();

    @Option(names = "--scale", paramLabel = "K", description = "What losses are multiplied by.")
    private Optional<Double> scale = Optional.empty();

    @Option(
            names = "--form",
            paramLabel = "exp|linear|sigmoid|uniform",
            description = "How a scaled loss becomes a score.")
    private Optional<Form> form = Optional.empty();

    @Option(
            names = "--normalisation",
            paramLabel = "softmax|proportional|none",
            description = "How the sources' scores become weights.")
    private Optional<Normalisation> normalisation = Optional.empty();

    @Option(names = "--contrast", description = "Turn the correlation: weigh sources with high losses up.")
    private boolean contrast;

    boolean isGiven() {
        return contrast
                || Stream.of(reference, norm, scale, form, normalisation).anyMatch(Optional::isPresent);
    }

    /**
     * Changes what was given.
     *
     * @throws IllegalArgumentException if the parts have no meaning together
     */
    Dominability change(Dominability base) {
        return new Dominability(
                reference.orElse(base.reference()),
                norm.orElse(base.norm()),
                scale.orElse(base.scale()),
                form.orElse(base.form()),
                normalisation.orElse(base.normalisation()),
                contrast || base.contrast());
    }
}
