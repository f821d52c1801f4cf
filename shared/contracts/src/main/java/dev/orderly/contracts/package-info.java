/** The language the services speak: events as records, their wire names, and the table of queues. */
@NullMarked
package dev.orderly.contracts;

import org.jspecify.annotations.NullMarked;
