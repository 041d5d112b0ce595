package io.dynafuse.checkpoint;

import io.dynafuse.files.OneLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the pickles of TorchScript archives: beside what {@link TorchUnpickler} reads, objects of classes that the archive's code declares, of which
 * only the attributes are kept, as {@link LinkedHashMap}s.
 */
final class ScriptUnpickler extends TorchUnpickler {
    private static final String SCRIPT = "__torch__";

    /** Classes of the engine's extensions, which the engine constructs while it reads the pickle. */
    private static final String EXTENSION = "__torch__.torch.classes";

    /** Lists of one type, whose only argument is the list. */
    private static final Set<String> LISTS = Set.of(
            "torch.jit._pickle.build_intlist",
            "torch.jit._pickle.build_tensorlist",
            "torch.jit._pickle.build_doublelist",
            "torch.jit._pickle.build_boollist");

    /** A list or dictionary, then the name of its type. */
    private static final String TAGGED = "torch.jit._pickle.restore_type_tag";

    private static final String DEVICE = "torch.device";

    private Optional<Created> first = Optional.empty();

    /** A class that code of the archive declares. */
    private record ScriptClass(String name) {}

    private record Created(Object object, String type) {}

    private enum Function {
        FIRST_ARGUMENT,
        NOTHING
    }

    /** The class of an object if it was the first that was created. */
    Optional<String> typeOfFirst(Object object) {
        return first.filter(created -> created.object() == object).map(Created::type);
    }

    @Override
    Object global(String module, String name) throws Malformed {
        String full = module + "." + name;
        if (full.startsWith(EXTENSION)) {
            throw new Malformed("it holds an object of the extension " + OneLine.brief(full)
                    + ", which is code that is not in the file; expected modules and tensors");
        }
        if (full.startsWith(SCRIPT)) {
            return new ScriptClass(full);
        }
        if (full.equals(TAGGED) || LISTS.contains(full)) {
            return Function.FIRST_ARGUMENT;
        }
        return full.equals(DEVICE) ? Function.NOTHING : super.global(module, name);
    }

    @Override
    Malformed refused(String module, String name) {
        return new Malformed("not loaded: its pickle names " + OneLine.brief(module) + "." + OneLine.brief(name)
                + "; expected modules of TorchScript, tensors, numbers and texts");
    }

    @Override
    void reduce(Object[] arguments, Object callable) throws Malformed {
        if (callable instanceof Function function) {
            stack.add(function == Function.NOTHING ? new LinkedHashMap<>() : arguments[0]);
        } else {
            super.reduce(arguments, callable);
        }
    }

    @Override
    Object object(Object[] arguments, Object type) throws Malformed {
        if (!(type instanceof ScriptClass known)) {
            throw new Malformed("not loaded: its pickle makes an object of something that is no class");
        }
        Map<Object, Object> object = new LinkedHashMap<>();
        if (first.isEmpty()) {
            first = Optional.of(new Created(object, known.name()));
        }
        return object;
    }

    /** Attributes by their names; a class with a {@code __getstate__} of its own may store anything. */
    @Override
    void setState(Map<Object, Object> object, Object state) throws Malformed {
        if (state instanceof Map<?, ?> attributes) {
            for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
                put(object, attribute.getKey(), attribute.getValue());
            }
        } else {
            put(object, "state", state);
        }
    }
}
