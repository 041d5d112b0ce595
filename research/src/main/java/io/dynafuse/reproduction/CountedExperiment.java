package io.dynafuse.reproduction;

import io.dynafuse.metrics.Direction;
import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.network.refusion.SourceReconstruction;
import io.dynafuse.nn.ParameterDeclarations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** An experiment that counts the parameters of ReFusion, and needs neither images nor weights. */
public record CountedExperiment(String id, String title, PublishedTable table) implements Experiment {
    private static final String METRIC = "million trainable parameters";

    @Override
    public ExpectedImages images() {
        return new ExpectedImages("", "none", Optional.empty(), OptionalInt.of(0), Set.of());
    }

    @Override
    public List<NetworkFamily> families() {
        return List.of(NetworkFamily.REFUSION);
    }

    @Override
    public List<String> lines() {
        return List.of(id + ": " + title, "    available; counts parameters, and needs neither images nor weights");
    }

    /** Counts them. */
    public Reproduction run() {
        return new Reproduction(
                this,
                Path.of(""),
                ReFusion.FULL.id(),
                "",
                List.of("numbers that training changes, in millions; each that is stored twice counts once"),
                List.of(new Reproduction.Column(METRIC, Direction.LOWER_IS_BETTER)),
                List.of(
                        row("fusion module", ReFusion.FULL.parameters(), table.cell("", "ReFusion", METRIC)),
                        row("reconstruction module", SourceReconstruction.PARAMETERS, Optional.empty()),
                        row("loss proposal module", LossProposal.PARAMETERS, Optional.empty())),
                List.of(),
                List.of(),
                List.of("The paper prints the fusion module only, and does not describe the inside of the other two."));
    }

    private static Reproduction.Row row(
            String label, ParameterDeclarations parameters, Optional<PublishedTable.Cell> published) {
        long count = parameters.trained().stream()
                .map(parameters.shapes()::get)
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
        return new Reproduction.Row(
                label,
                "",
                published.map(PublishedTable.Cell::method),
                Optional.empty(),
                false,
                List.of(new Reproduction.Cell(List.of(), OptionalDouble.of(count / 1e6), published, Optional.empty())),
                Optional.empty());
    }
}
