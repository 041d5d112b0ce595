package io.dynafuse.image;

import java.util.regex.Pattern;

/** The free text about an image in TIFF and Exif data, in which several programs keep the shape of what their file holds. */
final class ImageDescription {
    /** ImageJ and its descendants; tifffile now and formerly, and other JSON of a shape; OME-XML. */
    private static final Pattern LAYOUT = Pattern.compile(
            "\\A\\s*(ImageJ=|SCIFIO=|shape=\\(|\\{[^{]*\"(shape|axes)\"\\s*:)|<(\\w+:)?OME\\b|<MetaData\\b|<TiffFile\\b");

    private ImageDescription() {}

    /** Whether a text tells how many planes of which size and order there are, which another file's image does not have. */
    static boolean isLayout(String text) {
        return LAYOUT.matcher(text).find();
    }
}
