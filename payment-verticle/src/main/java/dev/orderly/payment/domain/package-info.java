/** How a payment is decided: pure, without database, broker or clock. */
@NullMarked
package dev.orderly.payment.domain;

import org.jspecify.annotations.NullMarked;
