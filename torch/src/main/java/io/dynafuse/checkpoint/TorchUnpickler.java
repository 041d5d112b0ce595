package io.dynafuse.checkpoint;

import io.dynafuse.checkpoint.TorchTensor.Storage;
import io.dynafuse.checkpoint.TorchTensor.StorageView;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickles of PyTorch checkpoints. A pickle is a program; this class runs only the instructions that plain data, dictionaries and
 * tensors need, and constructs only what {@link #GLOBALS} lists; anything else is {@link Malformed}.
 * Dictionaries keep the order of the file and become {@link LinkedHashMap}s, lists as {@link List}s, tuples as arrays,
 * tensors as {@link TorchTensor}s. It must read from a {@link StrictInput}.
 *
 * <p>On its own, the underlying library would make dictionaries that lose their order, construct whatever it knows, call
 * {@code __setstate__} by reflection, and reserve as many bytes as a pickle claims to need; the instructions that do so never
 * reach it.
 */
class TorchUnpickler extends Unpickler {
    /** Longer than the pickle of any state dict; together with the limit on instructions it limits the memory that a file can take. */
    static final int MAXIMUM_BYTES = 32 << 20;

    private static final int MAXIMUM_INSTRUCTIONS = 2_000_000;
    private static final int MAXIMUM_TEXT = 1 << 20;

    /** What PyTorch before 1.6 writes before the class of a whole module. */
    private static final String WHOLE_MODULE = "module";

    private static final Map<String, Object> GLOBALS = globals();

    /** Instructions that the library runs safely: scalars, short texts, tuples, lists, the memo of what was read before. */
    private static final Set<Short> PLAIN = Set.of(
            Opcodes.PROTO,
            Opcodes.FRAME,
            Opcodes.STOP,
            Opcodes.MARK,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.INT,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.LONG1,
            Opcodes.BINFLOAT,
            Opcodes.SHORT_BINUNICODE,
            Opcodes.SHORT_BINSTRING,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.EMPTY_LIST,
            Opcodes.APPEND,
            Opcodes.MEMOIZE,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET);

    private final Map<String, Storage> storages = new HashMap<>();
    private int instructions;

    private enum Constructor {
        TENSOR,
        PARAMETER,
        ORDERED_DICTIONARY,
        SIZE,
        /** A number of NumPy's, its type, or its bytes: a training's figure beside the tensors, of which nothing is kept. */
        FIGURE
    }

    private static Map<String, Object> globals() {
        Map<String, Object> globals = new HashMap<>();
        globals.put("torch._utils._rebuild_tensor", Constructor.TENSOR);
        globals.put("torch._utils._rebuild_tensor_v2", Constructor.TENSOR);
        globals.put("torch._utils._rebuild_parameter", Constructor.PARAMETER);
        globals.put("collections.OrderedDict", Constructor.ORDERED_DICTIONARY);
        globals.put("torch.Size", Constructor.SIZE);
        globals.put("numpy.core.multiarray.scalar", Constructor.FIGURE);
        globals.put("numpy._core.multiarray.scalar", Constructor.FIGURE);
        globals.put("numpy.dtype", Constructor.FIGURE);
        globals.put("_codecs.encode", Constructor.FIGURE);
        for (ElementType type : ElementType.values()) {
            globals.put("torch." + type.torchStorage(), type);
            globals.put("torch." + type.torchName(), type);
        }
        return Map.copyOf(globals);
    }

    /** The storages that the pickles read so far refer to, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        charge(1);
        if (PLAIN.contains(opcode)) {
            return super.dispatch(opcode);
        }
        switch (opcode) {
            case Opcodes.BINUNICODE, Opcodes.BINSTRING -> stack.add(text());
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.APPENDS -> appendAll(stack.pop_all_since_marker());
            case Opcodes.SETITEM -> setItem(stack.pop(), stack.pop());
            case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
            case Opcodes.GLOBAL -> stack.add(global(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> stackGlobal((String) stack.pop(), (String) stack.pop());
            case Opcodes.INST -> throw refused(PickleUtils.readline(input), PickleUtils.readline(input));
            case Opcodes.REDUCE -> reduce(tuple(stack.pop()), stack.pop());
            case Opcodes.BUILD -> build();
            case Opcodes.NEWOBJ -> stack.add(object(tuple(stack.pop()), stack.pop()));
            case Opcodes.BINPERSID -> stack.add(storage(tuple(stack.pop())));
            default -> throw unknown(opcode);
        }
        return NO_RETURN_VALUE;
    }

    private static Malformed unknown(short opcode) {
        return new Malformed(String.format(
                "not loaded: its pickle has the instruction 0x%02x; tensors, parameters and dictionaries need none such",
                opcode));
    }

    private void charge(int work) throws Malformed {
        instructions += work;
        if (instructions > MAXIMUM_INSTRUCTIONS) {
            throw new Malformed(
                    "its pickle has more than " + MAXIMUM_INSTRUCTIONS + " instructions; expected a state dict");
        }
    }

    /** The library would reserve the claimed length before it checks whether the bytes exist. */
    private String text() throws IOException {
        int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES));
        if (length < 0 || length > MAXIMUM_TEXT) {
            throw new Malformed("its pickle has a text of " + Integer.toUnsignedLong(length)
                    + " bytes; expected at most " + MAXIMUM_TEXT);
        }
        return new String(PickleUtils.readbytes(input, length), StandardCharsets.UTF_8);
    }

    /** What a name stands for. */
    Object global(String module, String name) throws Malformed {
        Object global = GLOBALS.get(module + "." + name);
        if (global == null) {
            throw refused(module, name);
        }
        return global;
    }

    /** What to say of a name that stands for nothing known. */
    Malformed refused(String module, String name) {
        boolean outermost = stack.size() == 0 || stack.size() == 2 && WHOLE_MODULE.equals(stack.peek());
        return new Malformed((outermost ? "it is a whole model and " : "") + "not loaded: its pickle names "
                + OneLine.brief(module) + "." + OneLine.brief(name)
                + "; only tensors, parameters and dictionaries are constructed. "
                + (outermost
                        ? "Where the model's code is at hand, save its state dict: " + conversion("m.state_dict()")
                        : "If you trust the file, save its state dict alone: " + conversion("m['state_dict']")));
    }

    private static String conversion(String tensors) {
        return "python -c \"import torch; m = torch.load('FILE', map_location='cpu', weights_only=False); torch.save("
                + tensors + ", 'weights.pth')\"";
    }

    private void stackGlobal(String name, String module) throws Malformed {
        stack.add(global(module, name));
    }

    /** Calls a function with arguments and leaves the result on the stack. */
    void reduce(Object[] arguments, Object callable) throws Malformed {
        if (!(callable instanceof Constructor constructor)) {
            throw new Malformed("not loaded: its pickle calls something that is not a function");
        }
        stack.add(
                switch (constructor) {
                    case TENSOR -> tensor(arguments);
                    case PARAMETER -> argument(arguments, 0, TorchTensor.class);
                    case ORDERED_DICTIONARY -> orderedDictionary(arguments);
                    case SIZE -> tuple(arguments[0]);
                    case FIGURE -> new LinkedHashMap<>();
                });
    }

    /** An object of a class of its author's, of which state dicts have none. */
    Object object(Object[] arguments, Object type) throws Malformed {
        throw unknown(Opcodes.NEWOBJ);
    }

    private void build() throws Malformed {
        Object state = stack.pop();
        setState(dictionary(stack.peek()), state);
    }

    /** The only state of state dicts is the versions of their modules, which is not needed here. */
    void setState(Map<Object, Object> object, Object state) throws Malformed {
        // Nothing of it is kept.
    }

    private void appendAll(List<Object> items) {
        list(stack.peek()).addAll(items);
    }

    /** Keys and values alternate. */
    private void setItems(List<Object> items) throws Malformed {
        Map<Object, Object> target = dictionary(stack.peek());
        for (int i = 0; i < items.size(); i += 2) {
            put(target, items.get(i), items.get(i + 1));
        }
    }

    private void setItem(Object value, Object key) throws Malformed {
        put(dictionary(stack.peek()), key, value);
    }

    private static TorchTensor tensor(Object[] arguments) throws Malformed {
        StorageView storage = argument(arguments, 0, StorageView.class);
        return storage.tensor(integer(arguments[1]), integers(arguments[2]), integers(arguments[3]));
    }

    /** Python 2 passes the items as one list of pairs, Python 3 adds them afterwards. */
    private Map<Object, Object> orderedDictionary(Object[] arguments) throws Malformed {
        Map<Object, Object> dictionary = new LinkedHashMap<>();
        if (arguments.length > 0) {
            List<Object> items = list(arguments[0]);
            // One list may be passed many times.
            charge(items.size());
            for (Object item : items) {
                List<Object> pair = list(item);
                put(dictionary, pair.get(0), pair.get(1));
            }
        }
        return dictionary;
    }

    private StorageView storage(Object[] parts) throws Malformed {
        if (!"storage".equals(parts[0])) {
            throw new Malformed("not loaded: its pickle refers to more than storages; expected a state dict");
        }
        Storage storage =
                Storage.of(argument(parts, 2, String.class), argument(parts, 1, ElementType.class), integer(parts[4]));
        Storage known = storages.putIfAbsent(storage.key(), storage);
        if (known != null && !known.equals(storage)) {
            throw new Malformed("storage " + storage.key() + " is described in two ways");
        }
        if (parts.length == 5 || parts[5] == null) {
            return StorageView.of(storage, 0, storage.elements());
        }
        Object[] view = tuple(parts[5]);
        return StorageView.of(storage, integer(view[1]), integer(view[2]));
    }

    static void put(Map<Object, Object> target, Object key, Object value) throws Malformed {
        // Hashing a container visits everything in it: without end if it contains itself.
        if (key instanceof Collection || key instanceof Map) {
            throw new Malformed("a dictionary of its pickle has a container for a key");
        }
        target.put(key, value);
    }

    private static <T> T argument(Object[] arguments, int index, Class<T> type) throws Malformed {
        if (!type.isInstance(arguments[index])) {
            throw new Malformed("a tensor or storage of its pickle is described in an unknown way");
        }
        return type.cast(arguments[index]);
    }

    private static long integer(Object value) throws Malformed {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new Malformed("a tensor of its pickle has a size that is not a 64-bit number");
    }

    private static List<Long> integers(Object sequence) throws Malformed {
        List<Long> integers = new ArrayList<>();
        for (Object value : list(sequence)) {
            integers.add(integer(value));
        }
        return integers;
    }

    // The casts fail only on damaged pickles, which are reported as such above; no hostile container is ever printed.

    private static Object[] tuple(Object value) {
        return (Object[]) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return value instanceof Object[] tuple ? Arrays.asList(tuple) : (List<Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> dictionary(Object value) {
        return (Map<Object, Object>) value;
    }
}
