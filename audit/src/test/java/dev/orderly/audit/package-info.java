/** The audit, tried on clean histories and on planted violations. */
@NullMarked
package dev.orderly.audit;

import org.jspecify.annotations.NullMarked;
