package io.dynafuse.network;

import io.dynafuse.task.Role;
import java.util.List;

/**
 * The rule for the chroma of a result of which a network has fused the luma.
 *
 * @param roles chroma is that of the first source with one of these roles; blended of all sources if there is none (ReFusion, Eq. 15)
 */
public record ChromaRule(List<Role> roles) {
    /** Blended from all sources: the further from neutral, the greater a source's weight. */
    public static final ChromaRule BLENDED = new ChromaRule(List.of());

    /** Copies the list. */
    public ChromaRule {
        roles = List.copyOf(roles);
    }
}
