package io.dynafuse.checkpoint;

import io.dynafuse.checkpoint.TorchTensor.Storage;
import io.dynafuse.files.OneLine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive, as {@code torch.jit.save} writes it: the code of classes as text, an object of one of them with its tensors, and the tensors
 * that the code itself names. Nothing of it is run.
 *
 * @param type the class of the object, such as {@code __torch__.models.Net}
 * @param code the text of each file of code, by its name below {@code code/}, such as {@code __torch__/models.py}
 * @param tensors that are there, named by the attributes on the way to them, such as {@code encoder.conv1.weight}, then those of the code, {@code
 *     CONSTANTS.c0} and so on
 */
public record ScriptArchive(String type, Map<String, String> code, List<TensorInfo> tensors) {
    private static final String CODE = "/code/";
    private static final String SOURCE = ".py";
    private static final String CONSTANTS = "constants";

    /** Code is written by a program, line by line; a large detector has about 300 kB. */
    private static final int MOST_CODE = 16 << 20;

    /** Copies the collections. */
    public ScriptArchive {
        code = Map.copyOf(code);
        tensors = List.copyOf(tensors);
    }

    /** Whether a zip archive with entries of these names is meant to be one. */
    static boolean isOne(List<String> names) {
        return names.stream().anyMatch(name -> name.endsWith("/constants.pkl") || name.contains("/code/__torch__"));
    }

    /** Whether a file is meant to be one: a zip archive with code. False also if it cannot be read. */
    public static boolean isOne(Path path) {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return isOne(names(zip));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Reads one.
     *
     * @throws CheckpointException if it cannot be read, is cut short or damaged, is no TorchScript archive, holds an entry twice or one that expands
     *     beyond what code needs, a tensor exceeds its storage, or its pickles ask for more than modules, tensors, numbers and texts
     */
    public static ScriptArchive read(Path path) throws CheckpointException {
        try {
            ZipEnd.require(path);
            try (ZipFile zip = new ZipFile(path.toFile())) {
                return read(zip, Files.size(path));
            }
        } catch (IOException | OutOfMemoryError e) {
            throw new CheckpointException(path.toString(), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new CheckpointException(
                    path.toString(), new Malformed("it is damaged; expected what torch.jit.save writes", e));
        }
    }

    private static ScriptArchive read(ZipFile zip, long fileSize) throws IOException {
        List<String> names = names(zip);
        if (!isOne(names)) {
            throw new Malformed(
                    "it is a zip archive without code; expected a TorchScript archive, as torch.jit.save writes it");
        }
        String root = root(names);
        PyTorch.requireLittleEndian(zip, root, fileSize);
        ScriptUnpickler unpickler = new ScriptUnpickler();
        Object module = object(zip, root, "data", unpickler, fileSize);
        String type = unpickler
                .typeOfFirst(module)
                .orElseThrow(() -> new Malformed("it holds no module; expected what torch.jit.save writes"));
        List<TensorInfo> tensors = new ArrayList<>(tensors(TensorNames.paths(module)));
        Object constants = object(zip, root, CONSTANTS, new ScriptUnpickler(), fileSize);
        TensorNames.paths(constants).forEach((index, tensor) -> tensors.add(info("CONSTANTS.c" + index, tensor)));
        return new ScriptArchive(type, code(zip, root), tensors);
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream().map(ZipEntry::getName).toList();
    }

    /** The folder that all entries are in. The engine finds entries whatever the case of their letters. */
    private static String root(List<String> names) throws Malformed {
        String root = names.get(0).replaceFirst("/.*", "");
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.startsWith(root + "/") || name.contains("..") || name.contains("\\")) {
                throw new Malformed("its entry " + OneLine.brief(name) + " lies outside of its folder "
                        + OneLine.brief(root) + "; expected what torch.jit.save writes");
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new Malformed("it holds the entry " + OneLine.brief(name) + " twice");
            }
        }
        return root;
    }

    /** What the pickle of that name holds, whose storages are in a folder of the same name. */
    private static Object object(ZipFile zip, String root, String name, TorchUnpickler unpickler, long fileSize)
            throws IOException {
        ZipEntry pickle = PyTorch.entry(zip, root + "/" + name + ".pkl", fileSize);
        Object object;
        try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
            object = unpickler.load(new StrictInput(in, TorchUnpickler.MAXIMUM_BYTES));
        }
        for (Storage storage : unpickler.storages().values()) {
            PyTorch.storage(zip, root + "/" + name + "/", storage, fileSize);
        }
        return object;
    }

    private static List<TensorInfo> tensors(Map<String, TorchTensor> named) {
        List<TensorInfo> tensors = new ArrayList<>();
        named.forEach((name, tensor) -> tensors.add(info(name, tensor)));
        return tensors;
    }

    private static TensorInfo info(String name, TorchTensor tensor) {
        return new TensorInfo(name, tensor.layout().type(), tensor.layout().shape());
    }

    private static Map<String, String> code(ZipFile zip, String root) throws IOException {
        Map<String, String> code = new LinkedHashMap<>();
        int left = MOST_CODE;
        for (ZipEntry entry : zip.stream().filter(each -> isCode(each, root)).toList()) {
            byte[] text;
            try (InputStream in = zip.getInputStream(entry)) {
                text = in.readNBytes(left + 1);
            }
            left -= text.length;
            if (left < 0) {
                throw new Malformed(
                        "its code is longer than " + MOST_CODE + " bytes; expected the code of one network");
            }
            code.put(
                    entry.getName().substring(root.length() + CODE.length()), new String(text, StandardCharsets.UTF_8));
        }
        return code;
    }

    private static boolean isCode(ZipEntry entry, String root) {
        String name = entry.getName().toLowerCase(Locale.ROOT);
        return name.startsWith((root + CODE).toLowerCase(Locale.ROOT)) && name.endsWith(SOURCE);
    }

    /**
     * Writes an archive like another but with other code, and without the places in Python's text that its code came from.
     *
     * @param other whose tensors are copied
     * @param code texts by the names of their files below {@code code/}
     * @param path of the new one, which is written over
     * @throws CheckpointException if the other cannot be read, or the new one not be written
     */
    public static void copy(Path other, Map<String, String> code, Path path) throws CheckpointException {
        try (ZipFile zip = new ZipFile(other.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(path)))) {
            String root = root(names(zip));
            String folder = (root + CODE).toLowerCase(Locale.ROOT);
            for (ZipEntry entry : zip.stream().toList()) {
                if (!entry.getName().toLowerCase(Locale.ROOT).startsWith(folder)) {
                    copy(zip, entry, out);
                }
            }
            for (Map.Entry<String, String> file : code.entrySet()) {
                out.putNextEntry(new ZipEntry(root + CODE + file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(other.toString(), e);
        }
    }

    private static void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            ZipEntry copied = new ZipEntry(entry.getName());
            if (entry.getMethod() == ZipEntry.STORED) {
                copied.setMethod(ZipEntry.STORED);
                copied.setSize(entry.getSize());
                copied.setCrc(entry.getCrc());
            }
            out.putNextEntry(copied);
            in.transferTo(out);
        }
    }
}
