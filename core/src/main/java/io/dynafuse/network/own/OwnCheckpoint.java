package io.dynafuse.network.own;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.torch.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network of one's own in the place of a checkpoint: where others have a checkpoint of numbers for a known network, this has the network itself.
 *
 * <p>It is a program of somebody's: what it does is limited to what graphs can do, and no less.
 */
public final class OwnCheckpoint implements CheckpointSource {
    private static final String TWO_FILES = "+";

    private final List<GraphFile> files;
    private final Optional<Path> interfaceFile;
    private final NetworkInterface said;
    private final GraphOpener opener;
    private Optional<OwnNetwork> network = Optional.empty();

    /** Loads graphs. */
    @FunctionalInterface
    public interface GraphOpener {
        /** @throws CheckpointException as {@link GraphFile#open} does */
        Graph open(GraphFile file, Device device) throws CheckpointException;

        /** The same for small images only, which a guard may allow less time. */
        default Graph openForTrial(GraphFile file, Device device) throws CheckpointException {
            return open(file, device);
        }
    }

    /**
     * Reads the files without running them.
     *
     * @param graph the file of the network, or of its encoder if the interface names a decoder
     * @param interfaceFile as {@link NetworkInterface#read} takes it, if there is one
     * @param opener loads them, such as {@link GraphFile#open}
     * @throws CheckpointException if a file is no graph, or damaged
     * @throws IOException if the interface cannot be read
     */
    public static OwnCheckpoint of(Path graph, Optional<Path> interfaceFile, GraphOpener opener) throws IOException {
        NetworkInterface said =
                interfaceFile.isPresent() ? NetworkInterface.read(interfaceFile.get()) : NetworkInterface.UNSAID;
        List<Path> paths = new ArrayList<>(List.of(graph));
        said.decoder().map(graph::resolveSibling).ifPresent(paths::add);
        return new OwnCheckpoint(read(paths), interfaceFile, said, opener);
    }

    /**
     * The same for files that lie anywhere.
     *
     * @param graphs one, or encoder and decoder
     */
    public static OwnCheckpoint of(List<Path> graphs, NetworkInterface said, GraphOpener opener)
            throws CheckpointException {
        return new OwnCheckpoint(read(graphs), Optional.empty(), said, opener);
    }

    private static List<GraphFile> read(List<Path> graphs) throws CheckpointException {
        List<GraphFile> files = new ArrayList<>();
        for (Path graph : graphs) {
            files.add(GraphFile.read(graph));
        }
        return files;
    }

    private OwnCheckpoint(
            List<GraphFile> files, Optional<Path> interfaceFile, NetworkInterface said, GraphOpener opener) {
        this.files = List.copyOf(files);
        this.interfaceFile = interfaceFile;
        this.said = said;
        this.opener = opener;
    }

    /** The file of its interface, if there is one. */
    public Optional<Path> interfaceFile() {
        return interfaceFile;
    }

    /** The files of its graphs: one, or those of encoder and decoder. */
    public List<GraphFile> files() {
        return files;
    }

    @Override
    public String name() {
        return files.get(0).path().toString();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(files.get(0).path());
    }

    /** @throws CheckpointException always: what a graph holds is no use without it */
    @Override
    public Checkpoint open() throws CheckpointException {
        throw new CheckpointException(
                name(),
                "is a network of its own, of which there is nothing to take out; expected a checkpoint of numbers alone, for"
                        + " a network that `dynafuse models` lists");
    }

    /** Of the file; of two files their checksums, joined by a plus. */
    @Override
    public String sha256() {
        return String.join(TWO_FILES, files.stream().map(GraphFile::sha256).toList());
    }

    /**
     * The network, which is tried the first time that it is asked for. That runs the files.
     *
     * @throws CheckpointException if it does not fuse images as its interface says
     */
    public synchronized OwnNetwork network() throws CheckpointException {
        if (network.isEmpty()) {
            String stem = shortName().replaceFirst("\\.[^.]*$", "");
            long parameters = files.stream()
                    .flatMap(file -> file.tensors().stream())
                    .mapToLong(tensor -> tensor.elements())
                    .sum();
            network = Optional.of(
                    new OwnNetwork(stem, name(), functions(opener::openForTrial), functions(opener), said, parameters));
        }
        return network.get();
    }

    private OwnNetwork.Opening functions(GraphOpener graphs) {
        return device -> {
            Graph first = graphs.open(files.get(0), device);
            try {
                return new GraphFunctions(
                        first,
                        files.size() == 1 ? Optional.empty() : Optional.of(graphs.open(files.get(1), device)),
                        said.unit());
            } catch (CheckpointException | RuntimeException e) {
                first.close();
                throw e;
            }
        };
    }
}
