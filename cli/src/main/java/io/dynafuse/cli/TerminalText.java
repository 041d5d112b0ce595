package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;

/**
 * The last filter for all text on its way to a terminal, stack traces and reports included: characters that could control it are shown as
 * the replacement character. Messages pass {@link OneLine} before; this class catches what was overlooked.
 */
final class TerminalText extends FilterWriter {
    private static final int REPLACEMENT = 0xfffd;
    private static final String ALLOWED = "\t\n" + System.lineSeparator();

    // The first half of a surrogate pair whose second half has not come yet.
    private Optional<Character> half = Optional.empty();

    private TerminalText(Writer out) {
        super(out);
    }

    /** The same writer with characters that could control a terminal replaced; lines are flushed at once. */
    static PrintWriter on(Writer out) {
        return new PrintWriter(new TerminalText(out), true);
    }

    @Override
    public void write(int character) throws IOException {
        write(new char[] {(char) character}, 0, 1);
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        write(new String(characters, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        String whole = half.map(String::valueOf).orElse("") + text.substring(offset, offset + length);
        half = Optional.empty();
        int end = whole.length();
        if (end > 0 && Character.isHighSurrogate(whole.charAt(end - 1))) {
            half = Optional.of(whole.charAt(--end));
        }
        out.write(harmless(whole.substring(0, end)));
    }

    private static String harmless(String text) {
        if (text.codePoints().noneMatch(TerminalText::isHarmful)) {
            return text;
        }
        return text.codePoints()
                .map(codePoint -> isHarmful(codePoint) ? REPLACEMENT : codePoint)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isHarmful(int codePoint) {
        return ALLOWED.indexOf(codePoint) < 0 && OneLine.isUnseen(codePoint);
    }
}
