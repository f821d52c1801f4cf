/** The published HTTP contracts as a client reads them: operations, schemas, and values that these allow and forbid. */
@NullMarked
package dev.orderly.testing.api;

import org.jspecify.annotations.NullMarked;
