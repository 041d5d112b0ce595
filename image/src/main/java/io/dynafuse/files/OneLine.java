package io.dynafuse.files;

import java.util.regex.Pattern;

/**
 * Text from files for use in messages: it must not control the terminal, break the line or fill it, or reverse the direction of the text
 * that follows.
 */
public final class OneLine {
    // Room for the names of a dozen tensors.
    private static final int LONGEST = 1000;
    private static final int BRIEF = 80;

    // The joiners, which several scripts and emoji need, are harmless.
    private static final String JOINERS = "\u200c\u200d";

    /** White space; control characters, also U+0080 to U+009F; invisible characters, such as those that change the direction; halves of surrogate pairs. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^" + JOINERS + "]]+");

    private OneLine() {}

    /** The message of a failure, or its class if it has none, made safe as {@link #of(String)} does. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return of(message == null ? failure.toString() : message);
    }

    /** Text that somebody typed or that a file holds, as a part of a longer message: as {@link #of(String)}, but at most 80 characters. */
    public static String brief(String text) {
        return of(text, BRIEF);
    }

    /** The text with a space for each control character and line break, cut if it is very long. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The same, however long it is. */
    public static String whole(String text) {
        return UNSEEN.matcher(text).replaceAll(" ").strip();
    }

    /** Whether {@link #of(String)} replaces a character, other than white space. */
    public static boolean isUnseen(int codePoint) {
        return JOINERS.indexOf(codePoint) < 0 && isControl(codePoint);
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String of(String text, int longest) {
        String visible = whole(text);
        if (visible.length() <= longest) {
            return visible;
        }
        // Never between the halves of a surrogate pair.
        int end = Character.isHighSurrogate(visible.charAt(longest - 1)) ? longest - 1 : longest;
        return visible.substring(0, end) + "…";
    }
}
