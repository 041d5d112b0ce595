package io.dynafuse.store;

import io.dynafuse.files.PreparedFiles;
import io.dynafuse.files.WholeFile;
import io.dynafuse.model.CheckpointLoader;
import io.dynafuse.model.Network;
import io.dynafuse.weights.Checkpoint;
import io.dynafuse.weights.Safetensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The weights that a user installed: in one folder, {@code NAME.safetensors} and what is known of them in {@code NAME.json}. Weights are
 * installed once their JSON file is there, which is written last and removed first.
 */
public final class InstalledFolder {
    private static final String WEIGHTS = ".safetensors";
    private static final String FACTS = ".json";

    private final Optional<Path> folder;

    /** @param folder need not be there yet; empty if none can be found, so that nothing is installed and nothing can be */
    public InstalledFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The folder of the user who runs this process. */
    public static InstalledFolder ofUser() {
        return new InstalledFolder(
                UserFolder.of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"))
                        .map(data -> data.resolve("models")));
    }

    /** Where it is, if it is anywhere. */
    public Optional<Path> path() {
        return folder;
    }

    /**
     * What is installed.
     *
     * @param weights in the order of their names; their files have not been opened
     * @param damaged a line for each whose facts cannot be read
     */
    public record Listing(List<InstalledWeights> weights, List<String> damaged) {
        /** Copies the lists. */
        public Listing {
            weights = List.copyOf(weights);
            damaged = List.copyOf(damaged);
        }
    }

    /** @throws IOException if the folder is there and cannot be listed */
    public Listing list() throws IOException {
        List<InstalledWeights> weights = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        for (String name : names()) {
            try {
                find(name).ifPresent(weights::add);
            } catch (IOException e) {
                damaged.add(e.getMessage());
            }
        }
        return new Listing(weights, damaged);
    }

    /**
     * The names of what is installed, damaged or not, in alphabetical order.
     *
     * @throws IOException if the folder is there and cannot be listed
     */
    public List<String> names() throws IOException {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(FACTS))
                    .map(name -> name.substring(0, name.length() - FACTS.length()))
                    .filter(name -> WeightsName.isOne(name)
                            && name.equals(WeightsName.of(name).text()))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The weights of a name; what is no name belongs to none.
     *
     * @throws IOException if there are some whose facts cannot be read
     */
    public Optional<InstalledWeights> find(String typed) throws IOException {
        if (folder.isEmpty() || !WeightsName.isOne(typed)) {
            return Optional.empty();
        }
        WeightsName name = WeightsName.of(typed);
        Path facts = file(name, FACTS);
        return Files.exists(facts)
                ? Optional.of(new InstalledWeights(file(name, WEIGHTS), factsOf(name, facts)))
                : Optional.empty();
    }

    private static InstalledFacts factsOf(WeightsName name, Path file) throws IOException {
        InstalledFacts facts = InstalledFacts.read(file);
        if (!facts.name().equals(name.text())) {
            throw new IOException(file + ": is about weights called " + facts.name() + "; expected " + name.text()
                    + ", as the file is called");
        }
        return facts;
    }

    /**
     * What was installed.
     *
     * @param alternatives the other networks that the file fits as well, where nothing tells which it was trained for
     */
    public record Installation(InstalledWeights weights, List<Network> alternatives) {}

    /**
     * Checks a checkpoint and keeps a copy as safetensors, with the numbers that the network would compute with: 32-bit floats, each
     * with the bits it has in a file of such. What the network has no use for (counters of training batches) is left out; free text
     * about the file is kept.
     *
     * @param file any that {@link Checkpoint#open(Path)} reads
     * @param typed the name to give; the file's own, without ending, if empty
     * @param chosen the network to insist on; recognised as {@link CheckpointLoader#choose} does if empty
     * @param replace whether weights of that name may be replaced
     * @throws IllegalArgumentException if the name is none
     * @throws io.dynafuse.weights.CheckpointException if the file cannot be read or fits no network
     * @throws IOException if there are weights of that name, or nothing can be written; what was there is then as it was
     */
    public Installation install(Path file, Optional<String> typed, Optional<Network> chosen, boolean replace)
            throws IOException {
        WeightsName name = WeightsName.of(typed.orElseGet(() -> stem(file)));
        Path models = requireFolder();
        if (!replace && Files.exists(file(name, FACTS))) {
            throw new IOException(
                    name.text() + ": is installed already; expected another --name, or --replace to replace it");
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            CheckpointLoader.Choice choice = chosen.isPresent()
                    ? new CheckpointLoader.Choice(chosen.get(), List.of())
                    : CheckpointLoader.choose(checkpoint);
            WholeFile.Content content = content(choice.network(), checkpoint);
            WholeFile.makeFolder(models);
            return new Installation(
                    write(name, choice.network(), checkpoint, fileName(file), content), choice.alternatives());
        }
    }

    private static WholeFile.Content content(Network network, Checkpoint checkpoint) throws IOException {
        Map<String, String> metadata = new TreeMap<>(checkpoint.metadata());
        metadata.put("network", network.id());
        return Safetensors.content(CheckpointLoader.values(network, checkpoint), metadata);
    }

    private InstalledWeights write(
            WeightsName name, Network network, Checkpoint original, String originalFile, WholeFile.Content content)
            throws IOException {
        MessageDigest digest = sha256();
        Path weights = file(name, WEIGHTS);
        try (PreparedFiles files = new PreparedFiles()) {
            files.add(WholeFile.prepare(weights, out -> writeDigested(content, out, digest)));
            InstalledFacts facts = new InstalledFacts(
                    name.text(),
                    network.id(),
                    HexFormat.of().formatHex(digest.digest()),
                    originalFile,
                    original.sha256());
            files.add(WholeFile.prepare(file(name, FACTS), facts.content()));
            files.commit();
            return new InstalledWeights(weights, facts);
        }
    }

    private static void writeDigested(WholeFile.Content content, OutputStream out, MessageDigest digest)
            throws IOException {
        DigestOutputStream digested = new DigestOutputStream(out, digest);
        content.writeTo(digested);
        digested.flush();
    }

    /**
     * Removes weights, damaged or not.
     *
     * @return whether there were any of that name
     * @throws IOException if they cannot be removed
     */
    public boolean remove(String typed) throws IOException {
        if (folder.isEmpty() || !WeightsName.isOne(typed)) {
            return false;
        }
        WeightsName name = WeightsName.of(typed);
        boolean wasThere = Files.deleteIfExists(file(name, FACTS));
        return Files.deleteIfExists(file(name, WEIGHTS)) || wasThere;
    }

    private Path file(WeightsName name, String ending) {
        return folder.orElseThrow().resolve(name.text() + ending);
    }

    private Path requireFolder() throws IOException {
        return folder.orElseThrow(() -> new IOException("there is no folder to install weights into, as the user has no"
                + " home folder; expected one in the environment variable DYNAFUSE_HOME"));
    }

    private static String stem(Path file) {
        return fileName(file).replaceFirst("\\.[^.]*$", "");
    }

    private static String fileName(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
