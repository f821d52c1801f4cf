/** The order service: accepts orders, decides between payment, cancellation and time-out, and keeps the timeline. */
@NullMarked
package dev.orderly.order;

import org.jspecify.annotations.NullMarked;
