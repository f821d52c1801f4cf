/** RabbitMQ as this shop uses it: publish until confirmed, consume in batches, retry, dead letters. */
@NullMarked
package dev.orderly.messaging;

import org.jspecify.annotations.NullMarked;
