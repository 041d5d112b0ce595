package io.dynafuse.cli;

import io.dynafuse.model.Network;
import io.dynafuse.model.Networks;
import io.dynafuse.model.Task;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the networks. */
@Command(
        name = "models",
        description = "Lists the networks and what each does by default.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        PrintWriter out = command.commandLine().getOut();
        for (Network network : Networks.all()) {
            out.printf(
                    Locale.ROOT,
                    "%-11s %s; %,d parameters%n",
                    network.id(),
                    network.description(),
                    parameters(network));
            for (Task task : Task.values()) {
                out.printf("    %-17s %s%n", Names.of(task), network.defaultDominability(Optional.of(task)));
            }
            out.printf("    %-17s %s%n", "(no task given)", network.defaultDominability(Optional.empty()));
        }
        out.println(
                "No weights come with dynafuse yet: give a network's checkpoint to `dynafuse fuse --weights FILE`.");
    }

    private static long parameters(Network network) {
        return network.parameterShapes().values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
    }
}
