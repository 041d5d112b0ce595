package io.dynafuse.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Adapts an XMP packet (ISO 16684-1) to another image than the one it was written with: sizes are rewritten, and properties about the
 * samples of the old file, its thumbnails and its other content are removed. A simple property may be an element or an attribute.
 */
final class XmpRevision {
    /** More than any camera or program writes except into extended packets, and little enough to be held as a tree. */
    static final int LARGEST = 1 << 20;

    private static final String DEEPEST = "100";
    private static final String TIFF = "http://ns.adobe.com/tiff/1.0/";
    private static final String EXIF = "http://ns.adobe.com/exif/1.0/";

    /** Properties about the samples of one file, by their namespaces. */
    private static final Map<String, Set<String>> STALE = Map.of(
            TIFF,
            Set.of(
                    "BitsPerSample",
                    "Compression",
                    "PhotometricInterpretation",
                    "SamplesPerPixel",
                    "PlanarConfiguration",
                    "YCbCrSubSampling",
                    "YCbCrPositioning",
                    "YCbCrCoefficients",
                    "ReferenceBlackWhite",
                    "TransferFunction",
                    "NativeDigest"),
            EXIF,
            Set.of(
                    "ComponentsConfiguration",
                    "CompressedBitsPerPixel",
                    "SubjectArea",
                    "SubjectLocation",
                    "NativeDigest"),
            "http://ns.adobe.com/xap/1.0/",
            Set.of("Thumbnails"),
            "http://ns.adobe.com/photoshop/1.0/",
            Set.of("ColorMode", "ICCProfile", "DocumentAncestors"),
            "http://ns.adobe.com/xmp/note/",
            Set.of("HasExtendedXMP"));

    /** Namespaces about other pictures, films, sounds and gain maps in the same file. */
    private static final Set<String> STALE_NAMESPACES = Set.of(
            "http://ns.google.com/photos/1.0/camera/",
            "http://ns.google.com/photos/1.0/container/",
            "http://ns.google.com/photos/1.0/image/",
            "http://ns.google.com/photos/1.0/depthmap/",
            "http://ns.google.com/photos/1.0/audio/",
            "http://ns.google.com/photos/dd/1.0/device/",
            "http://ns.adobe.com/hdr-gain-map/1.0/",
            "http://ns.apple.com/HDRGainMap/1.0/");

    private final int width;
    private final int height;
    private final boolean uncalibrated;

    private XmpRevision(int width, int height, boolean uncalibrated) {
        this.width = width;
        this.height = height;
        this.uncalibrated = uncalibrated;
    }

    /**
     * The packet for an upright image of this size, in UTF-8.
     *
     * @param uncalibrated whether the profile that says what the samples mean is left out
     * @return empty if it is larger than {@link #LARGEST}, is not XML, or declares a document type
     */
    static Optional<byte[]> of(byte[] xmp, int width, int height, boolean uncalibrated) {
        if (xmp.length > LARGEST) {
            return Optional.empty();
        }
        try {
            Document document = parser().parse(new ByteArrayInputStream(trimmed(xmp)));
            new XmpRevision(width, height, uncalibrated).revise(document.getDocumentElement());
            return Optional.of(written(document));
        } catch (IOException
                | SAXException
                | ParserConfigurationException
                | TransformerException
                | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Nothing outside the packet is ever opened, and a packet defines no entities. */
    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        // The writer is recursive.
        factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", DEEPEST);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        DocumentBuilder parser = factory.newDocumentBuilder();
        parser.setErrorHandler(new Silent());
        return parser;
    }

    /** The parser accepts no bytes around the document, where some writers put spaces or a zero. */
    private static byte[] trimmed(byte[] xmp) {
        int start = 0;
        int end = xmp.length;
        while (end > 0 && xmp[end - 1] >= 0 && xmp[end - 1] <= ' ' && !isWide(xmp)) {
            end--;
        }
        while (start < end && xmp[start] > 0 && xmp[start] <= ' ') {
            start++;
        }
        return Arrays.copyOfRange(xmp, start, end);
    }

    /** Whether the characters take two bytes or more each. */
    private static boolean isWide(byte[] xmp) {
        return xmp.length > 1 && (xmp[0] == 0 || xmp[1] == 0 || xmp[0] == (byte) 0xff || xmp[0] == (byte) 0xfe);
    }

    private void revise(Element element) {
        for (Attr attribute : attributes(element)) {
            if (isStale(attribute)) {
                element.removeAttributeNode(attribute);
            } else {
                value(attribute).ifPresent(attribute::setValue);
            }
        }
        for (Element child : children(element)) {
            if (isStale(child)) {
                element.removeChild(child);
            } else {
                value(child).ifPresentOrElse(child::setTextContent, () -> revise(child));
            }
        }
    }

    private static boolean isStale(Node property) {
        String namespace = property.getNamespaceURI();
        return namespace != null
                && (STALE_NAMESPACES.contains(namespace)
                        || STALE.getOrDefault(namespace, Set.of()).contains(property.getLocalName()));
    }

    /** The new value of a property. */
    private Optional<String> value(Node property) {
        String name = property.getLocalName();
        if (TIFF.equals(property.getNamespaceURI())) {
            return switch (name) {
                case "Orientation" -> Optional.of("1");
                case "ImageWidth" -> Optional.of(Integer.toString(width));
                case "ImageLength" -> Optional.of(Integer.toString(height));
                default -> Optional.empty();
            };
        }
        if (EXIF.equals(property.getNamespaceURI())) {
            return switch (name) {
                case "PixelXDimension" -> Optional.of(Integer.toString(width));
                case "PixelYDimension" -> Optional.of(Integer.toString(height));
                case "ColorSpace" -> uncalibrated ? Optional.of("65535") : Optional.empty();
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static List<Attr> attributes(Element element) {
        NamedNodeMap map = element.getAttributes();
        List<Attr> attributes = new ArrayList<>();
        for (int i = 0; i < map.getLength(); i++) {
            attributes.add((Attr) map.item(i));
        }
        return attributes;
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        return children;
    }

    /** The markers around a packet are processing instructions, which a tree keeps. */
    private static byte[] written(Document document) throws TransformerException {
        Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
        writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        writer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.transform(new DOMSource(document), new StreamResult(bytes));
        return bytes.toByteArray();
    }

    /** The parser's own handler would print the errors. */
    private static final class Silent extends DefaultHandler {
        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
