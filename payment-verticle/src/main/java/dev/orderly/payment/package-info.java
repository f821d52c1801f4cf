/** The payment service: takes an order's money once, and gives it back when the order dies. */
@NullMarked
package dev.orderly.payment;

import org.jspecify.annotations.NullMarked;
