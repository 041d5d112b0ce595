package io.dynafuse.checkpoint;

import io.dynafuse.checkpoint.ProtocolBuffer.Field;
import io.dynafuse.files.OneLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint as TensorFlow's savers write it since 2016: {@code NAME.index}, a {@linkplain SortedTable table} that says where each tensor
 * lies, and one or more files such as {@code NAME.data-00000-of-00001} with their bytes.
 *
 * @param index its path
 */
record TensorFlow(Path index) {
    private static final String INDEX = ".index";
    private static final Pattern DATA = Pattern.compile("(.+)\\.data-\\d{5}-of-\\d{5}");

    /** Far more than the index of any network has. */
    private static final int MAXIMUM_INDEX = 32 << 20;

    private static final int MAXIMUM_SHARDS = 1_000;
    private static final int SIGNATURE = 512;

    /** The numbers that TensorFlow gives to types of elements. */
    private static final Map<Long, ElementType> TYPES = Map.of(
            1L, ElementType.FLOAT_32,
            2L, ElementType.FLOAT_64,
            3L, ElementType.INT_32,
            4L, ElementType.UINT_8,
            5L, ElementType.INT_16,
            6L, ElementType.INT_8,
            9L, ElementType.INT_64,
            10L, ElementType.BOOL,
            14L, ElementType.BFLOAT_16,
            19L, ElementType.FLOAT_16);

    /** Texts, handles and objects. */
    private static final Set<Long> NO_NUMBERS = Set.of(7L, 20L, 21L);

    /** What optimizers keep for each variable, below its name, and for themselves. */
    private static final Pattern SLOT =
            Pattern.compile("(.+)(/(Adam|Momentum|RMSProp|Adagrad|Adadelta|Ftrl)(_\\d+)?|/\\.OPTIMIZER_SLOT/.*)");

    private static final Pattern OF_OPTIMIZER = Pattern.compile("(.*/)?beta[12]_power(_\\d+)?");

    /** The index that belongs to a file of data, or to the name that both have in common. */
    static Optional<TensorFlow> of(Path path) {
        Matcher data = DATA.matcher(fileName(path));
        if (data.matches()) {
            return Optional.of(new TensorFlow(path.resolveSibling(data.group(1) + INDEX)))
                    .filter(found -> Files.exists(path) || Files.exists(found.index));
        }
        Path index = path.resolveSibling(fileName(path) + INDEX);
        return !fileName(path).isEmpty() && Files.notExists(path) && Files.isRegularFile(index)
                ? Optional.of(new TensorFlow(index))
                : Optional.empty();
    }

    /** A file as an index, if it ends like one, or is called so and is nothing else that is known. */
    static Optional<TensorFlow> ofIndex(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            int length = (int) Math.min(file.size(), Long.BYTES);
            byte[] end = ByteSource.of(file, file.size() - length).read(0, length);
            return isIndexName(path) && length > 0 && foreign(path).isEmpty() || SortedTable.isEnd(end)
                    ? Optional.of(new TensorFlow(path))
                    : Optional.empty();
        }
    }

    private static boolean isIndexName(Path path) {
        return fileName(path).endsWith(INDEX);
    }

    private static Optional<ForeignFile> foreign(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return ForeignFile.of(in.readNBytes(SIGNATURE));
        }
    }

    private static String fileName(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    }

    /**
     * What was found.
     *
     * @param shards the files with the bytes, in order
     * @param file closes these
     */
    record Opened(Contents contents, List<Path> shards, Closeable file) {}

    /** The first bytes of a tensor, in which file, and a checksum of all. */
    private record Place(int shard, long offset, long size, int checksum) {}

    /** An entry of the index. */
    private record Entry(String name, ElementType type, List<Long> shape, Place place) {
        /**
         * Kernels of convolutions, which TensorFlow stores by height, width, input and output, are given as by PyTorch: by output, input, height
         * and width.
         */
        TensorLayout layout() throws Malformed {
            TensorLayout stored = TensorLayout.contiguous(type, shape);
            if (shape.size() != 4) {
                return stored;
            }
            List<Long> strides = stored.strides();
            return new TensorLayout(
                    type,
                    List.of(shape.get(3), shape.get(2), shape.get(0), shape.get(1)),
                    List.of(strides.get(3), strides.get(2), strides.get(0), strides.get(1)),
                    0);
        }
    }

    Opened open() throws IOException {
        if (Files.notExists(index)) {
            throw incomplete(index);
        }
        if (!isIndexName(index)) {
            throw new Malformed("it is the index of a TensorFlow checkpoint under another name; expected NAME" + INDEX
                    + " beside NAME.data-00000-of-00001");
        }
        if (Files.size(index) > MAXIMUM_INDEX) {
            throw new Malformed("its index has " + Files.size(index) + " bytes; expected at most " + MAXIMUM_INDEX);
        }
        Map<String, byte[]> table = SortedTable.read(Files.readAllBytes(index));
        List<Path> shards = shards(
                Optional.ofNullable(table.remove("")).orElseThrow(() -> new Malformed("its index has no header")));
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, byte[]> named : table.entrySet()) {
            if (!isOfOptimizer(named.getKey(), table)) {
                entry(name(named.getKey()), named.getValue()).ifPresent(entries::add);
            }
        }
        return opened(entries, shards);
    }

    private static Malformed incomplete(Path missing) {
        return new Malformed("it is incomplete: " + fileName(missing)
                + " is missing beside it; a TensorFlow checkpoint is its .index and its .data files");
    }

    private List<Path> shards(byte[] header) throws IOException {
        long count = 0;
        ProtocolBuffer fields = new ProtocolBuffer(header);
        while (fields.hasMore()) {
            Field field = fields.next();
            if (field.tag() == 1) {
                count = field.number();
            } else if (field.tag() == 2 && field.number() != 0) {
                throw new Malformed("it was written on a big-endian machine; expected little-endian numbers");
            }
        }
        if (count < 1 || count > MAXIMUM_SHARDS) {
            throw new Malformed("its index speaks of " + Long.toUnsignedString(count) + " files of data; expected 1 to "
                    + MAXIMUM_SHARDS);
        }
        String prefix = fileName(index).substring(0, fileName(index).length() - INDEX.length());
        List<Path> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path shard = index.resolveSibling(String.format("%s.data-%05d-of-%05d", prefix, i, count));
            if (!Files.isRegularFile(shard)) {
                throw incomplete(shard);
            }
            shards.add(shard);
        }
        return shards;
    }

    private static boolean isOfOptimizer(String key, Map<String, byte[]> table) {
        Matcher slot = SLOT.matcher(key);
        return OF_OPTIMIZER.matcher(key).matches()
                || slot.matches() && (table.containsKey(slot.group(1)) || key.contains("/.OPTIMIZER_SLOT/"));
    }

    private static String name(String key) {
        return new String(key.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).replace('/', '.');
    }

    /** Empty for what is no tensor of numbers. */
    private static Optional<Entry> entry(String name, byte[] described) throws Malformed {
        long type = 0;
        List<Long> shape = List.of();
        long shard = 0;
        long offset = 0;
        long size = 0;
        int checksum = 0;
        ProtocolBuffer fields = new ProtocolBuffer(described);
        while (fields.hasMore()) {
            Field field = fields.next();
            switch (field.tag()) {
                case 1 -> type = field.number();
                case 2 -> shape = shape(field.message());
                case 3 -> shard = field.number();
                case 4 -> offset = field.number();
                case 5 -> size = field.number();
                case 6 -> checksum = (int) field.number();
                case 7 ->
                    throw new Malformed("tensor " + OneLine.brief(name) + " is cut into slices; expected it whole");
                default -> {
                    // A later version may say more.
                }
            }
        }
        if (NO_NUMBERS.contains(type)) {
            return Optional.empty();
        }
        if (!TYPES.containsKey(type)) {
            throw new Malformed("tensor " + OneLine.brief(name) + " is of TensorFlow's type number " + type
                    + "; expected floating-point numbers, integers or booleans");
        }
        if (shard < 0 || shard > MAXIMUM_SHARDS) {
            throw new Malformed("tensor " + OneLine.brief(name) + " lies in a file that there is not");
        }
        return Optional.of(new Entry(name, TYPES.get(type), shape, new Place((int) shard, offset, size, checksum)));
    }

    private static List<Long> shape(ProtocolBuffer dimensions) throws Malformed {
        List<Long> shape = new ArrayList<>();
        while (dimensions.hasMore()) {
            Field dimension = dimensions.next();
            if (dimension.tag() == 2) {
                shape.add(size(dimension.message()));
            }
        }
        return shape;
    }

    private static long size(ProtocolBuffer dimension) throws Malformed {
        long size = 0;
        while (dimension.hasMore()) {
            Field field = dimension.next();
            size = field.tag() == 1 ? field.number() : size;
        }
        return size;
    }

    private static Opened opened(List<Entry> entries, List<Path> shards) throws IOException {
        List<FileChannel> channels = new ArrayList<>();
        Closeable file = () -> {
            for (FileChannel channel : channels) {
                channel.close();
            }
        };
        try {
            for (Path shard : shards) {
                channels.add(FileChannel.open(shard));
            }
            Map<String, LocatedTensor> tensors = new LinkedHashMap<>();
            for (Entry entry : entries) {
                if (tensors.put(entry.name(), located(entry, shards, channels)) != null) {
                    throw new Malformed("two of its tensors are named " + OneLine.brief(entry.name()));
                }
            }
            if (tensors.isEmpty()) {
                throw new Malformed("it holds no tensors; expected those of a network");
            }
            TensorNames.Named<LocatedTensor> found = TensorNames.of(tensors);
            return new Opened(
                    new Contents(found.tensors(), new LinkedHashSet<>(found.dropped()), Map.of()), shards, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static LocatedTensor located(Entry entry, List<Path> shards, List<FileChannel> channels)
            throws IOException {
        TensorLayout layout = entry.layout();
        Place place = entry.place();
        if (place.size() % entry.type().bytes() != 0
                || place.size() / entry.type().bytes() != layout.elements()) {
            throw new Malformed("tensor " + OneLine.brief(entry.name()) + " has " + Long.toUnsignedString(place.size())
                    + " bytes, which is not its shape " + entry.shape() + " of "
                    + entry.type().safetensorsName());
        }
        if (place.shard() >= shards.size()) {
            throw new Malformed("tensor " + OneLine.brief(entry.name()) + " lies in a file that there is not");
        }
        Path shard = shards.get(place.shard());
        FileChannel channel = channels.get(place.shard());
        if (place.offset() < 0 || place.offset() > channel.size() - place.size()) {
            Optional<ForeignFile> foreign = foreign(shard);
            throw new Malformed(
                    foreign.isPresent()
                            ? "it is incomplete: " + fileName(shard) + ": "
                                    + foreign.get().words()
                            : "tensor " + OneLine.brief(entry.name()) + " lies outside of the " + channel.size()
                                    + " bytes of " + fileName(shard) + "; expected a whole checkpoint");
        }
        return new LocatedTensor(layout, checked(entry, ByteSource.of(channel, place.offset())));
    }

    /** All bytes of a tensor, if they are as they were written. */
    private static ByteSource checked(Entry entry, ByteSource bytes) {
        return (first, count) -> {
            byte[] read = bytes.read(first, count);
            if (count == entry.place().size()
                    && MaskedChecksum.of(read) != entry.place().checksum()) {
                throw new Malformed("it is damaged: the checksum of " + OneLine.brief(entry.name()) + " is wrong");
            }
            return read;
        };
    }
}
