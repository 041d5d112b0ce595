/**
 * Results as one HTML file for people: tables, radar charts and a gallery of pictures, which browsers open from the disk without any
 * network. May use {@code evaluation}, {@code data}, {@code metrics}, {@code image} and {@code files}; what it says about numbers is computed here or in {@link
 * io.dynafuse.evaluation}, never in the page.
 *
 * <p>Start with {@link io.dynafuse.evaluation.report.HtmlReport}, which takes everything the page shows. {@link
 * io.dynafuse.evaluation.report.MeasureSummary} judges the methods, {@link io.dynafuse.evaluation.report.RadarChart} normalises the
 * axes, {@link io.dynafuse.evaluation.report.GalleryView} embeds the pictures, and {@link io.dynafuse.evaluation.report.Page} holds the
 * texts that the template {@code report.mustache} beside these classes lays out, with {@code report.css} and {@code report.js}.
 */
package io.dynafuse.evaluation.report;
