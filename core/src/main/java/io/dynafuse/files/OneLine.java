package io.dynafuse.files;

/** Text out of files on its way into messages: it must neither steer a terminal nor break or fill the line. */
public final class OneLine {
    private static final int LONGEST = 400;

    private OneLine() {}

    /** What a failure says, or what it is if it says nothing; as {@link #of(String)} has it. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return of(message == null ? failure.toString() : message);
    }

    /** The text with control characters and line breaks as spaces, cut where it is very long. */
    public static String of(String text) {
        String visible =
                text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "…";
    }
}
