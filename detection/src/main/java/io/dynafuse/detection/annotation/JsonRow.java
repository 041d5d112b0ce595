package io.dynafuse.detection.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynafuse.files.OneLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * An object in a list of a JSON file.
 *
 * @param place what messages call it
 */
record JsonRow(Path file, String place, ObjectNode fields) {
    private static final double FARTHEST = 1e6;

    boolean has(String name) {
        return fields.hasNonNull(name);
    }

    /** A number or text that identifies something, as text. */
    String id(String name) throws AnnotationException {
        JsonNode value = fields.path(name);
        if (!value.isIntegralNumber() && !value.isTextual()) {
            throw wrong("expected a number or text as " + name + ", found " + found(value));
        }
        return value.asText();
    }

    String text(String name) throws AnnotationException {
        JsonNode value = fields.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw wrong("expected a text as " + name + ", found " + found(value));
        }
        return value.asText();
    }

    /** A number of pixels; 0 if it is not there. */
    int size(String name) throws AnnotationException {
        JsonNode value = fields.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isInt() || value.asInt() < 0) {
            throw wrong("expected a number of pixels as " + name + ", found " + found(value));
        }
        return value.asInt();
    }

    /** Whether it is 1 or true; not if it is not there. */
    boolean flag(String name) throws AnnotationException {
        JsonNode value = fields.path(name);
        boolean isFlag = value.isMissingNode() || value.isBoolean() || value.isInt() && (value.asInt() & ~1) == 0;
        if (!isFlag) {
            throw wrong("expected 0 or 1 as " + name + ", found " + found(value));
        }
        return value.asBoolean();
    }

    double number(String name) throws AnnotationException {
        return finite(name, fields.path(name));
    }

    /** x, y, width and height. */
    double[] box() throws AnnotationException {
        JsonNode box = fields.path("bbox");
        if (!box.isArray() || box.size() != 4) {
            throw wrong("expected x, y, width and height as bbox, found " + found(box));
        }
        double[] numbers = new double[4];
        for (int i = 0; i < 4; i++) {
            numbers[i] = finite("bbox", box.get(i));
        }
        if (numbers[2] < 0 || numbers[3] < 0) {
            throw wrong("expected a width and height of 0 or more in bbox, found " + found(box));
        }
        return numbers;
    }

    private double finite(String name, JsonNode value) throws AnnotationException {
        if (!value.isNumber() || !(Math.abs(value.asDouble()) < FARTHEST)) {
            throw wrong("expected a number as " + name + ", found " + found(value));
        }
        return value.asDouble();
    }

    /** The names of its fields that are not among those used. */
    List<String> unused(Set<String> used) {
        List<String> unused = new ArrayList<>();
        for (Iterator<String> names = fields.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!used.contains(name)) {
                unused.add(OneLine.brief(name));
            }
        }
        return unused;
    }

    AnnotationException wrong(String reason) {
        return new AnnotationException(file, place + ": " + reason);
    }

    private static String found(JsonNode value) {
        return value.isMissingNode() ? "none" : OneLine.brief(value.toString());
    }
}
