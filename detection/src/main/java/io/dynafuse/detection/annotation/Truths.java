package io.dynafuse.detection.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in images, by the names of the images: those of their files without extension. May be used from several threads.
 *
 * <p>Formats: Pascal VOC XML, a file an image; YOLO text, a file an image; COCO JSON, one file for all. Boxes are returned in pixels from the
 * upper left corner of the image, whatever a format counts from.
 */
public interface Truths {
    /**
     * Finds which format a place is in.
     *
     * @param place a folder of {@code .xml} or of {@code .txt} files or with one {@code .json} file, or a file of COCO JSON
     * @param classes names of the classes 0, 1, … where the files have numbers only; empty for those that lie beside them
     * @throws IOException if there is nothing of that name, it holds none or several of the formats, or names of classes are missing
     */
    static Truths of(Path place, List<String> classes) throws IOException {
        return TruthPlace.read(place, classes);
    }

    /** The format and how its numbers are read, in words for people. */
    String description();

    /**
     * What is in an image.
     *
     * @param image its name
     * @param width of it in pixels
     * @return empty if nothing is said about it
     * @throws IOException if the file about it is damaged, or about an image of another size
     */
    Optional<ImageTruth> in(String image, int width, int height) throws IOException;

    /** The number that files of detections have for an image, as text; its name where the format gives none. */
    default String idOf(String image) {
        return image;
    }

    /** The names of the classes by the numbers that files of detections have for them, as text; empty where the format gives none. */
    Map<String, String> classes();

    /** What the files hold altogether that is not used. */
    List<String> notes();
}
