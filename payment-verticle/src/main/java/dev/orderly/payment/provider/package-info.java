/** Who moves the money: the port, and a provider that only pretends. */
@NullMarked
package dev.orderly.payment.provider;

import org.jspecify.annotations.NullMarked;
