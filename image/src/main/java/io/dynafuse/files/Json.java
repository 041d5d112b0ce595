package io.dynafuse.files;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * JSON as every part of Dynafuse writes and reads it: records bound by their components. Writing keeps the order of the components, leaves
 * out optional ones that are empty, and gives infinite numbers as texts, as JSON has no other way to write them. Reading refuses a component
 * that is missing or null and not optional, unknown, given twice or of another kind, content behind the object, and deep nesting.
 */
public final class Json {
    private static final int DEEPEST = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .addModule(new Jdk8Module())
            .annotationIntrospector(new OptionalComponents())
            .injectableValues(new InjectableValues.Std().addValue(OptionalComponents.MISSING, Optional.empty()))
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /** An optional component that is missing is empty. */
    private static final class OptionalComponents extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;
        private static final String MISSING = "missing";

        @Override
        public JacksonInject.Value findInjectableValue(AnnotatedMember member) {
            return member instanceof AnnotatedParameter && member.getRawType() == Optional.class
                    ? JacksonInject.Value.construct(MISSING, true, false)
                    : super.findInjectableValue(member);
        }
    }

    /** The content in indented lines, the last one ended. */
    public static String text(Object content) {
        try {
            return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The content without a blank, in UTF-8: the same bytes for the same content. */
    public static byte[] compact(Object content) {
        try {
            return MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A file of {@link #text}. */
    public static AtomicFile.Content content(Object content) {
        return out -> AtomicFile.Content.of(text(content)).writeTo(out);
    }

    /**
     * The record that a file holds.
     *
     * @param largest how many bytes such a file may have; a larger one is not opened, nor is what is no regular file
     * @throws com.fasterxml.jackson.core.JacksonException if it holds no such record; what the record's constructor throws is its cause
     * @throws IOException if it cannot be read
     */
    public static <T> T read(Path file, Class<T> type, long largest) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("expected a regular file");
        }
        if (attributes.size() > largest) {
            throw new IOException("expected at most " + largest + " bytes, found " + attributes.size());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readAllBytes(), type);
        }
    }

    /**
     * The record that a text in UTF-8 holds.
     *
     * @throws com.fasterxml.jackson.core.JacksonException as {@link #read} does
     */
    public static <T> T parse(byte[] json, Class<T> type) throws IOException {
        T content = MAPPER.readValue(json, type);
        if (content == null) {
            throw MismatchedInputException.from(null, type, "it says nothing");
        }
        return content;
    }
}
