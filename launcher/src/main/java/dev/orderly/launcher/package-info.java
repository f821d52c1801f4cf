/** The fat jar and its command line: starts any set of services on embedded or real backends. */
@NullMarked
package dev.orderly.launcher;

import org.jspecify.annotations.NullMarked;
