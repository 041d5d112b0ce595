package io.dynafuse.checkpoint;

import io.dynafuse.files.OneLine;
import io.dynafuse.files.Sha256;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * A checkpoint, that is, a file of parameters: the list of its tensors, and their values on demand. Nothing that a file asks for is ever
 * executed, and nothing but tensors, parameters and dictionaries is ever constructed. Several threads may use it.
 *
 * <h2>Names</h2>
 *
 * A safetensors file names its tensors itself, and a NumPy archive does by the names of its entries, without {@code .npy}. In a TensorFlow
 * checkpoint the parts of a name are joined with dots, not slashes. In a PyTorch file, the tensors are found in nested dictionaries (and lists,
 * whose items are named 0, 1, …) and named by the path to them:
 *
 * <ul>
 *   <li>the keys on the way are joined with dots;
 *   <li>a {@code module.} at the start of a key or of a safetensors name, which data-parallel training puts there, is dropped once; so is
 * {@code _orig_mod.}, which compiling puts there, at the start and in the middle;
 *   <li>an optimizer is ignored: it is a dictionary with the keys {@code state} and {@code param_groups}, whatever its own name; so is
 * everything that is not a tensor, and what lies below a key that is neither text nor a number;
 *   <li>if all remaining tensors lie below one top-level key, and that is one of the usual wrappers ({@code
 *       state_dict}, {@code module}, {@code _orig_mod}, {@code model}, {@code model_state_dict}, {@code model_state}, {@code net},
 *       {@code network}, {@code network_state_dict}, {@code params}, {@code params_ema}, {@code weights}), the key is dropped, and the
 * same is done for the level below.
 * </ul>
 *
 * <h2>TensorFlow</h2>
 *
 * A checkpoint is {@code NAME.index} and {@code NAME.data-00000-of-00001}, or more such files; each of them, or {@code NAME}, opens it. A tensor of
 * four dimensions is the kernel of a convolution: TensorFlow stores it by height, width, input and output, and it is given as {@code
 * [outputs,inputs,height,width]}, as the other formats have it; all others are given as they are. What an optimizer keeps, and texts, are
 * ignored. Checksums are verified: of the index when it is opened, of a tensor when it is read. So are those of a NumPy archive.
 */
public final class Checkpoint implements Closeable {
    static final String EXPECTED = "a safetensors, PyTorch, TensorFlow or NumPy (.npz) checkpoint";

    // A tar archive has its mark at byte 257.
    private static final int SIGNATURE = 512;
    private static final int KEYS_SHOWN = 5;
    private static final byte[] ZIP_SIGNATURE = {'P', 'K', 3, 4};

    private final String name;
    private final CheckpointFormat format;
    private final List<Part> parts;
    private final Closeable file;
    private final Contents contents;
    private final List<TensorInfo> tensors;
    private volatile boolean closed;

    /** All bytes of a file, from the first to the last. */
    @FunctionalInterface
    private interface Bytes {
        InputStream open() throws IOException;
    }

    /**
     * A file of it.
     *
     * @param name without folders
     */
    private record Part(String name, Bytes bytes) {
        static Part of(Path path) {
            return new Part(
                    Optional.ofNullable(path.getFileName()).map(Path::toString).orElse(""),
                    () -> Files.newInputStream(path));
        }
    }

    private Checkpoint(String name, CheckpointFormat format, List<Part> parts, Closeable file, Contents contents) {
        this.name = name;
        this.format = format;
        this.parts = parts;
        this.file = file;
        this.contents = contents;
        this.tensors = contents.tensors().entrySet().stream()
                .map(named -> info(named.getKey(), named.getValue().layout()))
                .toList();
    }

    private static TensorInfo info(String name, TensorLayout layout) {
        return new TensorInfo(name, layout.type(), layout.shape());
    }

    /**
     * Opens a checkpoint and lists its tensors without reading their values. The format is recognised from the content; the file's name
     * does not matter, but for TensorFlow's, whose files find each other by it.
     *
     * @throws CheckpointException if there is no such regular file, it cannot be read, it is of none of these formats, a file of it is missing, it is cut short or damaged, it holds no named tensors, two tensors get the same name, a tensor exceeds its
     * storage or is stored in a type that {@link ElementType} does not know, or its pickle asks
     *     for anything but tensors, parameters and dictionaries
     */
    public static Checkpoint open(Path path) throws CheckpointException {
        try {
            return opened(path);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new CheckpointException(path.toString(), e);
        }
    }

    /**
     * Opens a checkpoint that its authors cut into several files, such as one for the encoder and one for the decoder: it holds the tensors of all.
     *
     * @param paths one or more; several files of one TensorFlow checkpoint count as one
     * @throws CheckpointException as {@link #open(Path)} says of each, or if two files hold a tensor of one name
     */
    public static Checkpoint open(List<Path> paths) throws CheckpointException {
        List<Checkpoint> parts = new ArrayList<>();
        try {
            for (Path path : distinct(paths)) {
                parts.add(open(path));
            }
            return parts.size() == 1 ? parts.get(0) : joined(parts);
        } catch (CheckpointException | RuntimeException e) {
            for (Checkpoint part : parts) {
                try {
                    part.close();
                } catch (IOException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw e;
        }
    }

    /** Without all but the first of several files of one TensorFlow checkpoint. */
    private static List<Path> distinct(List<Path> paths) {
        Map<Path, Path> byIndex = new LinkedHashMap<>();
        for (Path path : paths) {
            byIndex.putIfAbsent(TensorFlow.of(path).map(TensorFlow::index).orElse(path), path);
        }
        return List.copyOf(byIndex.values());
    }

    private static Checkpoint joined(List<Checkpoint> parts) throws CheckpointException {
        Map<String, LocatedTensor> tensors = new LinkedHashMap<>();
        Set<String> dropped = new LinkedHashSet<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Checkpoint part : parts) {
            for (Map.Entry<String, LocatedTensor> tensor :
                    part.contents.tensors().entrySet()) {
                if (tensors.put(tensor.getKey(), tensor.getValue()) != null) {
                    throw new CheckpointException(
                            part.name,
                            "holds " + OneLine.brief(tensor.getKey())
                                    + ", as another of these files does; expected the parts of one checkpoint");
                }
            }
            dropped.addAll(part.contents.dropped());
            metadata.putAll(part.contents.metadata());
        }
        return new Checkpoint(
                parts.stream().map(Checkpoint::name).collect(Collectors.joining(" + ")),
                parts.get(0).format,
                parts.stream().flatMap(part -> part.parts.stream()).toList(),
                () -> {
                    for (Checkpoint part : parts) {
                        part.close();
                    }
                },
                new Contents(tensors, dropped, metadata));
    }

    /**
     * Opens a checkpoint in memory, such as one that came with the program.
     *
     * @param name its name in messages
     * @param bytes safetensors; kept, not copied, so that nobody may change them afterwards
     * @throws CheckpointException if they are not safetensors, cut short or damaged
     */
    public static Checkpoint open(String name, byte[] bytes) throws CheckpointException {
        try {
            CheckpointFormat format = format(Arrays.copyOf(bytes, Math.min(bytes.length, SIGNATURE)));
            if (format != CheckpointFormat.SAFETENSORS) {
                throw new Malformed("it is " + format.displayName() + "; expected safetensors");
            }
            Contents contents = Safetensors.read(ByteSource.of(bytes), bytes.length);
            Part part = new Part(name, () -> new ByteArrayInputStream(bytes));
            return new Checkpoint(name, format, List.of(part), () -> {}, contents);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw new CheckpointException(name, e);
        }
    }

    private static Checkpoint opened(Path path) throws IOException {
        Optional<TensorFlow> named = TensorFlow.of(path);
        if (named.isPresent() && (Files.isRegularFile(path) || Files.notExists(path))) {
            return opened(path, named.get());
        }
        if (Files.isDirectory(path)) {
            throw new Malformed("it is a folder; expected " + EXPECTED);
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new Malformed("it is not a regular file; expected " + EXPECTED);
        }
        Optional<TensorFlow> index = TensorFlow.ofIndex(path);
        return index.isPresent() ? opened(path, index.get()) : openedAlone(path);
    }

    private static Checkpoint opened(Path path, TensorFlow bundle) throws IOException {
        TensorFlow.Opened opened = bundle.open();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.of(bundle.index()));
        opened.shards().forEach(shard -> parts.add(Part.of(shard)));
        return new Checkpoint(path.toString(), CheckpointFormat.TENSORFLOW, parts, opened.file(), opened.contents());
    }

    private static Checkpoint openedAlone(Path path) throws IOException {
        CheckpointFormat found = format(path);
        Closeable file = found == CheckpointFormat.PYTORCH_ZIP ? new ZipFile(path.toFile()) : FileChannel.open(path);
        try {
            CheckpointFormat format =
                    file instanceof ZipFile zip && NumpyArchive.isOne(zip) ? CheckpointFormat.NUMPY : found;
            Contents contents = switch (format) {
                case SAFETENSORS -> readSafetensors((FileChannel) file);
                case PYTORCH_ZIP -> PyTorch.readZip((ZipFile) file, Files.size(path));
                case PYTORCH_STREAM -> PyTorch.readStream((FileChannel) file);
                case NUMPY -> NumpyArchive.read((ZipFile) file, Files.size(path));
                case TENSORFLOW -> throw new IllegalStateException("opened elsewhere");
            };
            return new Checkpoint(path.toString(), format, List.of(Part.of(path)), file, contents);
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    private static Contents readSafetensors(FileChannel channel) throws IOException {
        return Safetensors.read(ByteSource.of(channel, 0), channel.size());
    }

    /** Whether there is something to open: a file, or the files of a TensorFlow checkpoint that this is the common name of. */
    public static boolean exists(Path path) {
        return Files.exists(path) || TensorFlow.of(path).isPresent();
    }

    private static CheckpointFormat format(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return format(in.readNBytes(SIGNATURE));
        }
    }

    private static CheckpointFormat format(byte[] start) throws Malformed {
        if (start.length == 0) {
            throw new Malformed("it is empty; expected " + EXPECTED);
        }
        if (Arrays.equals(Arrays.copyOf(start, ZIP_SIGNATURE.length), ZIP_SIGNATURE)) {
            return CheckpointFormat.PYTORCH_ZIP;
        }
        if (PyTorch.isStream(start)) {
            return CheckpointFormat.PYTORCH_STREAM;
        }
        if (Safetensors.isSafetensors(start)) {
            return CheckpointFormat.SAFETENSORS;
        }
        throw new Malformed(
                ForeignFile.of(start).map(ForeignFile::words).orElse("it is not a checkpoint; expected " + EXPECTED));
    }

    /** The file, as it was named to {@link #open(Path)}, or another name of the checkpoint for people. */
    public String name() {
        return name;
    }

    /** The container format that was found. */
    public CheckpointFormat format() {
        return format;
    }

    /** All tensors, in the order of the file. */
    public List<TensorInfo> tensors() {
        return tensors;
    }

    /** The tensor of that name, if there is one. */
    public Optional<TensorInfo> find(String tensorName) {
        return Optional.ofNullable(contents.tensors().get(tensorName)).map(tensor -> info(tensorName, tensor.layout()));
    }

    /** The prefixes that were dropped from names, as the class comment says, such as {@code module.}; empty if there were none. */
    public Set<String> droppedPrefixes() {
        return contents.dropped();
    }

    /**
     * Only the tensors below a key, such as {@code params_ema}, which is dropped from their names. The result shares the file of this
     * checkpoint: closing one of the two closes both.
     *
     * @throws CheckpointException if there are none
     */
    public Checkpoint below(String key) throws CheckpointException {
        String prefix = key.endsWith(".") ? key : key + ".";
        if (contents.dropped().contains(prefix)) {
            return this;
        }
        Contents below = contents.below(prefix);
        if (below.tensors().isEmpty()) {
            String keys = tensors.stream()
                    .map(tensor -> tensor.name().replaceFirst("\\..*", ""))
                    .distinct()
                    .limit(KEYS_SHOWN)
                    .map(OneLine::brief)
                    .collect(Collectors.joining(", "));
            throw new CheckpointException(
                    name, "holds no tensors below the key " + OneLine.brief(key) + "; expected one of " + keys);
        }
        return new Checkpoint(name, format, parts, file, below);
    }

    /** The metadata of a safetensors file, as free text; empty for the other formats. */
    public Map<String, String> metadata() {
        return contents.metadata();
    }

    /**
     * The values of a tensor in row-major order, read from the file on every call. Numbers that a float cannot hold exactly, such as large
     * integers and doubles, are rounded to the nearest float.
     *
     * @throws CheckpointException if there is no tensor of that name, it is larger than an array can be, or the file cannot be
     *     read
     * @throws IllegalStateException if this checkpoint is closed
     */
    public float[] floats(String tensorName) throws CheckpointException {
        if (closed) {
            throw new IllegalStateException("the checkpoint " + name + " is closed");
        }
        try {
            LocatedTensor tensor = contents.tensors().get(tensorName);
            if (tensor == null) {
                throw new Malformed("it holds no tensor " + tensorName);
            }
            return tensor.layout().read(tensor.storage());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw new CheckpointException(name, e);
        }
    }

    /**
     * The SHA-256 digest of all its bytes, in lower-case hexadecimal digits, computed on every call; of several files those of one after the
     * other, the index of a TensorFlow checkpoint before its data.
     *
     * @throws CheckpointException if a file cannot be read
     */
    public String sha256() throws CheckpointException {
        return sha256(parts);
    }

    /**
     * The SHA-256 digest of each of its files by the file's name, computed on every call; of a TensorFlow checkpoint the index comes first.
     *
     * @throws CheckpointException if a file cannot be read
     */
    public Map<String, String> fileChecksums() throws CheckpointException {
        Map<String, String> checksums = new LinkedHashMap<>();
        for (Part part : parts) {
            checksums.put(part.name(), sha256(List.of(part)));
        }
        return checksums;
    }

    private String sha256(List<Part> files) throws CheckpointException {
        MessageDigest digest = Sha256.begin();
        try {
            for (Part part : files) {
                try (InputStream in = new DigestInputStream(part.bytes().open(), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(name, e);
        }
        return Sha256.hex(digest.digest());
    }

    /** Closes the file; the list of tensors stays, but values can no longer be read. */
    @Override
    public void close() throws IOException {
        closed = true;
        file.close();
    }
}
