/** PostgreSQL and an AMQP broker that the product starts by itself: for the default run, and for tests. Everything here may block. */
@NullMarked
package dev.orderly.embedded;

import org.jspecify.annotations.NullMarked;
