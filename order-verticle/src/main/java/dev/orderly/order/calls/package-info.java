/** How the order service asks for payments itself, where the shop is set to {@code order.calls}. */
@NullMarked
package dev.orderly.order.calls;

import org.jspecify.annotations.NullMarked;
