package io.dynafuse.network.own;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.Yaml;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads a {@link NetworkInterface} from YAML. */
final class InterfaceFile {
    private static final int MOST_SOURCES = 64;
    private static final int LARGEST_MULTIPLE = 1024;
    private static final float BYTE = 1f / 255;

    private final Path file;
    private final Content content;

    private InterfaceFile(Path file) throws IOException {
        this.file = file;
        this.content = Yaml.read(file, Content.class, "an interface of a network", "inputs, colour and others");
    }

    /** The keys; null where one is not given. */
    private record Content(
            JsonNode inputs,
            String colour,
            JsonNode normalisation,
            Integer multiple,
            String range,
            String chroma,
            String fusion,
            @JsonProperty("receptive-field") JsonNode field,
            String decoder,
            String dominability) {}

    static NetworkInterface read(Path file) throws IOException {
        return new InterfaceFile(file).read();
    }

    private NetworkInterface read() throws IOException {
        List<List<Role>> roles = roles();
        return new NetworkInterface(
                roles.isEmpty() ? sources() : Optional.of(new NetworkInterface.Sources(roles.size(), roles.size())),
                roles,
                colour(),
                normalisation(),
                unit(),
                multiple(),
                range(),
                chroma(),
                rule(),
                field(),
                decoder(),
                dominability());
    }

    private List<List<Role>> roles() throws IOException {
        if (content.inputs == null || !content.inputs.isArray()) {
            return List.of();
        }
        List<List<Role>> roles = new ArrayList<>();
        for (JsonNode input : content.inputs) {
            roles.add(alternatives(input));
        }
        if (roles.size() < 2 || roles.size() > MOST_SOURCES) {
            throw wrong("inputs", "2 roles or more", roles.size() + " of them");
        }
        return roles;
    }

    private List<Role> alternatives(JsonNode input) throws IOException {
        List<Role> roles = new ArrayList<>();
        for (String word : input.asText().split(" or ", -1)) {
            roles.add(Role.of(word.strip())
                    .orElseThrow(() -> wrong("inputs", "roles such as visible or mri", quoted(input))));
        }
        return roles;
    }

    private Optional<NetworkInterface.Sources> sources() throws IOException {
        if (content.inputs == null) {
            return Optional.empty();
        }
        String said = content.inputs.asText();
        boolean more = said.endsWith("+");
        String digits = more ? said.substring(0, said.length() - 1) : said;
        if (!digits.matches("[0-9]{1,2}") || Integer.parseInt(digits) < 2 || Integer.parseInt(digits) > MOST_SOURCES) {
            throw wrong("inputs", "a list of roles, or a number of sources such as 2 or 2+", quoted(content.inputs));
        }
        int least = Integer.parseInt(digits);
        return Optional.of(new NetworkInterface.Sources(least, more ? Integer.MAX_VALUE : least));
    }

    private Optional<ColourMode> colour() throws IOException {
        return word(
                "colour",
                content.colour,
                ColourMode.values(),
                mode -> mode.name().toLowerCase(Locale.ROOT));
    }

    private OutputRange range() throws IOException {
        return word("range", content.range, OutputRange.values(), OutputRange::word)
                .orElse(OutputRange.AS_IS);
    }

    private Optional<FeatureRule> rule() throws IOException {
        return word("fusion", content.fusion, FeatureRule.values(), FeatureRule::word);
    }

    private interface Words<T> {
        String of(T value);
    }

    private <T> Optional<T> word(String key, String said, T[] values, Words<T> words) throws IOException {
        if (said == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values)
                .filter(value -> words.of(value).equals(said))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        Arrays.stream(values).map(words::of).collect(Collectors.joining(" or ")),
                        OneLine.brief(said))));
    }

    private ChromaRule chroma() throws IOException {
        if (content.chroma == null || content.chroma.equals("blended")) {
            return ChromaRule.BLENDED;
        }
        return new ChromaRule(List.of(Role.of(content.chroma)
                .orElseThrow(
                        () -> wrong("chroma", "blended, or a role such as visible", OneLine.brief(content.chroma)))));
    }

    private InputNormalisation normalisation() throws IOException {
        if (content.normalisation == null || unit().isPresent()) {
            return InputNormalisation.none();
        }
        if (content.normalisation.isObject()) {
            return given(content.normalisation);
        }
        return switch (content.normalisation.asText()) {
            case "none" -> InputNormalisation.none();
            case "imagenet" -> InputNormalisation.imageNet();
            default ->
                throw wrong(
                        "normalisation",
                        "none, signed, bytes, imagenet, or mean and deviation",
                        quoted(content.normalisation));
        };
    }

    private Optional<InputNormalisation> unit() {
        return switch (content.normalisation == null ? "" : content.normalisation.asText()) {
            case "signed" -> Optional.of(new InputNormalisation(List.of(0.5f), List.of(0.5f)));
            case "bytes" -> Optional.of(new InputNormalisation(List.of(0f), List.of(BYTE)));
            default -> Optional.empty();
        };
    }

    private InputNormalisation given(JsonNode said) throws IOException {
        List<Float> mean = numbers(said.path("mean"));
        List<Float> deviation = numbers(said.path("deviation"));
        boolean known = said.size() == 2
                && mean.size() == deviation.size()
                && List.of(1, 3).contains(mean.size());
        if (!known || deviation.stream().anyMatch(value -> !(value > 0))) {
            throw wrong("normalisation", "mean and deviation of 1 or 3 channels, deviations above 0", quoted(said));
        }
        return new InputNormalisation(mean, deviation);
    }

    private static List<Float> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(number -> number.isNumber() ? number.floatValue() : Float.NaN)
                .filter(Float::isFinite)
                .toList();
    }

    private OptionalInt multiple() throws IOException {
        if (content.multiple == null) {
            return OptionalInt.empty();
        }
        if (content.multiple < 1 || content.multiple > LARGEST_MULTIPLE) {
            throw wrong("multiple", "a number from 1 to " + LARGEST_MULTIPLE, content.multiple.toString());
        }
        return OptionalInt.of(content.multiple);
    }

    private ReceptiveField field() throws IOException {
        JsonNode said = content.field;
        if (said == null || said.asText().equals("global")) {
            return new ReceptiveField.Global();
        }
        JsonNode encoder = said.path("encoder");
        JsonNode decoder = said.path("decoder");
        if (said.size() != 2 || !isRadius(encoder) || !isRadius(decoder)) {
            throw wrong("receptive-field", "global, or radii in pixels such as {encoder: 4, decoder: 1}", quoted(said));
        }
        return new ReceptiveField.Local(encoder.intValue(), decoder.intValue());
    }

    private static boolean isRadius(JsonNode number) {
        return number.isInt() && number.intValue() >= 0 && number.intValue() <= LARGEST_MULTIPLE;
    }

    /** A name alone: what lies elsewhere was not meant to be read. */
    private Optional<String> decoder() throws IOException {
        if (content.decoder != null && !content.decoder.matches("[\\w][\\w .+-]{0,200}")) {
            throw wrong("decoder", "the name of a file beside that of the encoder", OneLine.brief(content.decoder));
        }
        return Optional.ofNullable(content.decoder);
    }

    private Optional<String> dominability() throws IOException {
        if (content.dominability != null) {
            try {
                Dominability.of(Reference.FUSED).with(content.dominability);
            } catch (IllegalArgumentException e) {
                throw new IOException(OneLine.of(file + ": dominability: " + e.getMessage()), e);
            }
        }
        return Optional.ofNullable(content.dominability);
    }

    private static String quoted(JsonNode said) {
        return OneLine.brief(said.isValueNode() ? said.asText() : said.toString());
    }

    private IOException wrong(String key, String expected, String found) {
        return new IOException(OneLine.of(file + ": " + key + ": expected " + expected + ", found " + found));
    }
}
