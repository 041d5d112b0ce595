/**
 * Boxes of images in files: what is in images, as Pascal VOC, YOLO and COCO have it, and what was found in them. Start with {@link
 * io.dynafuse.detection.annotation.Truths}.
 */
package io.dynafuse.detection.annotation;
