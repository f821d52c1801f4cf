/** What stock decides and why: levels, reservations and their table; pure. */
@NullMarked
package dev.orderly.stock.domain;

import org.jspecify.annotations.NullMarked;
