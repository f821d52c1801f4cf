/** The stock service: levels, reservations and the ledger of units. */
@NullMarked
package dev.orderly.stock;

import org.jspecify.annotations.NullMarked;
