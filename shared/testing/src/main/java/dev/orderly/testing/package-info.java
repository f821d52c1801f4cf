/** For tests only: where the backends are, services on them, and probes that see from outside what services do. */
@NullMarked
package dev.orderly.testing;

import org.jspecify.annotations.NullMarked;
