package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The contract of the service as its file has it, and what of it was seen. */
final class Contract {
    private static final String PROBLEM = "application/problem+json";
    /** What is answered, at any address, to what is no call in HTTP. */
    private static final String NO_CALL = "the call cannot be understood or taken";

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICTLY =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode description;
    private final ConcurrentHashMap<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    private Contract(JsonNode description) {
        this.description = description;
    }

    static Contract read() {
        try {
            return new Contract(new ObjectMapper(new YAMLFactory()).readTree(file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file itself. */
    static String file() {
        try (InputStream file = Contract.class.getResourceAsStream("openapi.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All routes, such as {@code GET /api/v1/fusions/{id}}. */
    Set<String> routes() {
        return statuses().stream()
                .map(each -> each.replaceAll(" \\d+$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All statuses of all routes, such as {@code GET /api/v1/fusions/{id} 404}. */
    Set<String> statuses() {
        Set<String> statuses = new TreeSet<>();
        for (Entry<String, JsonNode> path : description.get("paths").properties()) {
            for (Entry<String, JsonNode> call : path.getValue().properties()) {
                for (Entry<String, JsonNode> response :
                        call.getValue().path("responses").properties()) {
                    statuses.add(
                            call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + response.getKey());
                }
            }
        }
        return statuses;
    }

    /** The statuses that answers had so far, in the same form. */
    Set<String> seen() {
        return seen;
    }

    /**
     * Fails unless the answer has a status that is declared for its route, a type of content that is declared for the status, the headers
     * that are declared, and a body as its schema has it. What is beside the contract, such as the page, may be anything but a problem of another form.
     */
    void hold(String method, String address, Answer answer) {
        String what = method + " " + address.replaceAll("(.{100}).+", "$1…") + " → " + answer;
        requireSafe(what, answer);
        if (answer.status() >= 400 && answer.text().contains(NO_CALL)) {
            requireProblem(what, answer);
            return;
        }
        Optional<Entry<String, JsonNode>> path = path(address.replaceAll("\\?.*", ""));
        Optional<JsonNode> call = path.map(Entry::getValue)
                .flatMap(calls -> Optional.ofNullable(calls.get(method.toLowerCase(Locale.ROOT))));
        if (call.isEmpty()) {
            if (answer.status() >= 400) {
                requireProblem(what, answer);
            }
            return;
        }
        JsonNode response = resolved(call.get().path("responses").path(Integer.toString(answer.status())));
        assertThat(response.isMissingNode()).as("undeclared status: " + what).isFalse();
        requireContent(what, response, answer);
        response.path("headers")
                .properties()
                .forEach(header -> assertThat(answer.header(header.getKey().toLowerCase(Locale.ROOT)))
                        .as(header.getKey() + ": " + what)
                        .isPresent());
        if (answer.status() >= 400) {
            requireProblem(what, answer);
        }
        seen.add(method + " " + path.get().getKey() + " " + answer.status());
    }

    private static void requireSafe(String what, Answer answer) {
        assertThat(answer.header("content-security-policy").orElse(""))
                .as(what)
                .contains("default-src")
                .doesNotContain("unsafe-inline")
                .doesNotContain("unsafe-eval")
                .doesNotContain("*");
        assertThat(answer.header("x-content-type-options")).as(what).contains("nosniff");
        assertThat(answer.headers()).as(what).doesNotContainKey("set-cookie");
        assertThat(answer.headers()).as(what).doesNotContainKey("access-control-allow-origin");
    }

    private void requireContent(String what, JsonNode response, Answer answer) {
        JsonNode contents = response.path("content");
        if (contents.isMissingNode()) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        JsonNode content = contents.path(answer.type());
        assertThat(content.isMissingNode()).as("undeclared type: " + what).isFalse();
        if (answer.type().endsWith("json")) {
            requireSchema(what, content.get("schema"), answer.json());
        }
    }

    private void requireProblem(String what, Answer answer) {
        assertThat(answer.type()).as(what).isEqualTo(PROBLEM);
        requireSchema(what, description.at("/components/schemas/Problem"), answer.json());
        assertThat(answer.json().path("status").asInt()).as(what).isEqualTo(answer.status());
        // Words for people: one line, of no class, no package and no folder of the service.
        assertThat(answer.value("detail"))
                .as(what)
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotContain("Exception")
                .doesNotContain("io.dynafuse")
                .doesNotContain("dynafuse-service-");
    }

    /** Fails unless the value is as one of the contract's schemas has it. */
    void requireSchema(String what, String name, JsonNode value) {
        requireSchema(what, description.at("/components/schemas/" + name), value);
    }

    private void requireSchema(String what, JsonNode schema, JsonNode value) {
        assertThat(schemas.computeIfAbsent(schema, this::schema).validate(value))
                .as(what)
                .isEmpty();
    }

    /** With those beside it that it refers to, where JSON Schema has them. */
    private JsonSchema schema(JsonNode schema) {
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("$defs", description.at("/components/schemas"));
        return SCHEMAS.getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"), STRICTLY);
    }

    /** The path of an address; of several, the one with the fewest parameters. */
    private Optional<Entry<String, JsonNode>> path(String address) {
        return description.get("paths").properties().stream()
                .filter(path -> address.matches(pattern(path.getKey())))
                .min(Comparator.comparing(path -> path.getKey().split("\\{").length));
    }

    private static String pattern(String path) {
        return Pattern.compile("\\{\\w+}").matcher(Pattern.quote(path)).replaceAll("\\\\E[^/]+\\\\Q");
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
    }
}
