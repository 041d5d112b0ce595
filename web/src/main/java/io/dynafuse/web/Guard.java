package io.dynafuse.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at every call before it is answered, and says to browsers what the page may do. */
final class Guard {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
                    + " connect-src 'self'; manifest-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /** Headers of every answer. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<String> token;
    private final boolean loopbackOnly;

    Guard(ServiceSettings settings) {
        this.token = settings.token();
        // Whoever has the token is no page of a stranger; so a service behind a proxy may be called by any name.
        this.loopbackOnly = settings.isLoopback() && settings.token().isEmpty();
    }

    /**
     * Refuses calls that do not come from the service's own page or from a program, and those without the token.
     *
     * @throws ProblemException if it is refused
     */
    void check(HttpServletRequest request) {
        String host = Optional.ofNullable(request.getHeader("Host")).orElse("").toLowerCase(Locale.ROOT);
        // A name of somebody else that leads here would make the browser take this service for theirs.
        if (loopbackOnly && !LOOPBACK_HOSTS.contains(host.replaceFirst(":\\d+$", ""))) {
            throw ProblemException.of(403, "expected the service to be called localhost or 127.0.0.1");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isOf(origin, host) || isFromOtherSite(request)) {
            throw ProblemException.of(403, "expected no call from a page of another site");
        }
        if (token.isPresent() && needsToken(request.getRequestURI()) && !bears(request.getHeader("Authorization"))) {
            throw ProblemException.of(401, "expected the service's token, as Authorization: Bearer TOKEN");
        }
    }

    private static boolean isOf(String origin, String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a page of another site asks; links to the page are followed. */
    private static boolean isFromOtherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null
                && !site.equals("same-origin")
                && !site.equals("none")
                && !"navigate".equals(request.getHeader("Sec-Fetch-Mode"));
    }

    private static boolean needsToken(String path) {
        return path.startsWith("/api/") || path.equals("/metrics");
    }

    private boolean bears(String authorization) {
        return authorization != null
                && authorization.startsWith("Bearer ")
                // In a time that says nothing of how much of it is right.
                && MessageDigest.isEqual(
                        authorization.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8),
                        token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }
}
