/** The catalog: what the shop sells, and at which price. */
@NullMarked
package dev.orderly.catalog;

import org.jspecify.annotations.NullMarked;
