package io.dynafuse.metrics;

/**
 * Where a metric was published.
 *
 * @param authors family names, as a citation lists them
 * @param title title of the work
 * @param venue journal, conference or publisher
 * @param year year of publication
 * @param doi digital object identifier, or an empty text if there is none
 */
public record Literature(String authors, String title, String venue, int year, String doi) {
    /** The entry for a list of references. */
    public String citation() {
        String link = doi.isEmpty() ? "" : " https://doi.org/" + doi;
        return authors + ": " + title + ". " + venue + ", " + year + "." + link;
    }
}
