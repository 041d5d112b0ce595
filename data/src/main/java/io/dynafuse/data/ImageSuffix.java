package io.dynafuse.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image taken apart into what may be its scene and what may be its role.
 *
 * @param role in lower case; empty if the image has no suffix
 */
record ImageSuffix(Path image, String scene, String role, Kind kind) {
    // Names may hold any character, the end of a line too.
    private static final Pattern SEPARATED = Pattern.compile("(.*[^-_. ])[-_. ]+([^-_. ]+)", Pattern.DOTALL);
    private static final Pattern CAPITALS = Pattern.compile("(.*[0-9])([A-Z]+)", Pattern.DOTALL);
    private static final Pattern PREFIXED =
            Pattern.compile("(\\p{L}+)(?:[-_. ]+(.*[^-_. ].*)|([0-9].*))", Pattern.DOTALL);
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("0?[0-9]");

    /** How sure it is that a suffix is a role. */
    enum Kind {
        /** The scene's ground truth. */
        TRUTH,
        /** A word of the field, or a letter. */
        KNOWN,
        /** Such a word, or a letter, in capitals right after a digit. */
        CAPITAL,
        /** A number below 10. */
        NUMBER,
        /** What nobody knows. */
        OTHER,
        /** Something that is no source, such as a result. */
        RESULT,
        /** A map of classes, or a mask. */
        LABEL,
        NONE
    }

    static ImageSuffix of(Path image) {
        String stem = FolderContent.stem(image);
        Optional<String> truthOf = Roles.truthOf(stem);
        if (truthOf.isPresent()) {
            return new ImageSuffix(image, truthOf.get(), "", Kind.TRUTH);
        }
        Matcher separated = SEPARATED.matcher(stem);
        Kind kind = separated.matches() ? kind(separated.group(2)) : Kind.NONE;
        Matcher capitals = CAPITALS.matcher(stem);
        if (capitals.matches() && kind != Kind.KNOWN && isKnown(capitals.group(2))) {
            return new ImageSuffix(image, capitals.group(1), Roles.of(capitals.group(2)), Kind.CAPITAL);
        }
        return kind == Kind.NONE
                ? new ImageSuffix(image, stem, "", kind)
                : new ImageSuffix(image, separated.group(1), Roles.of(separated.group(2)), kind);
    }

    /** The name of an image that begins with the word of its source, as in {@code IR1} and {@code vis_0001}. */
    static Optional<ImageSuffix> ofPrefix(Path image) {
        Matcher prefixed = PREFIXED.matcher(FolderContent.stem(image));
        if (!prefixed.matches() || !Roles.isWord(prefixed.group(1))) {
            return Optional.empty();
        }
        String scene = prefixed.group(2) == null ? prefixed.group(3) : prefixed.group(2);
        return Optional.of(new ImageSuffix(image, scene, Roles.of(prefixed.group(1)), Kind.KNOWN));
    }

    private static Kind kind(String suffix) {
        if (isKnown(suffix)) {
            return Kind.KNOWN;
        }
        if (Roles.isResult(suffix)) {
            return Kind.RESULT;
        }
        if (Roles.isLabel(suffix)) {
            return Kind.LABEL;
        }
        if (NUMBER.matcher(suffix).matches()) {
            return Kind.NUMBER;
        }
        return DIGITS.matcher(suffix).matches() ? Kind.NONE : Kind.OTHER;
    }

    private static boolean isKnown(String suffix) {
        return Roles.isWord(suffix) || Roles.isLetter(suffix);
    }
}
