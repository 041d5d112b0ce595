package io.dynafuse.network;

import io.dynafuse.task.Role;
import java.util.List;

/**
 * Where the chroma of a result comes from whose luma a network has fused.
 *
 * @param roles chroma is that of the first source with one of these roles; blended of all sources if there is none (ReFusion, Eq. 15)
 */
public record ChromaRule(List<Role> roles) {
    /** Of all sources: the further from neutral, the more a source counts. */
    public static final ChromaRule BLENDED = new ChromaRule(List.of());

    /** Copies the list. */
    public ChromaRule {
        roles = List.copyOf(roles);
    }
}
