package io.dynafuse.cli;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.files.OneLine;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.library.InstalledCheckpoint;
import io.dynafuse.library.InstalledFacts;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.library.ModelCard;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.network.Publication;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the networks and the checkpoints there are for them. */
@Command(
        name = "models",
        description =
                "Lists the networks and the checkpoints that can be called by name; of one, tells all, such as where a network was published and how it"
                        + " weighs features by default.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was listed and is whole",
            "1:an installed checkpoint is damaged, or nothing could be told",
            "2:wrong usage"
        })
final class ModelsCommand implements Callable<Integer> {
    private static final int SHORT_CHECKSUM = 12;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description =
                    "a network or checkpoint: tells all about it, such as where the network's files are, or how the checkpoint was trained")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--markdown",
            description = "Print all about the networks as a page in Markdown, docs/zoo.md, in place of listing.")
    private boolean markdown;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        Usage.require(command, name.isEmpty() || !markdown, "--markdown: describes all networks, not one");
        if (markdown) {
            out().print(NetworkWords.markdown(Networks.all()));
            return 0;
        }
        CheckpointLibrary library = Dynafuse.library(command);
        if (name.isPresent()) {
            tell(library, name.get());
            return 0;
        }
        Networks.all().forEach(this::network);
        out().println();
        embedded(library.embedded());
        out().println();
        return installed(library.installed()) ? 0 : 1;
    }

    /** Two lines. */
    private void network(Network network) {
        out().println(network.id() + ": " + network.description());
        out().println("    " + NetworkWords.summary(network));
    }

    private void networkWithAll(Network network) {
        network(network);
        network.publication().ifPresent(this::publication);
        line("output range", network.facts().range().word());
        for (Task task : Task.values()) {
            line(
                    ConstantName.of(task),
                    network.defaultDominability(Optional.of(task)).toString());
        }
    }

    private void publication(Publication publication) {
        line("published", publication.citation());
        line("cut", publication.cut());
        for (Publication.PublishedFile file : publication.files()) {
            line("file", NetworkWords.place(file));
            line("SHA-256", file.sha256());
        }
        if (publication.files().isEmpty()) {
            line("file", "none that is known");
        }
        line("verified", publication.verification());
    }

    private void line(String what, String value) {
        out().printf("    %-17s %s%n", what, OneLine.of(value));
    }

    private void embedded(List<EmbeddedCheckpoint> all) throws IOException {
        if (all.isEmpty()) {
            out().println(
                            "embedded checkpoints: none in this build; give the file of a network's checkpoint to --checkpoint");
            return;
        }
        out().println(
                        "embedded checkpoints, taken for their tasks unless --checkpoint names another (`dynafuse models NAME` tells all of one):");
        for (EmbeddedCheckpoint embedded : all) {
            ModelCard card = embedded.card();
            out().printf("    %-17s for %s: %s%n", embedded.id(), tasks(embedded), card.summary());
        }
    }

    private static String tasks(EmbeddedCheckpoint embedded) {
        return embedded.tasks().isEmpty()
                ? "no task in particular"
                : embedded.tasks().stream().map(ConstantName::of).collect(Collectors.joining(", "));
    }

    /** Lists the installed checkpoints; returns whether all are whole. */
    private boolean installed(InstalledFolder folder) throws IOException {
        InstalledFolder.Listing listing = folder.list();
        if (listing.checkpoints().isEmpty() && listing.damaged().isEmpty()) {
            out().println("installed checkpoints: none; `dynafuse install FILE` keeps a checkpoint by name");
            return true;
        }
        out().println("installed checkpoints, in "
                + folder.path().map(Path::toString).orElse("no folder") + ":");
        for (InstalledCheckpoint installed : listing.checkpoints()) {
            InstalledFacts facts = installed.facts();
            out().printf(
                            "    %-17s for %s, from %s, SHA-256 %s…%n",
                            facts.name(),
                            OneLine.of(facts.network()),
                            OneLine.of(facts.originalFile()),
                            facts.sha256().substring(0, SHORT_CHECKSUM));
        }
        listing.damaged().forEach(line -> out().println("    damaged: " + OneLine.of(line)));
        return listing.damaged().isEmpty();
    }

    /** Prints everything of that name. */
    private void tell(CheckpointLibrary library, String asked) throws IOException {
        Optional<Network> network = Networks.find(asked.toLowerCase(Locale.ROOT));
        Optional<InstalledCheckpoint> installed = library.installed().find(asked);
        Optional<EmbeddedCheckpoint> embedded = library.embedded(asked);
        if (network.isEmpty() && installed.isEmpty() && embedded.isEmpty()) {
            throw new IOException(
                    OneLine.brief(asked) + ": is neither a network nor a checkpoint that `dynafuse models` lists");
        }
        network.ifPresent(this::networkWithAll);
        if (installed.isPresent()) {
            tell(installed.get());
        }
        if (embedded.isPresent()) {
            tell(embedded.get());
        }
    }

    private void tell(InstalledCheckpoint installed) throws IOException {
        InstalledFacts facts = installed.facts();
        out().println("installed checkpoint " + facts.name());
        fact("network", facts.network());
        if (facts.ownFiles().isPresent()) {
            facts.ownFiles().get().keySet().forEach(ending -> fact("holds", facts.name() + ending));
        } else {
            try (Checkpoint checkpoint = installed.open()) {
                facts(checkpoint, facts.network());
            }
        }
        fact("file", installed.path().toString());
        fact("sha-256", facts.sha256());
        fact("made of", facts.originalFile());
        fact("sha-256", facts.originalSha256());
    }

    private void tell(EmbeddedCheckpoint embedded) throws IOException {
        ModelCard card = embedded.card();
        out().println("embedded checkpoint " + embedded.id() + ": " + card.summary());
        fact("network", card.network());
        fact("tasks", tasks(embedded));
        try (Checkpoint checkpoint = embedded.open()) {
            facts(checkpoint, card.network());
            fact("sha-256", checkpoint.sha256());
        }
        fact("data", card.data());
        fact("seed", Long.toString(card.seed()));
        fact("steps", Long.toString(card.steps()));
        fact("command", card.command());
        for (Map.Entry<String, String> result : card.results().entrySet()) {
            fact("result", result.getKey() + ": " + result.getValue());
        }
        card.limits().forEach(limit -> fact("limit", limit));
        fact("licence", card.licence());
    }

    private void facts(Checkpoint checkpoint, String id) throws IOException {
        Network network = Networks.find(id).orElseThrow();
        fact("range", CheckpointLoader.range(network, checkpoint).word());
        CheckpointLoader.task(network, checkpoint).ifPresent(task -> fact("task", task.word()));
    }

    private void fact(String what, String value) {
        out().printf("    %-8s %s%n", what, OneLine.of(value));
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
