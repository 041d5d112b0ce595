package io.dynafuse.web;

import org.eclipse.jetty.http.HttpStatus;

/**
 * What was wrong with a call, as {@code application/problem+json} (RFC 9457).
 *
 * @param title of the status
 * @param detail one line for people
 */
record Problem(String title, int status, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    static Problem of(int status, String detail) {
        return new Problem(HttpStatus.getMessage(status), status, detail);
    }

    ProblemException exception() {
        return new ProblemException(this);
    }
}
