package io.dynafuse.library;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.FolderLock;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.files.Sha256;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.network.PublishedCheckpoint;
import io.dynafuse.network.TrialFusion;
import io.dynafuse.network.own.OwnCheckpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The checkpoints that a user installed: a folder with {@code NAME.safetensors} and its facts in {@code NAME.json} for each. A checkpoint
 * is installed once its JSON file exists, which is written last and removed first, also when a checkpoint replaces another. Installing and
 * removing lock the folder against other threads and processes. Links are never followed out of the folder.
 */
public final class InstalledFolder {
    private static final String PARAMETERS = ".safetensors";
    private static final String FACTS = ".json";
    private static final String WORK = "installation or removal";
    // Far longer than writing takes, however slow the disk.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The prefix that marks a name as that of an installed checkpoint. */
    static final String PREFIX = "installed:";

    private final Optional<Path> folder;

    /** @param folder need not exist yet; empty if none can be found: then nothing is installed, and nothing can be */
    public InstalledFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The folder of the user who runs this process. */
    public static InstalledFolder ofUser() {
        return new InstalledFolder(
                UserFolder.of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"))
                        .map(data -> data.resolve("models")));
    }

    /** Its path, if there is one. */
    public Optional<Path> path() {
        return folder;
    }

    /**
     * What is installed.
     *
     * @param checkpoints in the order of their names; their files are whole as far as their headers say, but checksums were not verified
     * @param damaged one line for each checkpoint whose facts cannot be read, or whose file is missing, cut short or something else
     */
    public record Listing(List<InstalledCheckpoint> checkpoints, List<String> damaged) {
        /** Copies the lists. */
        public Listing {
            checkpoints = List.copyOf(checkpoints);
            damaged = List.copyOf(damaged);
        }
    }

    /** @throws IOException if the folder is there and cannot be listed */
    public Listing list() throws IOException {
        List<InstalledCheckpoint> checkpoints = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        for (String name : names()) {
            try {
                Optional<InstalledCheckpoint> found = find(name);
                if (found.isPresent()) {
                    requireWhole(found.get());
                    checkpoints.add(found.get());
                }
            } catch (IOException e) {
                damaged.add(e.getMessage());
            }
        }
        return new Listing(checkpoints, damaged);
    }

    private static void requireWhole(InstalledCheckpoint installed) throws IOException {
        if (installed.facts().ownFiles().isPresent()) {
            installed.source(GraphFile::open);
        } else {
            // Reads the header only, which says how long the file must be.
            Checkpoint.open(installed.path()).close();
        }
    }

    /**
     * The names of the installed checkpoints, damaged or not, in alphabetical order.
     *
     * @throws IOException if the folder is there and cannot be listed
     */
    public List<String> names() throws IOException {
        if (folder.isEmpty() || Files.notExists(folder.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(FACTS))
                    .map(name -> name.substring(0, name.length() - FACTS.length()))
                    .filter(name -> CheckpointName.isOne(name)
                            && name.equals(CheckpointName.of(name).text()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IOException(folder.get() + ": cannot be listed: " + reason(e), e);
        }
    }

    /**
     * The installed checkpoint of a name, with or without the prefix {@code installed:}; empty also if the text is not a valid name.
     *
     * @throws IOException if there is one whose facts cannot be read
     */
    public Optional<InstalledCheckpoint> find(String typed) throws IOException {
        Optional<CheckpointName> name = name(typed);
        if (name.isEmpty() || !isThere(file(name.get(), FACTS))) {
            return Optional.empty();
        }
        InstalledFacts facts = factsOf(name.get());
        String ending = facts.ownFiles().map(OwnFiles::graph).orElse(PARAMETERS);
        return Optional.of(new InstalledCheckpoint(file(name.get(), ending), facts));
    }

    /** The name that the user typed, if there is a folder to look it up in. */
    private Optional<CheckpointName> name(String typed) {
        String bare = typed.startsWith(PREFIX) ? typed.substring(PREFIX.length()) : typed;
        return folder.isPresent() && CheckpointName.isOne(bare)
                ? Optional.of(CheckpointName.of(bare))
                : Optional.empty();
    }

    /** Whether there is a file of any kind, even a link to nothing. */
    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private InstalledFacts factsOf(CheckpointName name) throws IOException {
        Path file = file(name, FACTS);
        InstalledFacts facts = InstalledFacts.read(file);
        if (!facts.name().equals(name.text())) {
            throw new IOException(file + ": is about a checkpoint called " + OneLine.brief(facts.name()) + "; expected "
                    + name.text() + ", as the file is called");
        }
        return facts;
    }

    /**
     * What was installed.
     *
     * @param alternatives the other networks that the file fits as well, if nothing says which it was trained for
     * @param overruled the network that the file or its name says, if the user demanded another one
     * @param notes what was decided if the file holds more than the network, as in {@link CheckpointLoader#notes}, and whether the network was
     *     published in this file, as in {@link PublishedCheckpoint}
     */
    public record Installation(
            InstalledCheckpoint checkpoint,
            List<Network> alternatives,
            Optional<String> overruled,
            List<String> notes) {
        /** Copies the lists. */
        public Installation {
            alternatives = List.copyOf(alternatives);
            notes = List.copyOf(notes);
        }
    }

    /**
     * The name under which a file would be installed. A checkpoint of several files is called as its network, unless a name is given.
     *
     * @param typed the name to give; the file's own, without ending, if empty
     * @throws IllegalArgumentException if it is not a valid name
     */
    public static String nameFor(Path file, Optional<String> typed) {
        return CheckpointName.of(typed.orElseGet(() -> stem(fileName(file)))).text();
    }

    /**
     * Checks a checkpoint and keeps a copy as safetensors, with the numbers that the network would compute with: 32-bit floats, bit for
     * bit those of a file that holds 32-bit floats. A small fusion checks that the network produces numbers. What the network does not use
     * (counters of training batches) is left out; the metadata of the file are kept.
     *
     * @param file any that {@link Checkpoint#open(Path)} reads
     * @param typed the name to give; the file's own, without ending, if empty
     * @param chosen the network to use; recognised as by {@link CheckpointLoader#choose} if empty
     * @param replace whether a checkpoint of that name may be replaced
     * @throws IllegalArgumentException if the name is not valid
     * @throws io.dynafuse.checkpoint.CheckpointException if the file cannot be read, fits no network or not the one it says, or the
     * network does not produce numbers
     * @throws IOException if a file of that name exists already, or nothing can be written; existing files are then unchanged, unless the
     * last step fails, which moves the written files: a checkpoint that was to be replaced may then be lost
     * @throws io.dynafuse.torch.EngineException if the engine cannot be loaded
     */
    public Installation install(Path file, Optional<String> typed, Optional<Network> chosen, boolean replace)
            throws IOException {
        return install(CheckpointSource.of(file), typed, chosen, replace);
    }

    /**
     * The same for a checkpoint wherever it lies, such as {@linkplain CheckpointSource#below below a key} of a file.
     *
     * @param source the name of its file without ending is the name to give if {@code typed} is empty, that of its network if it is several files
     * @throws IllegalArgumentException as the other method does
     * @throws IOException as the other method does
     */
    public Installation install(
            CheckpointSource source, Optional<String> typed, Optional<Network> chosen, boolean replace)
            throws IOException {
        Optional<CheckpointName> given = typed.or(() -> source.file().map(any -> stem(source.shortName())))
                .map(CheckpointName::of);
        Path models = requireFolder();
        // Before any work; the check under the lock decides.
        if (!replace && given.isPresent()) {
            requireFree(given.get());
        }
        try (Checkpoint checkpoint = source.open()) {
            CheckpointLoader.Choice choice = chosen.isPresent()
                    ? new CheckpointLoader.Choice(chosen.get(), List.of())
                    : CheckpointLoader.choose(checkpoint);
            CheckpointName name =
                    given.orElseGet(() -> CheckpointName.of(choice.network().id()));
            Optional<PublishedCheckpoint> published = PublishedCheckpoint.find(choice.network(), checkpoint);
            AtomicFile.Content content = content(choice.network(), checkpoint, published);
            TrialFusion.requireNumbers(choice.network(), checkpoint);
            AtomicFile.makeFolder(models);
            try (FolderLock lock = FolderLock.await(models, WORK, PATIENCE)) {
                if (!replace) {
                    requireFree(name);
                }
                return new Installation(
                        write(name, choice.network(), checkpoint, source.shortName(), content),
                        choice.alternatives(),
                        chosen.flatMap(network -> overruled(checkpoint, network)),
                        notes(choice.network(), checkpoint, published));
            }
        }
    }

    private static List<String> notes(Network network, Checkpoint checkpoint, Optional<PublishedCheckpoint> published)
            throws IOException {
        List<String> notes = new ArrayList<>(CheckpointLoader.notes(network, checkpoint));
        if (published.isPresent()) {
            notes.add(published.get().words());
        } else {
            PublishedCheckpoint.otherwise(network, checkpoint).ifPresent(notes::add);
        }
        return notes;
    }

    private void requireFree(CheckpointName name) throws IOException {
        if (isThere(file(name, FACTS))) {
            throw new IOException(
                    name.text() + ": is installed already; expected another --name, or --replace to replace it");
        }
        for (String ending : endings()) {
            if (isThere(file(name, ending))) {
                throw new IOException(
                        file(name, ending) + ": is there already, though no checkpoint of that name is installed;"
                                + " expected another --name, or --replace to replace it");
            }
        }
    }

    /** Of all files that an installation may have. */
    private static List<String> endings() {
        return Stream.concat(Stream.of(PARAMETERS), OwnFiles.ENDINGS.stream()).toList();
    }

    /**
     * Tries a network of one's own, and keeps copies of its files. The trial runs them: only for files that their user trusts.
     *
     * @param typed the name to give; that of the first file, without ending, if empty
     * @param replace whether a checkpoint of that name may be replaced
     * @throws IllegalArgumentException if the name is not valid
     * @throws io.dynafuse.checkpoint.CheckpointException if it does not fuse images as its interface says
     * @throws IOException as the other methods do
     * @throws io.dynafuse.torch.EngineException if the engine cannot be loaded
     */
    public InstalledCheckpoint install(OwnCheckpoint own, Optional<String> typed, boolean replace) throws IOException {
        CheckpointName name = CheckpointName.of(typed.orElseGet(() -> stem(own.shortName())));
        Path models = requireFolder();
        if (!replace) {
            requireFree(name);
        }
        own.network();
        AtomicFile.makeFolder(models);
        try (FolderLock lock = FolderLock.await(models, WORK, PATIENCE);
                PreparedFiles files = new PreparedFiles()) {
            if (!replace) {
                requireFree(name);
            }
            InstalledFacts facts = OwnFiles.prepare(own, name.text(), ending -> file(name, ending), files);
            files.add(AtomicFile.prepareInPlace(file(name, FACTS), facts.content()));
            Map<String, String> checksums = facts.ownFiles().orElseThrow();
            replace(name, files, checksums.keySet());
            return new InstalledCheckpoint(file(name, OwnFiles.graph(checksums)), facts);
        }
    }

    private static Optional<String> overruled(Checkpoint checkpoint, Network chosen) {
        return CheckpointLoader.stated(checkpoint)
                .or(() -> CheckpointLoader.named(checkpoint).map(Network::id))
                .filter(other -> !other.equals(chosen.id()));
    }

    private static AtomicFile.Content content(
            Network network, Checkpoint checkpoint, Optional<PublishedCheckpoint> published) throws IOException {
        Map<String, String> metadata = new TreeMap<>(checkpoint.metadata());
        metadata.put("network", network.id());
        // A word that means nothing is refused here; the name of the file is not kept.
        CheckpointLoader.range(network, checkpoint);
        CheckpointLoader.task(network, checkpoint)
                .or(() -> published.flatMap(PublishedCheckpoint::task))
                .ifPresent(task -> metadata.put(CheckpointLoader.TASK, task.word()));
        return Safetensors.content(CheckpointLoader.values(network, checkpoint), metadata);
    }

    private InstalledCheckpoint write(
            CheckpointName name, Network network, Checkpoint original, String originalFile, AtomicFile.Content content)
            throws IOException {
        MessageDigest digest = Sha256.begin();
        Path parameters = file(name, PARAMETERS);
        try (PreparedFiles files = new PreparedFiles()) {
            files.add(AtomicFile.prepareInPlace(parameters, out -> writeDigested(content, out, digest)));
            InstalledFacts facts = new InstalledFacts(
                    name.text(), network.id(), Sha256.hex(digest.digest()), originalFile, original.sha256());
            files.add(AtomicFile.prepareInPlace(file(name, FACTS), facts.content()));
            replace(name, files, Set.of(PARAMETERS));
            return new InstalledCheckpoint(parameters, facts);
        }
    }

    /**
     * Puts new files in the place of what had the name before.
     *
     * @param endings of the new files, without that of the facts
     */
    private void replace(CheckpointName name, PreparedFiles files, Set<String> endings) throws IOException {
        // Old facts must never lie beside new files.
        delete(file(name, FACTS));
        files.commit();
        for (String ending : endings()) {
            if (!endings.contains(ending)) {
                removeFile(file(name, ending));
            }
        }
    }

    /** A folder in the place of a file stays. */
    private static boolean removeFile(Path file) throws IOException {
        return !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && delete(file);
    }

    private static void writeDigested(AtomicFile.Content content, OutputStream out, MessageDigest digest)
            throws IOException {
        DigestOutputStream digested = new DigestOutputStream(out, digest);
        content.writeTo(digested);
        digested.flush();
    }

    /**
     * Removes a checkpoint, damaged or not; a folder in the place of its file stays.
     *
     * @param typed its name, with or without the prefix {@code installed:}
     * @return whether there was one of that name
     * @throws IOException if it cannot be removed, in one line with the reason
     */
    public boolean remove(String typed) throws IOException {
        Optional<CheckpointName> name = name(typed);
        if (name.isEmpty() || !Files.isDirectory(folder.orElseThrow())) {
            return false;
        }
        try (FolderLock lock = FolderLock.await(folder.orElseThrow(), WORK, PATIENCE)) {
            return removeFiles(name.get());
        }
    }

    /** Facts first, as a checkpoint is installed as long as they are there. */
    private boolean removeFiles(CheckpointName name) throws IOException {
        boolean wasThere = delete(file(name, FACTS));
        for (String ending : endings()) {
            wasThere |= removeFile(file(name, ending));
        }
        return wasThere;
    }

    private static boolean delete(Path file) throws IOException {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be removed: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "it is a folder with files in it";
        }
        return e instanceof FileSystemException refused && refused.getReason() != null
                ? refused.getReason()
                : OneLine.of(e);
    }

    private Path file(CheckpointName name, String ending) {
        return folder.orElseThrow().resolve(name.text() + ending);
    }

    private Path requireFolder() throws IOException {
        return folder.orElseThrow(
                () -> new IOException("there is no folder to install checkpoints into, as the user has no"
                        + " home folder; expected one in the environment variable DYNAFUSE_HOME"));
    }

    private static String stem(String file) {
        return file.replaceFirst("\\.[^.]*$", "");
    }

    private static String fileName(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
