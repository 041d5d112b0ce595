package io.dynafuse.library;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.files.Sha256;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.graph.GraphFormat;
import io.dynafuse.network.own.NetworkInterface;
import io.dynafuse.network.own.OwnCheckpoint;
import io.dynafuse.network.own.OwnNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The files of an installed network of one's own: its graph, or those of encoder and decoder, and its interface. */
final class OwnFiles {
    private static final String INTERFACE = ".yaml";
    private static final Map<GraphFormat, String> GRAPHS =
            Map.of(GraphFormat.TORCHSCRIPT, ".pt", GraphFormat.ONNX, ".onnx");
    private static final String OF_DECODER = ".decoder";

    /** All that there may be. */
    static final List<String> ENDINGS = List.of(".pt", ".onnx", OF_DECODER + ".pt", OF_DECODER + ".onnx", INTERFACE);

    private OwnFiles() {}

    /** Whether these are endings of an installation: a graph first, and others that there may be. */
    static boolean areSome(Set<String> endings) {
        return ENDINGS.containsAll(endings)
                && endings.stream().findFirst().filter(GRAPHS::containsValue).isPresent();
    }

    /** The ending of the graph that it is run by, of the checksums of all files. */
    static String graph(Map<String, String> files) {
        return files.keySet().iterator().next();
    }

    /**
     * Prepares copies.
     *
     * @param place where the file of an ending goes
     */
    static InstalledFacts prepare(OwnCheckpoint own, String name, Function<String, Path> place, PreparedFiles prepared)
            throws IOException {
        Map<String, String> checksums = new LinkedHashMap<>();
        String part = "";
        for (GraphFile graph : own.files()) {
            String ending = part + GRAPHS.get(graph.format());
            prepared.add(AtomicFile.prepareInPlace(place.apply(ending), out -> Files.copy(graph.path(), out)));
            checksums.put(ending, graph.sha256());
            part = OF_DECODER;
        }
        if (own.interfaceFile().isPresent()) {
            Path file = own.interfaceFile().get();
            prepared.add(AtomicFile.prepareInPlace(place.apply(INTERFACE), out -> Files.copy(file, out)));
            checksums.put(INTERFACE, checksum(file));
        }
        String first = own.files().get(0).sha256();
        return new InstalledFacts(
                name, OwnNetwork.PREFIX + name, first, own.shortName(), first, Optional.of(checksums));
    }

    /** @throws IOException if a file is missing, or not the one that was installed */
    static OwnCheckpoint open(InstalledCheckpoint installed, OwnCheckpoint.GraphOpener opener) throws IOException {
        List<Path> graphs = new ArrayList<>();
        Optional<Path> described = Optional.empty();
        for (Map.Entry<String, String> file :
                installed.facts().ownFiles().orElseThrow().entrySet()) {
            Path path = installed.path().resolveSibling(installed.id() + file.getKey());
            InstalledCheckpoint.requireSame(path, file.getValue(), checksum(path));
            if (file.getKey().equals(INTERFACE)) {
                described = Optional.of(path);
            } else {
                graphs.add(path);
            }
        }
        NetworkInterface said =
                described.isPresent() ? NetworkInterface.read(described.get()) : NetworkInterface.UNSAID;
        return OwnCheckpoint.of(graphs, said, opener);
    }

    private static String checksum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.hex(Sha256.of(in));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, "there is no such file; install it again with --replace");
        }
    }
}
