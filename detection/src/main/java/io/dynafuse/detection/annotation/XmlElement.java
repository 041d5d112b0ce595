package io.dynafuse.detection.annotation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Elements and text of a small XML file; no document type, no entities, nothing from outside. */
record XmlElement(String name, StringBuilder content, List<XmlElement> children) {
    private static final int DEEPEST = 16;

    /** @throws IOException if it is too large, broken, nested deeply, or declares a document type */
    static XmlElement read(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(SmallText.bytes(file)));
            try {
                return read(file, reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            String reason = e.getMessage().lines().reduce("", (first, last) -> last.replace("Message: ", ""));
            throw new AnnotationException(
                    file, "is not XML as expected, line " + e.getLocation().getLineNumber() + ": " + reason, e);
        }
    }

    private static XmlElement read(Path file, XMLStreamReader reader) throws IOException, XMLStreamException {
        Deque<XmlElement> open = new ArrayDeque<>();
        XmlElement root = new XmlElement("", new StringBuilder(), new ArrayList<>());
        open.push(root);
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD ->
                    throw new AnnotationException(
                            file, "declares a document type; expected none, as it could bring in other files");
                case XMLStreamConstants.START_ELEMENT -> open(file, reader.getLocalName(), open);
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.getFirst()
                            .content()
                            .append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                default -> {
                    // Comments and instructions say nothing about boxes.
                }
            }
        }
        return root.children().get(0);
    }

    private static void open(Path file, String name, Deque<XmlElement> open) throws IOException {
        if (open.size() > DEEPEST) {
            throw new AnnotationException(file, "is nested deeper than boxes are");
        }
        XmlElement element = new XmlElement(name, new StringBuilder(), new ArrayList<>());
        open.getFirst().children().add(element);
        open.push(element);
    }

    List<XmlElement> all(String child) {
        return children.stream().filter(each -> each.name().equals(child)).toList();
    }

    Optional<XmlElement> first(String child) {
        return children.stream().filter(each -> each.name().equals(child)).findFirst();
    }

    /** The text of a child; empty if there is none. */
    String text(String child) {
        return first(child).map(each -> each.content().toString()).orElse("");
    }
}
