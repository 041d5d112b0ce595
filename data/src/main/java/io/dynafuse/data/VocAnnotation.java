package io.dynafuse.data;

import java.util.List;

/**
 * The objects of an image as in Pascal VOC (Everingham et al. 2010, doi:10.1007/s11263-009-0275-4), one XML file for each image. There, the first column
 * and row are 1, and the last ones of a box belong to it.
 *
 * @param width of the image, in pixels
 * @param height of the image, in pixels
 * @param channels of the image
 * @param objects in it
 */
record VocAnnotation(int width, int height, int channels, List<LabelledObject> objects) {
    String xml() {
        StringBuilder text = new StringBuilder("<annotation>\n");
        text.append("  <size><width>" + width + "</width><height>" + height + "</height><depth>" + channels
                + "</depth></size>\n");
        objects.forEach(object -> text.append(xml(object)));
        return text.append("</annotation>\n").toString();
    }

    private static String xml(LabelledObject object) {
        return "  <object>\n    <name>" + object.label() + "</name>\n    <difficult>" + (object.isDifficult() ? 1 : 0)
                + "</difficult>\n    <bndbox><xmin>" + (object.left() + 1) + "</xmin><ymin>" + (object.top() + 1)
                + "</ymin><xmax>" + object.right() + "</xmax><ymax>" + object.bottom()
                + "</ymax></bndbox>\n  </object>\n";
    }
}
