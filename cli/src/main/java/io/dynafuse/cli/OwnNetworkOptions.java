package io.dynafuse.cli;

import io.dynafuse.library.CheckpointLibrary;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for networks of one's own. */
final class OwnNetworkOptions {
    @Option(
            names = "--interface",
            paramLabel = "YAML",
            description =
                    "What a network of your own (TorchScript or ONNX, see docs/own-network.md) takes and gives, as far as its file does not"
                            + " tell: roles of inputs, colour, normalisation.")
    private Optional<Path> interfaceFile = Optional.empty();

    @Option(
            names = "--trust",
            description =
                    "Run networks of your own, which are programs: only for files from people whom you trust. Installed ones were trusted when they"
                            + " were installed.")
    private boolean trusted;

    /** Checks the options, before any work is done. */
    void requireSense(CommandSpec command) {
        Usage.require(
                command,
                interfaceFile.isEmpty() || trusted,
                "--interface: expected --trust beside it, as a network of your own is a program that is run");
    }

    /** Whether networks of one's own may be run. */
    boolean isTrusted() {
        return trusted;
    }

    /** The library as the user allows it to be used. */
    CheckpointLibrary library(CheckpointLibrary all) {
        return trusted ? all.trusting(interfaceFile) : all;
    }

    /** The interface, if one was given. */
    Optional<Path> interfaceFile() {
        return interfaceFile;
    }
}
