package io.dynafuse.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of a folder word by word: {@code crop_LR_visible}, {@code visImages} and {@code cropinfrared} are all names of a source.
 *
 * @param name as it is
 */
record FolderWords(String name, List<Word> words) {
    private static final Pattern BORDER = Pattern.compile("[-_. ]+|(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private static final Set<String> SUBSETS =
            Set.of("train", "training", "val", "valid", "validation", "test", "testing", "eval", "dev");
    private static final Set<String> VERSIONS = Set.of(
            "hr",
            "lr",
            "sr",
            "highres",
            "lowres",
            "crop",
            "crops",
            "cropped",
            "small",
            "large",
            "half",
            "resized",
            "x2",
            "x3",
            "x4",
            "x8",
            "2x",
            "3x",
            "4x",
            "8x",
            "thumb",
            "thumbs",
            "thumbnail",
            "thumbnails",
            "aligned",
            "warped");
    private static final Set<String> FILLERS = Set.of(
            "image",
            "images",
            "img",
            "imgs",
            "picture",
            "pictures",
            "pics",
            "frames",
            "data",
            "dataset",
            "exposed",
            "exposure",
            "exposures",
            "source",
            "sources");

    private static final Map<String, Meaning> DICTIONARY = dictionary();

    /** What a word says of the images in a folder. */
    enum Meaning {
        /** Which source they are. */
        ROLE,
        /** Which part of the dataset they are, as every role has it. */
        SUBSET,
        /** How large they are, or what was done to them. */
        VERSION,
        /** That they are images. */
        FILLER,
        /** What nobody knows; with other words of the kind, it tells parts of a dataset apart. */
        OTHER
    }

    /** @param text in lower case */
    record Word(String text, Meaning meaning) {}

    static FolderWords of(String name) {
        if (Roles.isWord(name)) {
            return new FolderWords(name, List.of(new Word(Roles.of(name), Meaning.ROLE)));
        }
        List<Word> words = new ArrayList<>();
        for (String part : BORDER.split(name)) {
            String text = part.toLowerCase(Locale.ROOT);
            List<String> known = DICTIONARY.containsKey(text) ? List.of(text) : taken(text);
            known.forEach(word -> words.add(new Word(word, DICTIONARY.getOrDefault(word, Meaning.OTHER))));
        }
        return new FolderWords(name, withLetter(words));
    }

    /** The one source that the name is of; none if it names several, such as {@code CT-MRI}. */
    Optional<String> role() {
        List<String> roles = texts(word -> word.meaning() == Meaning.ROLE);
        return roles.stream().map(Roles::sourceOf).distinct().count() == 1
                ? Optional.of(roles.get(0))
                : Optional.empty();
    }

    /** Whether the name is the word of a source and nothing else. */
    boolean isPlainRole() {
        return words.size() == 1 && role().isPresent();
    }

    /** Whether it has words of a part or of a version. */
    boolean isOfPart() {
        return words.stream().anyMatch(word -> word.meaning() == Meaning.SUBSET || word.meaning() == Meaning.VERSION);
    }

    /** Whether it says nothing but the part or the version. */
    boolean isPartOnly() {
        return isOfPart()
                && words.stream()
                        .noneMatch(word -> word.meaning() == Meaning.ROLE
                                || word.meaning() == Meaning.OTHER
                                        && !NUMBER.matcher(word.text()).matches());
    }

    /** The name without what says the part and the version, as truths, labels and results are told by it. */
    String content() {
        String content =
                String.join("-", texts(word -> word.meaning() == Meaning.ROLE || word.meaning() == Meaning.OTHER));
        return content.isEmpty() ? name : content;
    }

    List<String> texts(Predicate<Word> wanted) {
        return words.stream().filter(wanted).map(Word::text).toList();
    }

    /** A word written together with others, such as {@code cropinfrared}; the whole where it is not made of known ones. */
    private static List<String> taken(String text) {
        return apart(text)
                .filter(words -> words.stream()
                        .map(DICTIONARY::get)
                        .anyMatch(meaning -> meaning == Meaning.ROLE || meaning == Meaning.SUBSET))
                .orElse(List.of(text));
    }

    private static Optional<List<String>> apart(String text) {
        if (text.isEmpty()) {
            return Optional.of(List.of());
        }
        for (int end = text.length(); end > 0; end--) {
            String word = text.substring(0, end);
            if (DICTIONARY.containsKey(word) || NUMBER.matcher(word).matches()) {
                Optional<List<String>> rest = apart(text.substring(end));
                if (rest.isPresent()) {
                    return Optional.of(
                            Stream.concat(Stream.of(word), rest.get().stream()).toList());
                }
            }
        }
        return Optional.empty();
    }

    /** A letter after nothing but known words is a source, as in {@code trainA} and {@code trainB}. */
    private static List<Word> withLetter(List<Word> words) {
        int last = words.size() - 1;
        if (last < 1 || !Roles.isLetter(words.get(last).text())) {
            return List.copyOf(words);
        }
        List<Word> before = words.subList(0, last);
        if (before.stream().anyMatch(word -> word.meaning() == Meaning.ROLE || word.meaning() == Meaning.OTHER)) {
            return List.copyOf(words);
        }
        return Stream.concat(before.stream(), Stream.of(new Word(words.get(last).text(), Meaning.ROLE)))
                .toList();
    }

    private static Map<String, Meaning> dictionary() {
        return Stream.of(
                        Map.entry(Roles.words(), Meaning.ROLE),
                        Map.entry(SUBSETS, Meaning.SUBSET),
                        Map.entry(VERSIONS, Meaning.VERSION),
                        Map.entry(FILLERS, Meaning.FILLER))
                .flatMap(entry -> entry.getKey().stream().map(word -> Map.entry(word, entry.getValue())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
