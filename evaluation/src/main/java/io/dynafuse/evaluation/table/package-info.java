/**
 * Tables of texts and numbers, and how they are written: aligned for people, in full for programs. Whatever prints a table uses these. May use
 * files only. Start with {@link io.dynafuse.evaluation.table.Table}.
 */
package io.dynafuse.evaluation.table;
