package io.dynafuse.graph;

import io.dynafuse.checkpoint.Malformed;
import io.dynafuse.checkpoint.ProtocolBuffer;
import io.dynafuse.checkpoint.ProtocolBuffer.Field;
import io.dynafuse.files.OneLine;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The operations of an ONNX model: those that need code or files which are not in it are refused, and so are more than any network has. The model may
 * declare functions, operations made of others, which are counted wherever they are used.
 */
final class OnnxOperations {
    /** Another name of the domain that is called nothing. */
    static final String STANDARD = "ai.onnx";

    private static final Set<String> DOMAINS = Set.of("", STANDARD, "ai.onnx.ml", "com.microsoft");
    private static final int DEEPEST = 30;
    private static final long MOST = 1_000_000;

    private static final int NODES_OF_GRAPH = 1;
    private static final int NODES_OF_FUNCTION = 7;

    private final Map<Name, ByteBuffer> functions = new HashMap<>();
    private final Map<Name, Long> counts = new HashMap<>();
    private final Set<Name> open = new HashSet<>();

    /** An operation. */
    private record Name(String domain, String type) {
        Name {
            domain = domain.equals(STANDARD) ? "" : domain;
        }
    }

    /** Adds a function of the model. */
    void declare(Field function) throws Malformed {
        String name = "";
        String domain = "";
        ProtocolBuffer message = function.message();
        while (message.hasMore()) {
            Field field = message.next();
            if (field.tag() == 1) {
                name = field.text();
            } else if (field.tag() == 10) {
                domain = field.text();
            }
        }
        if (functions.put(new Name(domain, name), function.bytes()) != null) {
            throw new Malformed("it declares the function " + OneLine.brief(name) + " twice");
        }
    }

    /**
     * Counts the operations of a graph.
     *
     * @throws Malformed if one is not known, or wants a file; if a function uses itself, or there are far too many
     */
    long check(ByteBuffer graph) throws Malformed {
        return countOf(graph, NODES_OF_GRAPH, 0);
    }

    /** @throws Malformed if the elements of a tensor lie in another file */
    static void requireInside(ProtocolBuffer tensor, String name) throws Malformed {
        while (tensor.hasMore()) {
            Field field = tensor.next();
            if (field.tag() == 13 || field.tag() == 14 && field.number() != 0) {
                throw new Malformed("it wants a file: its tensor " + OneLine.brief(name)
                        + " lies outside of it; expected all in one, as by python -c \"import onnx;"
                        + " onnx.save(onnx.load('FILE'), 'whole.onnx')\"");
            }
        }
    }

    private long countOf(ByteBuffer owner, int nodes, int depth) throws Malformed {
        if (depth > DEEPEST) {
            throw new Malformed("its graphs lie more than " + DEEPEST + " deep in each other");
        }
        long count = 0;
        ProtocolBuffer message = new ProtocolBuffer(owner);
        while (message.hasMore()) {
            Field field = message.next();
            if (field.tag() == nodes) {
                count += countOfNode(field.message(), depth);
            } else if (nodes == NODES_OF_GRAPH && field.tag() == 5) {
                requireInside(field.message(), "of a graph");
            } else if (nodes == NODES_OF_GRAPH && field.tag() == 15) {
                requireSparseInside(field.message());
            }
            if (count > MOST) {
                throw new Malformed("it has more than " + MOST + " operations");
            }
        }
        return count;
    }

    private long countOfNode(ProtocolBuffer node, int depth) throws Malformed {
        String type = "";
        String domain = "";
        long inner = 0;
        while (node.hasMore()) {
            Field field = node.next();
            switch (field.tag()) {
                case 4 -> type = field.text();
                case 5 -> inner += countOfAttribute(field.message(), depth);
                case 7 -> domain = field.text();
                default -> {
                    // Names.
                }
            }
        }
        Name name = new Name(domain, type);
        return functions.containsKey(name) ? inner + countOfFunction(name, depth) : inner + countOfKnown(name);
    }

    private static long countOfKnown(Name name) throws Malformed {
        if (!DOMAINS.contains(name.domain())) {
            throw new Malformed("it needs code that is not in it: the operation " + OneLine.brief(name.type()) + " of "
                    + OneLine.brief(name.domain()) + "; expected only operations of ONNX and com.microsoft");
        }
        return 1;
    }

    private long countOfFunction(Name name, int depth) throws Malformed {
        if (!open.add(name)) {
            throw new Malformed("its function " + OneLine.brief(name.type()) + " uses itself");
        }
        if (!counts.containsKey(name)) {
            counts.put(name, countOf(functions.get(name), NODES_OF_FUNCTION, depth + 1));
        }
        open.remove(name);
        return counts.get(name);
    }

    private long countOfAttribute(ProtocolBuffer attribute, int depth) throws Malformed {
        long count = 0;
        while (attribute.hasMore()) {
            Field field = attribute.next();
            switch (field.tag()) {
                case 5, 10 -> requireInside(field.message(), "of an operation");
                case 6, 11 -> count += countOf(field.bytes(), NODES_OF_GRAPH, depth + 1);
                case 22, 23 -> requireSparseInside(field.message());
                default -> {
                    // Numbers and texts.
                }
            }
        }
        return count;
    }

    /** Checks the tensors of values and of places. */
    private static void requireSparseInside(ProtocolBuffer sparse) throws Malformed {
        while (sparse.hasMore()) {
            Field field = sparse.next();
            if (field.tag() == 1 || field.tag() == 2) {
                requireInside(field.message(), "of few elements");
            }
        }
    }
}
