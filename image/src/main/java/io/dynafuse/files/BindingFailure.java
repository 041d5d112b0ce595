package io.dynafuse.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says in words for people why a text could not be bound to a record. */
public final class BindingFailure {
    private BindingFailure() {}

    /**
     * Where the text is wrong, and what would be right.
     *
     * @param language of the text, such as JSON
     */
    public static String words(JsonProcessingException failure, String language) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return unknownKey(unknown);
        }
        return failure instanceof MismatchedInputException mismatch && failure.getCause() == null && !isShort(mismatch)
                ? mismatch(mismatch)
                : syntax(failure, language);
    }

    /** Whether the text ends before it has said anything, or lacks something, which the message says. */
    private static boolean isShort(MismatchedInputException failure) {
        String message = failure.getOriginalMessage();
        return message.startsWith("No content")
                || message.startsWith("Missing")
                || message.startsWith("Null value")
                || message.startsWith("Trailing");
    }

    private static String unknownKey(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        Map<String, List<String>> spellings = known.stream()
                .map(Object::toString)
                .collect(Collectors.toMap(key -> key, List::of, (a, b) -> a, TreeMap::new));
        return place(e, e.getPath().size() - 1) + "unknown key " + OneLine.brief(e.getPropertyName())
                + Suggestion.question(e.getPropertyName(), spellings)
                        .orElse("; expected one of " + String.join(", ", spellings.keySet()));
    }

    private static String mismatch(MismatchedInputException e) {
        Class<?> type = e.getTargetType();
        return place(e, e.getPath().size()) + "expected " + kind(type == null ? Object.class : type)
                + ", found something else";
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Integer.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return List.class.isAssignableFrom(type) ? "a list" : "keys and values";
    }

    /** Where in the description, as far as the first steps lead. */
    private static String place(JsonMappingException e, int steps) {
        String path = e.getPath().stream()
                .limit(steps)
                .map(step -> step.getFieldName() == null ? "number " + (step.getIndex() + 1) : step.getFieldName())
                .collect(Collectors.joining(": "));
        return path.isEmpty() ? "" : path + ": ";
    }

    /** Where the parser stopped and why; what it quotes of the file, it indents. */
    private static String syntax(JsonProcessingException e, String language) {
        if (e.getOriginalMessage().startsWith("Trailing")) {
            return "expected nothing behind the end, found more";
        }
        String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
        String reason = e.getOriginalMessage()
                .lines()
                .filter(text -> !text.isBlank() && !text.startsWith(" "))
                .collect(Collectors.joining(", "));
        return line + "is not " + language + " as expected: " + reason;
    }
}
