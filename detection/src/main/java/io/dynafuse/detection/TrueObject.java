package io.dynafuse.detection;

/**
 * What is in an image.
 *
 * @param box where, in pixels of the image
 * @param label the name of its class, such as {@code person}
 * @param isIgnored whether it need not be found and may be: a crowd of COCO, a difficult one of Pascal VOC
 */
public record TrueObject(Box box, String label, boolean isIgnored) {
    /** @throws IllegalArgumentException if the class has no name */
    public TrueObject {
        if (label.isBlank()) {
            throw new IllegalArgumentException("expected the name of a class, found none");
        }
    }
}
