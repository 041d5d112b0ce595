/** Where what is random comes from: seeds that depend on names and not on any order. Knows nobody. */
package io.dynafuse.random;
