package io.dynafuse.cli;

import io.dynafuse.network.Network;
import io.dynafuse.network.Publication;
import io.dynafuse.network.Publication.PublishedFile;
import io.dynafuse.report.ConstantName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is known about networks, in words. */
final class NetworkWords {
    private static final String HEAD = """
            # Published networks

            The networks that Dynafuse knows. The page is what `dynafuse models --markdown > docs/zoo.md` prints: change a network's
            `publication()`, then run that. Checkpoints are their authors', under the authors' licences, and none comes with Dynafuse;
            [checkpoints.md](checkpoints.md#installing-a-published-network) says how to get and install one. The *cut* is where fusion weights act:
            what each source becomes | how that is fused | what follows.

            | network | year | tasks | parameters | licence | cut |
            |---|---|---|---|---|---|
            """;

    private NetworkWords() {}

    /** Year, tasks, size and licence in one line. */
    static String summary(Network network) {
        String size = parameters(network) + " parameters";
        return network.publication()
                .map(publication -> publication.year() + "; " + tasks(publication) + "; " + size + "; licence "
                        + licence(publication))
                .orElse(size);
    }

    private static String parameters(Network network) {
        return String.format(Locale.ROOT, "%,d", network.parameters().size());
    }

    private static String tasks(Publication publication) {
        return publication.tasks().stream().map(ConstantName::of).collect(Collectors.joining(", "));
    }

    private static String licence(Publication publication) {
        return publication.licence().orElse("none stated");
    }

    /** Where a file is found. */
    static String place(PublishedFile file) {
        return file.repository() + " at " + file.commit() + ", " + file.path();
    }

    /** A page about networks: a table of all, then a section for each. */
    static String markdown(List<Network> networks) {
        return HEAD
                + networks.stream().map(NetworkWords::row).collect(Collectors.joining())
                + networks.stream().map(NetworkWords::section).collect(Collectors.joining());
    }

    private static String row(Network network) {
        return network.publication()
                .map(publication -> row(
                        "[" + network.id() + "](#" + network.id() + ")",
                        Integer.toString(publication.year()),
                        tasks(publication),
                        parameters(network),
                        licence(publication),
                        publication.cut()))
                .orElseGet(() -> row(network.id(), "", "", parameters(network), "", ""));
    }

    private static String row(String... cells) {
        return List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String section(Network network) {
        return network.publication()
                .map(publication -> "\n## " + network.id() + "\n\n" + network.description() + ". "
                        + publication.citation() + ".\n\n"
                        + "Verified: " + publication.verification() + ".\n"
                        + files(publication))
                .orElse("");
    }

    private static String files(Publication publication) {
        return publication.files().isEmpty()
                ? "\nNo file is known by its checksum.\n"
                : "\n| file | SHA-256 |\n|---|---|\n"
                        + publication.files().stream()
                                .map(file -> row(link(file), "`" + file.sha256() + "`"))
                                .collect(Collectors.joining());
    }

    private static String link(PublishedFile file) {
        return "[" + file.name() + "](https://" + file.repository() + "/blob/" + file.commit() + "/"
                + file.path().replace(" ", "%20") + ")";
    }
}
