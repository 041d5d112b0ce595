package io.dynafuse.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of constants in options, settings and reports: in lower case, with words joined by hyphens. */
public final class ConstantName {
    private ConstantName() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The constant of a name, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names that there are
     */
    public static <E extends Enum<E>> E read(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + all(type) + ", found " + name));
    }

    private static <E extends Enum<E>> String all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(ConstantName::of).collect(Collectors.joining(", "));
    }
}
