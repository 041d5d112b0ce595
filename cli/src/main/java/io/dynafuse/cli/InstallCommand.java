package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.files.OneLine;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.InstalledCheckpoint;
import io.dynafuse.library.InstalledFacts;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.Network;
import io.dynafuse.network.own.OwnCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps a checkpoint under a name. */
@Command(
        name = "install",
        description = {
            "Checks a checkpoint and keeps a copy of it as safetensors, so that --checkpoint finds it by name.",
            "",
            "Copies lie in the folder `models` of the user's data: $DYNAFUSE_HOME, or $XDG_DATA_HOME/dynafuse or"
                    + " ~/.local/share/dynafuse, on macOS ~/Library/Application Support/dynafuse, on Windows"
                    + " %%LOCALAPPDATA%%\\dynafuse. A file beside each says where it came from, with the checksums of both files;"
                    + " one that changes later is refused.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class InstallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "a checkpoint of a network that dynafuse knows: safetensors, PyTorch, TensorFlow (NAME.index, beside which lie its data) or"
                            + " NumPy (.npz); several files if its authors cut it into several, such as an encoder and a decoder; or a network of your own as"
                            + " TorchScript or ONNX, with --trust")
    private List<Path> files;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Its name: letters, digits, dots, underscores and hyphens, in either case, but neither embedded, installed nor a device such as con; the file's"
                            + " own name without its extension if not given, the network's if it is several files.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "NETWORK",
            description = "The network it is for (see `dynafuse models`); recognised from what it holds and its name if"
                    + " not given.")
    private Optional<Network> network = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "Take only what lies below this key of the file, such as params or generator. Otherwise the part"
                            + " that the network fits is found, a running average (ema) first.")
    private Optional<String> key = Optional.empty();

    @Mixin
    private OwnNetworkOptions own = new OwnNetworkOptions();

    @Option(names = "--replace", description = "Replace the installed checkpoint of that name.")
    private boolean replace;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        Usage.require(
                command,
                files.stream().noneMatch(file -> file.toString().isEmpty()),
                "expected the name of a file, found an empty one");
        CheckpointLibrary library = Dynafuse.library(command);
        requireName();
        own.requireSense(command);
        Optional<OwnCheckpoint> graph = graph(library);
        if (graph.isPresent()) {
            return install(graph.get(), library.installed());
        }
        InstalledFolder.Installation installation = library.installed().install(source(), name, network, replace);
        InstalledFacts facts = installation.checkpoint().facts();
        installation.notes().forEach(note -> error().println("note: " + OneLine.of(facts.originalFile()) + " " + note));
        noteAssumption(facts, installation.alternatives());
        installation
                .overruled()
                .ifPresent(other -> error().println("note: " + OneLine.of(facts.originalFile())
                        + " calls itself a checkpoint of " + OneLine.brief(other) + "; installed for " + facts.network()
                        + ", as --model says"));
        if (library.embedded(facts.name()).isPresent()) {
            error().println("note: " + facts.name() + " now means this checkpoint; embedded:" + facts.name()
                    + " means the one that comes with dynafuse");
        }
        command.commandLine()
                .getOut()
                .println(facts.name() + ": installed from " + OneLine.of(facts.originalFile()) + " for "
                        + facts.network() + ", " + installation.checkpoint().path());
        return 0;
    }

    /** The network of one's own that is to be installed; empty if it is a checkpoint. */
    private Optional<OwnCheckpoint> graph(CheckpointLibrary library) throws IOException {
        if (files.size() > 1
                || GraphFile.formatOf(files.get(0)).isEmpty()
                        && own.interfaceFile().isEmpty()) {
            return Optional.empty();
        }
        CheckpointSource found =
                own.library(library).find(files.get(0).toAbsolutePath().toString());
        return found instanceof OwnCheckpoint graph ? Optional.of(graph) : Optional.empty();
    }

    private int install(OwnCheckpoint graph, InstalledFolder folder) throws IOException {
        Usage.require(
                command,
                network.isEmpty() && key.isEmpty(),
                "--model and --key: say what a checkpoint holds, found a network with a program of its own");
        InstalledCheckpoint installed = folder.install(graph, name, replace);
        command.commandLine()
                .getOut()
                .println(installed.id() + ": installed from " + OneLine.of(graph.shortName()) + ", "
                        + graph.network().description() + ", " + installed.path());
        return 0;
    }

    private CheckpointSource source() {
        CheckpointSource whole = CheckpointSource.of(files);
        return key.map(whole::below).orElse(whole);
    }

    private void requireName() {
        if (name.isEmpty() && files.size() > 1) {
            return;
        }
        try {
            InstalledFolder.nameFor(files.get(0), name);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(
                    command,
                    name.isPresent()
                            ? "--name: " + e.getMessage()
                            : "the file's own name is not valid for an installed checkpoint: " + e.getMessage()
                                    + "; --name gives another");
        }
    }

    private void noteAssumption(InstalledFacts facts, List<Network> alternatives) {
        if (!alternatives.isEmpty()) {
            error().println("note: " + OneLine.of(facts.originalFile()) + " fits "
                    + alternatives.stream().map(Network::id).collect(Collectors.joining(" and "))
                    + " as well, and nothing in it says which it was trained for: " + facts.network()
                    + " assumed; --model says otherwise");
        }
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
