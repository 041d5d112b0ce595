package io.dynafuse.checkpoint;

import io.dynafuse.checkpoint.TorchTensor.Storage;
import io.dynafuse.files.OneLine;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads both containers of {@code torch.save}: finds the pickle, and each storage that it refers to. */
final class PyTorch {
    private static final String PICKLE = "/data.pkl";
    private static final byte[] LITTLE_ENDIAN = "little".getBytes(StandardCharsets.US_ASCII);
    private static final int STREAM_VERSION = 1001;

    /** A pickle of any binary protocol, whose first value is the magic number as a ten-byte integer. */
    private static final Pattern STREAM_START = Pattern.compile(
            "\\x80.(\\x95.{8})?\\x8a\\x0a\\x6c\\xfc\\x9c\\x46\\xf9\\x20\\x6a\\xa8\\x50\\x19.*", Pattern.DOTALL);

    private PyTorch() {}

    /** Finds the bytes of a storage. */
    @FunctionalInterface
    private interface StorageFinder {
        /** @throws IOException if they are missing or too few */
        ByteSource find(Storage storage) throws IOException;
    }

    /** Reads an archive; it must stay open while tensors are read. */
    static Contents readZip(ZipFile zip, long fileSize) throws IOException {
        String root = root(zip);
        requireLittleEndian(zip, root, fileSize);
        TorchUnpickler unpickler = new TorchUnpickler();
        Object object;
        ZipEntry pickle = entry(zip, root + PICKLE, fileSize);
        try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
            object = unpickler.load(new StrictInput(in, TorchUnpickler.MAXIMUM_BYTES));
        }
        return contents(object, storage -> ByteSource.of(zip, storage(zip, root + "/data/", storage, fileSize)));
    }

    /** The entry of a storage, which is as long as its tensors need. */
    static ZipEntry storage(ZipFile zip, String folder, Storage storage, long fileSize) throws Malformed {
        ZipEntry entry = entry(zip, folder + storage.key(), fileSize);
        if (entry.getSize() < storage.bytes()) {
            throw new Malformed(
                    "storage " + storage.key() + " has " + entry.getSize() + " bytes; expected " + storage.bytes());
        }
        return entry;
    }

    private static String root(ZipFile zip) throws Malformed {
        List<String> names = zip.stream().map(ZipEntry::getName).toList();
        if (ScriptArchive.isOne(names)) {
            throw new Malformed("it is a TorchScript archive, a network with its code; fuse with it by --interface (see"
                    + " docs/own-network.md), or take its state dict: python -c \"import torch;"
                    + " torch.save(torch.jit.load('FILE', map_location='cpu').state_dict(), 'weights.pth')\"");
        }
        List<String> pickles =
                names.stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new Malformed(ForeignFile.archive(names)
                    .orElse("it is a zip archive with " + pickles.size() + " entries data.pkl; expected "
                            + Checkpoint.EXPECTED));
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    static void requireLittleEndian(ZipFile zip, String root, long fileSize) throws IOException {
        String name = root + "/byteorder";
        if (zip.getEntry(name) == null) {
            return;
        }
        ZipEntry entry = entry(zip, name, fileSize);
        byte[] order = ByteSource.of(zip, entry).read(0, (int) Math.min(entry.getSize(), LITTLE_ENDIAN.length));
        if (!Arrays.equals(order, LITTLE_ENDIAN)) {
            throw bigEndian();
        }
    }

    private static Malformed bigEndian() {
        return new Malformed("it was written on a big-endian machine; expected little-endian numbers");
    }

    /** An entry as {@code torch.save} writes it: not compressed, so that no entry can expand to more than the file holds. */
    static ZipEntry entry(ZipFile zip, String name, long fileSize) throws Malformed {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new Malformed(
                    "the entry " + OneLine.brief(name) + " is missing; expected a whole PyTorch checkpoint");
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            throw new Malformed("the entry " + name + " is compressed; expected it stored, as torch.save writes it");
        }
        if (entry.getSize() > fileSize) {
            throw new Malformed("the entry " + name + " claims to be larger than the file");
        }
        return entry;
    }

    /** Whether a file that starts with these bytes is a stream. */
    static boolean isStream(byte[] start) {
        return STREAM_START
                .matcher(new String(start, StandardCharsets.ISO_8859_1))
                .matches();
    }

    /** Reads a stream; {@code channel} must stay open while tensors are read. */
    static Contents readStream(FileChannel channel) throws IOException {
        StrictInput in = new StrictInput(
                new BufferedInputStream(Channels.newInputStream(channel)), TorchUnpickler.MAXIMUM_BYTES);
        TorchUnpickler unpickler = new TorchUnpickler();
        requireStreamHeader(unpickler, in);
        Object object = unpickler.load(in);
        List<?> keys = (List<?>) unpickler.load(in);
        Map<String, ByteSource> storages = storages(channel, in.position(), keys, unpickler.storages());
        return contents(object, storage -> {
            ByteSource bytes = storages.get(storage.key());
            if (bytes == null) {
                throw new Malformed("storage " + storage.key() + " is missing");
            }
            return bytes;
        });
    }

    private static void requireStreamHeader(TorchUnpickler unpickler, StrictInput in) throws IOException {
        unpickler.load(in);
        Object version = unpickler.load(in);
        if (!Integer.valueOf(STREAM_VERSION).equals(version)) {
            throw new Malformed("it is a PyTorch stream of an unknown version; expected " + STREAM_VERSION);
        }
        Map<?, ?> system = (Map<?, ?>) unpickler.load(in);
        if (!Boolean.TRUE.equals(system.get("little_endian"))) {
            throw bigEndian();
        }
    }

    private static Map<String, ByteSource> storages(
            FileChannel channel, long start, List<?> keys, Map<String, Storage> described) throws IOException {
        Map<String, ByteSource> storages = new HashMap<>();
        long position = start;
        for (Object each : keys) {
            String key = (String) each;
            Storage storage = described.get(key);
            if (storage == null) {
                throw new Malformed("storage " + key + " belongs to no tensor");
            }
            byte[] count = ByteSource.of(channel, position).read(0, Long.BYTES);
            if (ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getLong() != storage.elements()) {
                throw new Malformed(
                        "storage " + key + " is not of the " + storage.elements() + " elements its tensors need");
            }
            position += Long.BYTES;
            if (storage.bytes() > channel.size() - position) {
                throw new EOFException();
            }
            storages.put(key, ByteSource.of(channel, position));
            position += storage.bytes();
        }
        return storages;
    }

    private static Contents contents(Object object, StorageFinder storages) throws IOException {
        TensorNames.Named<TorchTensor> found = TensorNames.of(object);
        Map<String, LocatedTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TorchTensor> named : found.tensors().entrySet()) {
            TorchTensor tensor = named.getValue();
            tensors.put(named.getKey(), new LocatedTensor(tensor.layout(), storages.find(tensor.storage())));
        }
        return new Contents(tensors, found.dropped(), Map.of());
    }
}
