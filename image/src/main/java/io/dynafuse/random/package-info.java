/** Seeds for random numbers: each depends on a name and not on any order. Uses nothing else of the project. Start with {@link io.dynafuse.random.Seeds}. */
package io.dynafuse.random;
