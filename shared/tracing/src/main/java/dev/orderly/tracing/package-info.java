/** Which work belongs together: spans, their ids on log lines, and their export to a collector. */
@NullMarked
package dev.orderly.tracing;

import org.jspecify.annotations.NullMarked;
