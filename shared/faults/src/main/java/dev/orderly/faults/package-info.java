/** Named crash points, compiled in and asleep. */
@NullMarked
package dev.orderly.faults;

import org.jspecify.annotations.NullMarked;
