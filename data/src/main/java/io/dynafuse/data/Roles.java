package io.dynafuse.data;

import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that the field gives to sources, ground truths and results; in either case. */
final class Roles {
    // Images of letters are sources; images of numbers are, as often, the pictures of a series.
    private static final Pattern NUMBERED_SOURCE =
            Pattern.compile("(source|src|input)[-_ ]?([a-z]|[0-9]{1,2})|(image|img)[-_ ]?[a-z]");
    private static final Pattern LETTER = Pattern.compile("[a-zA-Z]");
    private static final String TRUTH_WORDS = "gt|truth|ground[-_ ]?truth|references?|full[-_ ]?clear";
    private static final Pattern TRUTH = Pattern.compile(TRUTH_WORDS, Pattern.CASE_INSENSITIVE);
    private static final Pattern TRUTH_OF =
            Pattern.compile("(.+?)[-_. ](" + TRUTH_WORDS + ")", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern TRUTH_FIRST = Pattern.compile(
            "(" + TRUTH_WORDS + ")(?:[-_. ]+(.+)|([0-9].*))", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile(
            "(.+[-_. ])?(labels?|masks?|annotations?|seg|segmentations?)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> RESULTS =
            Set.of("fused", "fusion", "result", "results", "out", "output", "outputs", "weight", "weights", "viridis");

    private Roles() {}

    /** The role that a name stands for, such as {@code visible} for {@code Visible}. */
    static String of(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether the field calls sources by this word, a letter aside. */
    static boolean isWord(String name) {
        return Role.of(name).isPresent() || NUMBERED_SOURCE.matcher(of(name)).matches();
    }

    /** Whether it is one letter, as in {@code lytro-01-A}. */
    static boolean isLetter(String name) {
        return LETTER.matcher(name).matches();
    }

    static boolean isTruth(String name) {
        return TRUTH.matcher(name).matches();
    }

    /** The name of the scene that {@code 01_gt}, {@code gt_01} or {@code GT01} is the truth of. */
    static Optional<String> truthOf(String name) {
        Matcher last = TRUTH_OF.matcher(name);
        if (last.matches()) {
            return Optional.of(last.group(1));
        }
        Matcher first = TRUTH_FIRST.matcher(name);
        return first.matches()
                ? Optional.ofNullable(first.group(2)).or(() -> Optional.of(first.group(3)))
                : Optional.empty();
    }

    /** Whether it is what maps of classes are called, such as {@code Segmentation_labels}: never a truth unless declared. */
    static boolean isLabel(String name) {
        return LABEL.matcher(name).matches();
    }

    /** Whether it is what results and their by-products are called, which are no sources. */
    static boolean isResult(String name) {
        return RESULTS.contains(of(name));
    }

    /** What is one for all words of one source, such as {@code vis} and {@code rgb}; the role itself if the field has no word for it. */
    static String sourceOf(String role) {
        return Role.of(role).map(known -> "kind " + known.ordinal()).orElseGet(() -> of(role));
    }

    /** Every word for a source. */
    static Set<String> words() {
        return Stream.of(Role.values()).flatMap(role -> role.words().stream()).collect(Collectors.toSet());
    }

    /** The order in which sources are fused: known ones as tasks name them, others naturally. */
    static Comparator<String> order() {
        return Comparator.comparingInt(Roles::place).thenComparing(NaturalOrder.INSTANCE);
    }

    /** The task that the roles of all scenes leave no doubt of. */
    static Optional<Task> task(List<FoundScene> scenes) {
        Set<Optional<Task>> tasks = scenes.stream()
                .flatMap(scene -> scene.sources().stream())
                .map(source -> Role.of(source.role()).map(Role::task))
                .collect(Collectors.toSet());
        return tasks.size() == 1 ? tasks.iterator().next() : Optional.empty();
    }

    /** The name of a task as the command line writes it. */
    static String nameOf(Task task) {
        return task.word();
    }

    /** The distinct roles of all scenes, in order. */
    static List<String> all(List<FoundScene> scenes) {
        List<String> roles = new ArrayList<>(scenes.stream()
                .flatMap(scene -> scene.sources().stream())
                .map(SourceFile::role)
                .distinct()
                .toList());
        roles.sort(order());
        return roles;
    }

    /** The place of a role among the known ones; behind them if it is none of them. */
    private static int place(String role) {
        return Role.of(role).map(Role::ordinal).orElse(Role.values().length);
    }
}
