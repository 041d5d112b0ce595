package io.dynafuse.dominability;

import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.loss.FusionLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes a {@link Dominability} as words, and reads them. Each word belongs to one part of it. */
final class DominabilityText {
    private static final Map<String, Part> PARTS = parts();
    private static final String SOME_GRADIENT = "";
    private static final String IMAGE = word(Space.IMAGE);

    private enum Part {
        REFERENCE,
        NORM,
        GRADIENT,
        CHANNEL,
        GRADIENT_SCALE,
        JOINT,
        K,
        FORM,
        NORMALISATION,
        CONTRAST,
        TEMPERATURE,
        SMOOTHING,
        ITERATIONS,
        SPACE
    }

    private final Dominability base;
    private final Map<Part, String> given = new LinkedHashMap<>();
    private final Set<ImageSpace.Part> turnedOff = new LinkedHashSet<>();

    private DominabilityText(Dominability base, String text) {
        this.base = base;
        for (String word : text.split(",", -1)) {
            take(word.strip(), text);
        }
    }

    static Dominability change(Dominability base, String text) {
        return new DominabilityText(base, text).changed();
    }

    static String of(Dominability dominability) {
        List<String> words = new ArrayList<>();
        dominability.imageSpace().ifPresent(space -> words.add(IMAGE));
        words.addAll(List.of(
                dominability.lossMap().toString(),
                "k=" + number(dominability.scale()),
                word(dominability.form()),
                word(dominability.normalisation())));
        if (dominability.contrast()) {
            words.add("contrast");
        }
        words.addAll(dominability.refinement().words());
        dominability.imageSpace().ifPresent(space -> words.addAll(space.words()));
        return String.join(", ", words);
    }

    /** A constant as a word. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        put(parts, Part.REFERENCE, Reference.values());
        put(parts, Part.NORM, Norm.values());
        parts.put("gradient", Part.GRADIENT);
        parts.put("channel", Part.CHANNEL);
        put(parts, Part.GRADIENT_SCALE, GradientScale.values());
        parts.put("joint", Part.JOINT);
        parts.put("own", Part.JOINT);
        parts.put("k", Part.K);
        put(parts, Part.FORM, Form.values());
        put(parts, Part.NORMALISATION, Normalisation.values());
        parts.put("contrast", Part.CONTRAST);
        parts.put("temperature", Part.TEMPERATURE);
        parts.put("smoothing", Part.SMOOTHING);
        parts.put("iterations", Part.ITERATIONS);
        put(parts, Part.SPACE, Space.values());
        return parts;
    }

    private static void put(Map<String, Part> parts, Part part, Enum<?>... constants) {
        for (Enum<?> constant : constants) {
            parts.put(word(constant), part);
        }
    }

    private void take(String word, String text) {
        int equals = word.indexOf('=');
        String name = (equals < 0 ? word : word.substring(0, equals).strip()).toLowerCase(Locale.ROOT);
        Optional<ImageSpace.Part> off = ImageSpace.Part.turnedOffBy(name);
        if (off.isPresent()) {
            turnedOff.add(off.get());
            return;
        }
        Part part = PARTS.get(name);
        if (part == null || takesValue(part) != equals >= 0 && part != Part.GRADIENT) {
            throw new IllegalArgumentException(
                    "expected words such as maximum, l2, k=50, contrast or gradient=l1, found "
                            + (word.isEmpty() ? "nothing" : word) + " in \"" + text + "\"");
        }
        String value = equals < 0 ? name : word.substring(equals + 1).strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("expected a value of " + name + ", found nothing in \"" + text + "\"");
        }
        // By itself it says nothing beyond the other words of a gradient.
        String said = part == Part.GRADIENT && equals < 0 ? SOME_GRADIENT : value;
        String before = given.getOrDefault(part, SOME_GRADIENT);
        if (before.equals(SOME_GRADIENT)) {
            given.put(part, said);
        } else if (!said.equals(SOME_GRADIENT) && !before.equalsIgnoreCase(said)) {
            String prefix = takesValue(part) ? name + "=" : "";
            throw new IllegalArgumentException("expected one of " + prefix + before + " and " + prefix + said
                    + ", found both in \"" + text + "\"");
        }
    }

    private static boolean takesValue(Part part) {
        return switch (part) {
            case GRADIENT, CHANNEL, K, TEMPERATURE, SMOOTHING, ITERATIONS -> true;
            default -> false;
        };
    }

    private Dominability changed() {
        return new Dominability(
                lossMap(),
                value(Part.K, DominabilityText::decimal).orElse(base.scale()),
                value(Part.FORM, constant(Form.values())).orElse(base.form()),
                value(Part.NORMALISATION, constant(Normalisation.values())).orElse(base.normalisation()),
                given.containsKey(Part.CONTRAST) || base.contrast(),
                refinement(),
                imageSpace());
    }

    private Optional<ImageSpace> imageSpace() {
        boolean image =
                value(Part.SPACE, IMAGE::equals).orElse(base.imageSpace().isPresent());
        if (!image) {
            if (!turnedOff.isEmpty()) {
                throw new IllegalArgumentException("no-"
                        + word(turnedOff.iterator().next()) + ": is for weights on images; expected image beside it");
            }
            return Optional.empty();
        }
        return Optional.of(base.imageSpace().orElse(ImageSpace.ALL).without(turnedOff));
    }

    private Refinement refinement() {
        Refinement before = base.refinement();
        return new Refinement(
                value(Part.TEMPERATURE, DominabilityText::decimal).orElse(before.temperature()),
                value(Part.SMOOTHING, DominabilityText::whole).orElse(before.smoothing()),
                value(Part.ITERATIONS, DominabilityText::whole).orElse(before.iterations()));
    }

    private LossMap lossMap() {
        Reference reference = value(Part.REFERENCE, constant(Reference.values()))
                .orElse(base.lossMap().reference());
        boolean ofGradient = given.keySet().stream()
                .anyMatch(List.of(Part.GRADIENT, Part.CHANNEL, Part.GRADIENT_SCALE, Part.JOINT)::contains);
        Optional<Norm> norm = value(Part.NORM, constant(Norm.values()));
        if (ofGradient && norm.isPresent()) {
            throw new IllegalArgumentException(
                    "expected either a norm or a gradient, found both; the loss of a gradient is said by gradient="
                            + word(norm.get()));
        }
        if (norm.isPresent() || !ofGradient && base.lossMap() instanceof PixelLoss) {
            return new PixelLoss(reference, norm.orElseGet(() -> norm(base.lossMap())));
        }
        return gradient(reference);
    }

    private static Norm norm(LossMap base) {
        return base instanceof PixelLoss loss ? loss.norm() : Norm.L1;
    }

    private FeatureGradient gradient(Reference reference) {
        FeatureGradient before = base.lossMap() instanceof FeatureGradient gradient
                ? gradient
                : new FeatureGradient(reference, FusionLoss.L1, false, GradientChannel.AUTOMATIC, GradientScale.SCALED);
        return new FeatureGradient(
                reference,
                value(
                                Part.GRADIENT,
                                value -> value.equals(SOME_GRADIENT) ? before.loss() : FusionLoss.parse(lower(value)))
                        .orElse(before.loss()),
                value(Part.JOINT, "joint"::equals).orElse(before.joint()),
                value(Part.CHANNEL, value -> GradientChannel.parse(lower(value)))
                        .orElse(before.channel()),
                value(Part.GRADIENT_SCALE, constant(GradientScale.values())).orElse(before.scale()));
    }

    private <T> Optional<T> value(Part part, Function<String, T> reader) {
        try {
            return Optional.ofNullable(given.get(part)).map(reader);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(word(part) + ": " + e.getMessage(), e);
        }
    }

    private static <E extends Enum<E>> Function<String, E> constant(E[] constants) {
        // Only words that name a form or normalisation get here.
        return text -> List.of(constants).stream()
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static double decimal(String text) {
        try {
            double number = Double.parseDouble(text);
            if (!Double.isNaN(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number, found " + text, e);
        }
        throw new IllegalArgumentException("expected a number, found " + text);
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number, found " + text, e);
        }
    }
}
