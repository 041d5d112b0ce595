package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A call builds only the subcommand that it names, which nobody may notice. */
class SubcommandsTest {
    private static List<String> names() {
        return List.copyOf(Dynafuse.commandLine().getSubcommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void helpIsThatOfTheWholeCommand(String name) {
        CommandLine whole = Dynafuse.commandLine();
        StringWriter output = new StringWriter();
        int exitCode = CommandProcess.executeHere(output, new StringWriter(), name, "--help");
        assertThat(exitCode).isZero();
        assertThat(output).hasToString(whole.getSubcommands().get(name).getUsageMessage());
    }

    @Test
    void theCommandsOwnHelpNamesThemAll() {
        StringWriter output = new StringWriter();
        assertThat(CommandProcess.executeHere(output, new StringWriter(), "--help"))
                .isZero();
        assertThat(output).hasToString(Dynafuse.commandLine().getUsageMessage());
        assertThat(output.toString()).contains(names());
    }

    @Test
    void anUnknownWordIsComparedWithAll() {
        StringWriter error = new StringWriter();
        assertThat(CommandProcess.executeHere(new StringWriter(), error, "fues"))
                .isEqualTo(2);
        assertThat(error.toString()).contains("fuse").hasLineCount(1);
    }

    @Test
    void theVersionNeedsNone() {
        for (String option : List.of("--version", "-V")) {
            StringWriter output = new StringWriter();
            assertThat(CommandProcess.executeHere(output, new StringWriter(), option))
                    .isZero();
            assertThat(output.toString()).startsWith("dynafuse ").hasLineCount(2);
        }
    }
}
