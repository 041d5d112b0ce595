package io.dynafuse.files;

import java.util.regex.Pattern;

/**
 * Text out of files on its way into messages: it must neither steer a terminal, nor break or fill the line, nor turn the order of what
 * is read after it.
 */
public final class OneLine {
    // Room for the names of a dozen tensors.
    private static final int LONGEST = 1000;
    private static final int BRIEF = 80;

    // The joiners, which several scripts and emoji need, do no harm.
    private static final String JOINERS = "\u200c\u200d";

    /** White space; controls, U+0080 to U+009F too; what is not seen, such as signs that turn the direction; halves of characters. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^" + JOINERS + "]]+");

    private OneLine() {}

    /** What a failure says, or what it is if it says nothing; as {@link #of(String)} has it. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return of(message == null ? failure.toString() : message);
    }

    /** What somebody typed or a file holds, on its way into a message that has more to say: as {@link #of(String)}, of 80 characters at most. */
    public static String brief(String text) {
        return of(text, BRIEF);
    }

    /** The text with control characters and line breaks as spaces, cut where it is very long. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The same, however long it is. */
    public static String whole(String text) {
        return UNSEEN.matcher(text).replaceAll(" ").strip();
    }

    /** Whether a character is one that {@link #of(String)} takes out, blanks aside. */
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
        // Never between the halves of a character.
        int end = Character.isHighSurrogate(visible.charAt(longest - 1)) ? longest - 1 : longest;
        return visible.substring(0, end) + "…";
    }
}
