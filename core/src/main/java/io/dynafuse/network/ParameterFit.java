package io.dynafuse.network;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.files.OneLine;
import io.dynafuse.network.Publication.PublishedFile;
import io.dynafuse.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a checkpoint holds the parameters of a network: below one prefix of their names, such as {@code generator.}, which may be empty.
 * Tensors without this prefix belong to something else.
 *
 * @param names of the tensors by the parameters that they hold, of whatever shape
 * @param twins of these tensors, by parameter: others that are called as the same parameter
 * @param missing parameters that the checkpoint lacks
 * @param extra tensors below the prefix that are not parameters
 * @param misshapen parameters of another shape, in words
 * @param outside tensors that are not below the prefix
 * @param unused tensors below the prefix that the network does not use, as its {@link CheckpointAdapter} says
 * @param rivals other prefixes below which the network is found
 */
record ParameterFit(
        Network network,
        String prefix,
        Map<String, String> names,
        Map<String, String> twins,
        List<String> missing,
        List<String> extra,
        List<String> misshapen,
        List<String> outside,
        List<String> unused,
        List<String> rivals) {
    private static final int SHOWN = 5;
    // Naming more of them would not help anybody.
    private static final int MOST_RIVALS = 8;
    private static final int MOST_PARTS = 32;

    /** A counter of trainings that inference does not need; older files lack it. */
    private static final Set<String> COUNTERS = Set.of("num_batches_tracked", "n_averaged");

    /** The usual names of the running average (EMA) of parameters, with which trainings validate. */
    private static final Pattern AVERAGE = Pattern.compile("(^|.*[._-])ema\\d*([._-].*|$)", Pattern.CASE_INSENSITIVE);

    ParameterFit {
        names = Map.copyOf(names);
        twins = Map.copyOf(twins);
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
        misshapen = List.copyOf(misshapen);
        outside = List.copyOf(outside);
        unused = List.copyOf(unused);
        rivals = List.copyOf(rivals);
    }

    /** The best fit. */
    static ParameterFit of(Network network, Checkpoint checkpoint) {
        Map<String, Integer> matching = matching(network, checkpoint);
        long required = network.parameters().specs().stream()
                .filter(parameter -> !parameter.optional())
                .count();
        List<String> whole = matching.keySet().stream()
                .filter(prefix -> matching.get(prefix) >= required)
                .limit(MOST_RIVALS)
                .toList();
        List<ParameterFit> fitting = whole.stream()
                .map(prefix -> below(prefix, network, checkpoint, whole))
                .filter(fit -> fit.differences() == 0)
                .toList();
        if (fitting.isEmpty()) {
            return below(nearest(matching), network, checkpoint, List.of());
        }
        return preferred(fitting);
    }

    /** How many parameters there are below each prefix, in alphabetical order. */
    private static Map<String, Integer> matching(Network network, Checkpoint checkpoint) {
        Set<String> parameters = network.parameters().shapes().keySet();
        Map<String, Set<String>> matching = new TreeMap<>();
        for (TensorInfo tensor : checkpoint.tensors()) {
            String name = tensor.name();
            int start = name.length();
            // A name with more parts than any parameter's name in a file cannot match.
            for (int i = 0; i < MOST_PARTS && start >= 0; i++) {
                start = name.lastIndexOf('.', start - 1);
                String prefix = name.substring(0, start + 1);
                parameter(network, name.substring(start + 1))
                        .filter(parameters::contains)
                        .ifPresent(parameter -> matching.computeIfAbsent(prefix, any -> new HashSet<>())
                                .add(parameter));
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        matching.forEach((prefix, found) -> counts.put(prefix, found.size()));
        return counts;
    }

    private static Optional<String> parameter(Network network, String name) {
        return network.checkpointAdapter().parameterOf().apply(name);
    }

    private static String nearest(Map<String, Integer> matching) {
        return matching.entrySet().stream()
                .max(Comparator.comparingInt((Map.Entry<String, Integer> found) -> found.getValue())
                        .thenComparing(found -> found.getKey().length(), Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static ParameterFit below(String prefix, Network network, Checkpoint checkpoint, List<String> networks) {
        Map<String, List<Long>> expected = network.parameters().shapes();
        Map<String, List<Long>> found = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        Map<String, String> twins = new HashMap<>();
        List<String> extra = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        List<String> unused = new ArrayList<>();
        for (TensorInfo tensor : checkpoint.tensors()) {
            String name = tensor.name();
            Optional<String> parameter =
                    name.startsWith(prefix) ? parameter(network, name.substring(prefix.length())) : Optional.of(name);
            if (name.startsWith(prefix)
                    && parameter.filter(expected::containsKey).isPresent()) {
                found.put(parameter.get(), tensor.shape());
                Optional.ofNullable(names.put(parameter.get(), name))
                        .ifPresent(twin -> twins.put(parameter.get(), twin));
            } else if (COUNTERS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                continue;
            } else if (parameter.isEmpty()) {
                unused.add(name);
            } else {
                boolean ofAnother =
                        networks.stream().anyMatch(other -> other.length() > prefix.length() && name.startsWith(other));
                (name.startsWith(prefix) && !ofAnother ? extra : outside).add(name);
            }
        }
        return new ParameterFit(
                network,
                prefix,
                names,
                twins,
                network.parameters().specs().stream()
                        .filter(parameter -> !parameter.optional())
                        .map(ParameterSpec::name)
                        .filter(name -> !found.containsKey(name))
                        .toList(),
                extra,
                expected.keySet().stream()
                        .filter(name ->
                                found.containsKey(name) && !found.get(name).equals(expected.get(name)))
                        .map(name -> misshapen(network, name, found.get(name)))
                        .toList(),
                outside,
                unused,
                List.of());
    }

    private static String misshapen(Network network, String name, List<Long> found) {
        Map<String, List<Long>> parameters = network.parameters().shapes();
        List<Long> expected = parameters.get(name);
        String words = name + " " + found + " in place of " + expected;
        boolean isFirst = name.equals(parameters.keySet().iterator().next());
        // The second size of a convolution is the number of its input channels.
        if (isFirst
                && found.size() == expected.size()
                && found.size() > 1
                && !found.get(1).equals(expected.get(1))) {
            words += " (the first layer takes images of " + channels(found.get(1)) + ", this network's takes "
                    + channels(expected.get(1)) + ")";
        }
        return words;
    }

    private static String channels(long count) {
        return count + (count == 1 ? " channel: gray ones" : count == 3 ? " channels: RGB" : " channels");
    }

    /** The fit of the running average, if there is exactly one; otherwise the first, with all others as rivals. */
    private static ParameterFit preferred(List<ParameterFit> fitting) {
        List<ParameterFit> averages =
                fitting.stream().filter(ParameterFit::isAverage).toList();
        ParameterFit taken = averages.size() == 1 ? averages.get(0) : fitting.get(0);
        return new ParameterFit(
                taken.network,
                taken.prefix,
                taken.names,
                taken.twins,
                taken.missing,
                taken.extra,
                taken.misshapen,
                taken.outside,
                taken.unused,
                fitting.stream()
                        .filter(fit -> fit != taken)
                        .map(ParameterFit::prefix)
                        .toList());
    }

    /** The number of parameters that the checkpoint holds, of whatever shape. */
    int matching() {
        return names.size();
    }

    /** Whether a parameter that the checkpoint holds has kernels that are to be turned by 180 degrees. */
    boolean isTurned(String parameter) {
        String name = names.get(parameter);
        return network.parameters().shapes().get(parameter).size() == 4
                && network.checkpointAdapter().isTurned().test(name.substring(prefix.length()));
    }

    private boolean isAverage() {
        return AVERAGE.matcher(prefix).matches();
    }

    /** Whether the checkpoint holds the network several times, and nothing says which to take. */
    boolean isAmbiguous() {
        return !rivals.isEmpty() && !isAverage();
    }

    int differences() {
        return missing.size() + extra.size() + misshapen.size();
    }

    /** The reason why it cannot be read, in words; empty if it can. */
    Optional<String> obstacle() {
        if (isAmbiguous()) {
            return Optional.of(
                    "holds " + network.id() + " " + (rivals.size() + 1) + " times, "
                            + Stream.concat(Stream.of(prefix), rivals.stream())
                                    .map(ParameterFit::place)
                                    .collect(Collectors.joining(" and "))
                            + ", and nothing tells which to take; `dynafuse install FILE --key KEY` keeps one of them under a name");
        }
        if (differences() == 0) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        if (!missing.isEmpty()) {
            words.add("missing: " + some(missing));
        }
        if (!extra.isEmpty()) {
            words.add("not part of the network: " + some(extra));
        }
        if (!misshapen.isEmpty()) {
            words.add("of another shape: " + some(misshapen, UnaryOperator.identity()));
        }
        return Optional.of((prefix.isEmpty() ? "" : place(prefix) + ", ") + String.join("; ", words) + otherFiles());
    }

    /** Where the rest may be, if it is all that is wrong that something is missing. */
    private String otherFiles() {
        List<PublishedFile> files =
                network.publication().map(Publication::files).orElse(List.of());
        return files.size() < 2 || !extra.isEmpty() || !misshapen.isEmpty()
                ? ""
                : "; it was published in the files "
                        + some(files.stream().map(PublishedFile::name).toList())
                        + ": where one checkpoint is several files, `dynafuse install` takes them all at once";
    }

    /** The decisions made, one line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!rivals.isEmpty()) {
            notes.add("holds " + network.id() + " " + (rivals.size() + 1) + " times: the running average, "
                    + place(prefix) + ", is taken, not what is "
                    + rivals.stream().map(ParameterFit::place).collect(Collectors.joining(" or ")));
        }
        List<String> others = outside.stream()
                .filter(name -> rivals.stream().noneMatch(name::startsWith) && !isOfCompanion(name))
                .toList();
        if (!others.isEmpty()) {
            notes.add("is read " + place(prefix) + "; what lies elsewhere is left out: " + some(others));
        }
        if (!unused.isEmpty()) {
            notes.add("holds " + unused.size() + (unused.size() == 1 ? " tensor that " : " tensors that ")
                    + network.id() + " does not use: " + some(unused));
        }
        List<String> older = names.values().stream()
                .filter(name -> network.checkpointAdapter().isOfOlderLayout().test(name.substring(prefix.length())))
                .sorted()
                .toList();
        if (!older.isEmpty()) {
            notes.add("is of an older layout, whose names are taken for today's: " + some(older));
        }
        List<String> lacking = network.parameters().specs().stream()
                .map(ParameterSpec::name)
                .filter(name -> !names.containsKey(name))
                .toList();
        if (!lacking.isEmpty()) {
            notes.add("holds no " + some(lacking) + ", in place of which there are zeros");
        }
        return notes;
    }

    /** The companions of the network that lie beside it, not necessarily whole. */
    List<String> companions() {
        return network.companions().keySet().stream()
                .filter(module -> outside.stream().anyMatch(name -> isOf(module, prefix, name)))
                .toList();
    }

    private boolean isOfCompanion(String name) {
        return Stream.concat(Stream.of(prefix), rivals.stream())
                .anyMatch(
                        place -> network.companions().keySet().stream().anyMatch(module -> isOf(module, place, name)));
    }

    private boolean isOf(String module, String place, String name) {
        String beside = beside(place, module);
        return !place.isEmpty()
                && name.startsWith(beside)
                && network.companions().get(module).shapes().containsKey(name.substring(beside.length()));
    }

    /** The prefix of a companion beside a network: {@code ema.proposal.} beside {@code ema.fusion.}. */
    static String beside(String prefix, String module) {
        return prefix.substring(0, prefix.lastIndexOf('.', prefix.length() - 2) + 1) + module + ".";
    }

    private static String place(String prefix) {
        return prefix.isEmpty()
                ? "without a prefix"
                : "below " + OneLine.brief(prefix.substring(0, prefix.length() - 1));
    }

    private static String some(List<String> names) {
        return some(names, OneLine::brief);
    }

    private static String some(List<String> items, UnaryOperator<String> words) {
        return items.stream().limit(SHOWN).map(words).collect(Collectors.joining(", "))
                + (items.size() > SHOWN ? " and " + (items.size() - SHOWN) + " more" : "");
    }
}
