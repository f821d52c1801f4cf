/** How many orders stand where, counted as they move. */
@NullMarked
package dev.orderly.order.stats;

import org.jspecify.annotations.NullMarked;
