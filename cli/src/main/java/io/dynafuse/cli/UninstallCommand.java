package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import io.dynafuse.library.InstalledFolder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes a checkpoint that was installed. */
@Command(
        name = "uninstall",
        description = "Removes a checkpoint that `dynafuse install` keeps.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class UninstallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", description = "the name that `dynafuse models` lists")
    private String name;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        InstalledFolder installed = Dynafuse.library(command).installed();
        if (!installed.remove(name)) {
            List<String> names = installed.names();
            throw new IOException(OneLine.brief(name) + ": no checkpoint of that name is installed; "
                    + (names.isEmpty() ? "none is installed" : "expected one of " + String.join(", ", names)));
        }
        command.commandLine().getOut().println(name.replaceFirst("^installed:", "") + ": removed");
        return 0;
    }
}
