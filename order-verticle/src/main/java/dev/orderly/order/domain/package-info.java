/** What an order is and what becomes of it: the state table, prices, totals. Pure, no I/O. */
@NullMarked
package dev.orderly.order.domain;

import org.jspecify.annotations.NullMarked;
