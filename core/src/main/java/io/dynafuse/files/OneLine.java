package io.dynafuse.files;

/** Text out of files on its way into messages: it must neither steer a terminal nor break or fill the line. */
public final class OneLine {
    private static final int LONGEST = 400;
    private static final int BRIEF = 80;

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

    private static String of(String text, int longest) {
        String visible =
                text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        return visible.length() <= longest ? visible : visible.substring(0, longest) + "…";
    }
}
